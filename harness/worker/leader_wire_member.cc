#include "harness/worker/leader_wire_member.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "harness/worker/leader_clock.h"

namespace assay {
namespace {

constexpr int member_socket = 3;          ///< the descriptor's number on the member's side
constexpr double seconds_to_leave = 10;   ///< for the exit after a last message: finalisers, unmapping
constexpr double seconds_from_close = 2;  ///< until the end of a process that has closed its socket
constexpr std::int64_t longest_ns = std::int64_t{1}
                                    << 53;  ///< 104 days; also the largest number JSON readers agree about

assay_head head_of(std::uint16_t type) {
  return {ASSAY_WIRE_MAGIC, ASSAY_WIRE_VERSION, type};
}

std::string_view type_name(std::uint16_t type) {
  constexpr std::array<std::string_view, 8> names{"?",    "CONFIG", "READY",  "FAILED",
                                                  "TURN", "SLICE",  "FINISH", "RESULT"};
  return type < names.size() ? names[type] : names[0];
}

bool is_time(std::int64_t ns) {
  return ns >= 0 && ns <= longest_ns;
}

bool is_sane(const assay_slice& slice) {
  return is_time(slice.wall_ns) && is_time(slice.cpu_ns) && is_time(slice.reference_before_ns) &&
         is_time(slice.reference_after_ns) && is_time(slice.run_delay_ns) && slice.voluntary_switches >= 0 &&
         slice.involuntary_switches >= 0;
}

}  // namespace

WireMember::~WireMember() {
  if (socket_ >= 0) close(socket_);
}

void WireMember::start(int position) {
  record_.start_position = position;
  record_.started = utc_seconds();
  started_ = monotonic_seconds();
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return condemn(Outcome::Shortage, fmt::format("no socket for it could be made: {}", std::strerror(errno)));
  }
  socket_ = ends[0];
  fcntl(socket_, F_SETFL, O_NONBLOCK);
  auto environment = spec_->environment;
  environment["ASSAY_SOCKET"] = std::to_string(member_socket);
  const bool launched = launch({{ends[1], member_socket}}, environment);
  close(ends[1]);
  if (!launched) return;
  become_busy(State::Starting);
  send(ASSAY_CONFIG, spec_->config.dump());
}

