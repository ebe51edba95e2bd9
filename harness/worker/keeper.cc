#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "harness/core/process.h"
#include "harness/worker/role.h"

namespace assay {
namespace {

constexpr int line_of_driver = 3;

/// In the keeper's own process group, so that whoever kills that kills the command, too.
pid_t start_kept(char** argv) {
  const pid_t child = fork();
  if (child != 0) return child;
  execvp(argv[0], argv);
  std::cerr << fmt::format("{}: cannot be started: {}\n", argv[0], std::strerror(errno));
  _exit(127);
}

/// False when the driver ended first: it never writes, and the end of its last descriptor shows as a hang-up.
bool ends_before_driver(pid_t child) {
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  std::array<pollfd, 2> watched{{{line_of_driver, 0, 0}, {pidfd, POLLIN, 0}}};
  while (poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
  }
  return watched[1].revents != 0;
}

/// Runs a command and, should the driver end before it, kills it and all that it started, whatever session that is in.
int run_keeper(int argc, char** argv) {
  if (argc < 2 || fcntl(line_of_driver, F_GETFD) < 0) {
    std::cerr
        << "assay-worker keeper: needs a command, and descriptor 3; `assay run` starts it, it is not for typing\n";
    return 2;
  }
  prctl(PR_SET_PDEATHSIG, 0);
  fcntl(line_of_driver, F_SETFD, FD_CLOEXEC);
  become_subreaper();
  const pid_t child = start_kept(argv + 1);
  if (child < 0) {
    std::cerr << fmt::format("{}: no process: {}\n", argv[1], std::strerror(errno));
    return 127;
  }
  if (!ends_before_driver(child)) {
    kill_descendants();
    return 1;
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);  // as a shell says it
}

const RegisteredRole keeper_role{{"keeper", run_keeper}};

}  // namespace
}  // namespace assay
