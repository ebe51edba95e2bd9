#include "harness/worker/leader_sibling.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "harness/worker/leader_member.h"
#include "harness/worker/role.h"
#include "harness/worker/turns.h"

namespace assay {
namespace {

constexpr int own_socket = 3;  ///< the descriptor's number on the load's side
constexpr int milliseconds_to_obey = 2000;
constexpr char work_order = 'w', rest_order = 'r';

/// The reference kernel issues what the core can issue, so nothing takes more from the thread beside it; it looks for
/// an order every 20 µs.
int load(int, char**) {
  char order = rest_order;
  while (recv(own_socket, &order, 1, 0) == 1) {
    while (order == work_order) {
      if (send(own_socket, &order, 1, MSG_NOSIGNAL) != 1) return 0;
      ssize_t got = 0;
      while ((got = recv(own_socket, &order, 1, MSG_DONTWAIT)) < 0 && errno == EAGAIN) assay_reference_ns();
      if (got != 1) return 0;
    }
    if (send(own_socket, &order, 1, MSG_NOSIGNAL) != 1) return 0;
  }
  return 0;
}

const RegisteredRole sibling_load_role{{"sibling-load", load}};

}  // namespace

SiblingLoad::SiblingLoad(int cpu, const std::string& worker) : cpu_(cpu) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    trouble_ = fmt::format("no socket for a load on CPU {} could be made: {}", cpu, std::strerror(errno));
    return;
  }
  socket_ = ends[0];
  Command command{.argv = {worker, "sibling-load"}, .cpus = {cpu}};
  command.descriptors = {{ends[1], own_socket}};
  auto child = spawn(command);
  close(ends[1]);
  if (!child) {
    trouble_ = fmt::format("no load could be started on CPU {}: {}", cpu, to_string(child.error()));
    return;
  }
  child_ = std::move(*child);
  Member::spare(child_.pid(), true);
}

SiblingLoad::~SiblingLoad() {
  Member::spare(child_.pid(), false);
  if (socket_ >= 0) close(socket_);
}

std::string SiblingLoad::work() {
  return tell(work_order);
}

std::string SiblingLoad::rest() {
  return tell(rest_order);
}

std::string SiblingLoad::tell(char order) {
  if (!trouble_.empty()) return trouble_;
  pollfd answer{socket_, POLLIN, 0};
  char said = 0;
  const bool obeyed = send(socket_, &order, 1, MSG_NOSIGNAL) == 1 && poll(&answer, 1, milliseconds_to_obey) == 1 &&
                      recv(socket_, &said, 1, MSG_DONTWAIT) == 1 && said == order;
  if (!obeyed) trouble_ = fmt::format("the load on CPU {} has ended, or does not answer", cpu_);
  return trouble_;
}

}  // namespace assay