bool WireMember::send(std::uint16_t type, std::string_view text) {
  assay_head head = head_of(type);
  std::array<iovec, 2> parts{{{&head, sizeof head}, {const_cast<char*>(text.data()), text.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  if (text.size() + sizeof head > ASSAY_WIRE_LARGEST) {
    condemn(Outcome::Skipped,
            fmt::format("its configuration of {} bytes is larger than {}", text.size(), ASSAY_WIRE_LARGEST));
    return false;
  }
  if (sendmsg(socket_, &message, MSG_NOSIGNAL) >= 0) return true;
  // A member that is gone is told by its pidfd; one that does not read is told by its deadline.
  if (errno != EPIPE && errno != ECONNRESET && errno != EAGAIN)
    condemn(Outcome::Skipped, fmt::format("could not be told what to do: {}", std::strerror(errno)));
  return false;
}

void WireMember::give(const Turn& turn) {
  turn_ = turn;
  slices_seen_ = 0;
  ++turns_given_;
  become_busy(State::InTurn);
  const assay_turn packet{head_of(ASSAY_TURN), static_cast<std::uint64_t>(turn.iterations),
                          static_cast<std::uint32_t>(turn.slices), turn.process_clock ? 1U : 0U};
  send(ASSAY_TURN, {reinterpret_cast<const char*>(&packet) + sizeof packet.head, sizeof packet - sizeof packet.head});
  release();
}

void WireMember::finish() {
  become_busy(State::Ending);
  has_finished_ = true;
  send(ASSAY_FINISH, {});
  release();
}

void WireMember::watch(std::vector<pollfd>& watched) const {
  if (socket_ >= 0) watched.push_back({socket_, POLLIN, 0});
  Member::watch(watched);
}

void WireMember::react() {
  read_packets();
  Member::react();
}

void WireMember::read_packets() {
  static std::array<char, ASSAY_WIRE_LARGEST> buffer;
  constexpr int most_at_once = 1024;  // of a flood; the deadline must have its turn
  for (int packets = 0; socket_ >= 0 && packets < most_at_once; ++packets) {
    const ssize_t length = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (length <= 0) return on_closed();
    if (decided_) continue;  // it was condemned or has failed: the rest is noise
    if (static_cast<std::size_t>(length) > buffer.size()) {
      garbled(fmt::format("sent a message of {} bytes, and the most is {}", length, buffer.size()));
    } else {
      on_packet({buffer.data(), static_cast<std::size_t>(length)});
    }
  }
}

void WireMember::on_closed() {
  close(socket_);
  socket_ = -1;
  if (state_ == State::Ending || state_ == State::Ended) return;
  closed_where_ = where();
  late_ = fmt::format("closed its socket and went on {}", closed_where_);
  become_busy(State::Ending);
  deadline_ = monotonic_seconds() + seconds_from_close;
}

void WireMember::garbled(const std::string& what) {
  condemn(Outcome::Garbled, fmt::format("{} {}", what, where()));
}

void WireMember::on_packet(std::string_view packet) {
  assay_head head{};
  std::memcpy(&head, packet.data(), std::min(packet.size(), sizeof head));
  if (packet.size() < sizeof head || head.magic != ASSAY_WIRE_MAGIC) {
    return garbled(fmt::format("sent {} bytes that are no message", packet.size()));
  }
  if (head.version != ASSAY_WIRE_VERSION) {
    return garbled(
        fmt::format("speaks version {} of the protocol, and this is version {}", head.version, ASSAY_WIRE_VERSION));
  }
  const std::string_view text = packet.substr(sizeof head);
  if (head.type == ASSAY_FAILED && state_ != State::Idle) return on_failed(text);
  if (head.type == ASSAY_READY && state_ == State::Starting) return on_ready(text);
  if (head.type == ASSAY_SLICE && state_ == State::InTurn) return on_slice(packet);
  if (head.type == ASSAY_RESULT && has_finished_ && !has_result_) return on_result(text);
  garbled(fmt::format("sent {} where none was due", type_name(head.type)));
}

void WireMember::on_ready(std::string_view text) {
  auto facts = object_from(text);
  if (!facts) return garbled("sent facts that are no JSON object");
  record_.facts = std::move(*facts);
  record_.ready_seconds = monotonic_seconds() - started_;
  company_ = company_ || thread_count(pid()) > 1;
  become_idle();
}

void WireMember::on_failed(std::string_view text) {
  const auto json = object_from(text);
  const auto outcome =
      json ? outcome_from(json->value("outcome", Json()).is_string() ? json->at("outcome").get<std::string>() : "")
           : std::nullopt;
  if (!outcome || *outcome == Outcome::Measured || *outcome == Outcome::Shortage)
    return garbled("sent a failure without an outcome");
  const Json detail = json->value("detail", Json());
  decide(*outcome, detail.is_string() ? detail.get<std::string>() : "it gave no reason");
  become_busy(State::Ending);
  deadline_ = monotonic_seconds() + seconds_to_leave;
}

void WireMember::on_slice(std::string_view packet) {
  assay_slice got{};
  if (packet.size() != sizeof got)
    return garbled(fmt::format("sent a slice of {} bytes instead of {}", packet.size(), sizeof got));
  std::memcpy(&got, packet.data(), sizeof got);
  if (got.iterations != static_cast<std::uint64_t>(turn_.iterations) ||
      got.index != static_cast<std::uint32_t>(slices_seen_)) {
    return garbled(fmt::format("sent slice {} of {} iterations instead of slice {} of {}", got.index, got.iterations,
                               slices_seen_, turn_.iterations));
  }
  if (!is_sane(got)) return garbled("sent a slice with impossible times");
  company_ = company_ || got.threads > 1;
  record_.slices.push_back({.round = turn_.round,
                            .position = turn_.position,
                            .phase = turn_.phase,
                            .kept = slices_seen_ >= turn_.first_kept,
                            .iterations = turn_.iterations,
                            .wall_ns = got.wall_ns,
                            .cpu_ns = got.cpu_ns,
                            .reference_before_ns = got.reference_before_ns,
                            .reference_after_ns = got.reference_after_ns,
                            .run_delay_ns = got.run_delay_ns,
                            .voluntary_switches = got.voluntary_switches,
                            .involuntary_switches = got.involuntary_switches});
  if (++slices_seen_ == turn_.slices) become_idle();
}

void WireMember::on_result(std::string_view text) {
  auto result = object_from(text);
  if (!result) return garbled("sent a result that is no JSON object");
  record_.result = std::move(*result);
  has_result_ = true;
}

void WireMember::on_end() {
  read_packets();  // what it sent before its end
  const std::string place = closed_where_.empty() ? where() : closed_where_;
  const Child::End end = reap();
  judge(end, has_result_, place);
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  state_ = State::Ended;
}

}  // namespace assay
