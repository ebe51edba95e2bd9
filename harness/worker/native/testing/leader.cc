#include "harness/worker/native/testing/leader.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "harness/worker/native/member.h"

namespace assay::native {
namespace {

assay_head head(assay_message_type type) {
  return {ASSAY_WIRE_MAGIC, ASSAY_WIRE_VERSION, static_cast<std::uint16_t>(type)};
}

void send_config(int socket, const Json& config) {
  const std::string text = config.dump();
  std::vector<char> packet(sizeof(assay_head) + text.size());
  const assay_head start = head(ASSAY_CONFIG);
  std::memcpy(packet.data(), &start, sizeof start);
  std::memcpy(packet.data() + sizeof start, text.data(), text.size());
  send(socket, packet.data(), packet.size(), 0);
}

/// One packet into the conversation; false at the end of the member and after a failure.
bool receive(int socket, Conversation& said) {
  std::vector<char> packet(ASSAY_WIRE_LARGEST);
  const ssize_t length = recv(socket, packet.data(), packet.size(), 0);
  if (length < static_cast<ssize_t>(sizeof(assay_head))) return false;
  assay_head start{};
  std::memcpy(&start, packet.data(), sizeof start);
  if (start.type == ASSAY_SLICE) {
    std::memcpy(&said.slices.emplace_back(), packet.data(), sizeof(assay_slice));
    return true;
  }
  Json& place = start.type == ASSAY_READY ? said.ready : start.type == ASSAY_RESULT ? said.result : said.failed;
  place = Json::parse(packet.data() + sizeof start, packet.data() + length);
  return start.type != ASSAY_FAILED;
}

void lead(int socket, const Json& config, int turns, std::uint32_t slices, std::uint64_t iterations,
          Conversation& said) {
  send_config(socket, config);
  if (!receive(socket, said)) return;
  for (int turn = 0; turn < turns; ++turn) {
    const assay_turn packet{head(ASSAY_TURN), iterations, slices, 0};
    send(socket, &packet, sizeof packet, 0);
    for (std::uint32_t slice = 0; slice < slices; ++slice)
      if (!receive(socket, said)) return;
  }
  const assay_head finish = head(ASSAY_FINISH);
  send(socket, &finish, sizeof finish, 0);
  receive(socket, said);
}

}  // namespace

Conversation converse(const Json& config, int turns, std::uint32_t slices, std::uint64_t iterations) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sockets) != 0) return {};
  Conversation said;
  std::thread leader([&] { lead(sockets[0], config, turns, slices, iterations, said); });
  setenv("ASSAY_SOCKET", std::to_string(sockets[1]).c_str(), 1);
  assay_turns member;
  if (assay_turns_open(&member) == 0) said.status = run_member(member);
  close(sockets[1]);
  leader.join();
  close(sockets[0]);
  return said;
}

}  // namespace assay::native
