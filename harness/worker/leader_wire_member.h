#pragma once

#include "harness/worker/leader_member.h"
#include "harness/worker/wire.h"

namespace assay {

/// A member that speaks wire.h: it is started once and takes turns.
class WireMember : public Member {
 public:
  WireMember(const MemberSpec& spec, const BoutSpec& bout) : Member(spec, bout) {}
  ~WireMember() override;

  void start(int position) override;
  void give(const Turn& turn) override;
  void finish() override;
  void watch(std::vector<pollfd>& watched) const override;
  void react() override;

 private:
  void on_end() override;
  void read_packets();
  void on_packet(std::string_view packet);
  void on_ready(std::string_view text);
  void on_failed(std::string_view text);
  void on_slice(std::string_view packet);
  void on_result(std::string_view text);
  void on_closed();
  bool send(std::uint16_t type, std::string_view text);
  void garbled(const std::string& what);

  int socket_ = -1;
  double started_ = 0;
  Turn turn_;
  int slices_seen_ = 0;
  bool has_result_ = false;
  std::string closed_where_;  ///< how far it was when its socket closed, which may be read before its end
};

}  // namespace assay
