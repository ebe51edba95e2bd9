#include "harness/core/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "harness/core/process_start.h"

namespace assay {
namespace {

std::string search_path(const Command& command) {
  const auto own = command.environment.find("PATH");
  if (own != command.environment.end()) return own->second;
  const char* ours = std::getenv("PATH");
  return ours != nullptr ? ours : "/usr/local/bin:/usr/bin:/bin";
}

std::optional<std::string> find_program(const Command& command) {
  const std::string& name = command.argv.front();
  if (name.find('/') != std::string::npos) return name;
  const std::string path = search_path(command);
  std::string_view rest = path;
  while (!name.empty() && !rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::string candidate = fmt::format("{}/{}", rest.substr(0, colon), name);
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
  }
  return std::nullopt;
}

StartPlan plan_for(const Command& command, std::string path, int report) {
  StartPlan plan;
  plan.path = std::move(path);
  plan.command = &command;
  plan.parent = getpid();
  plan.report = report;
  plan.moved = command.descriptors;
  plan.texts = command.argv;
  for (const auto& [name, value] : command.environment) plan.texts.push_back(name + "=" + value);
  for (std::size_t i = 0; i < plan.texts.size(); ++i) {
    (i < command.argv.size() ? plan.argv : plan.environment).push_back(plan.texts[i].data());
  }
  plan.argv.push_back(nullptr);
  plan.environment.push_back(nullptr);
  return plan;
}

/// fork() that also gives a pidfd. Kernels before 5.3 and some emulators know no clone3.
pid_t fork_with_pidfd(int* pidfd) {
  clone_args arguments{};
  arguments.flags = CLONE_PIDFD;
  arguments.pidfd = reinterpret_cast<std::uintptr_t>(pidfd);
  arguments.exit_signal = SIGCHLD;
  const long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
  if (pid >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<pid_t>(pid);  // seccomp filters answer EPERM
  const pid_t forked = fork();
  if (forked > 0) *pidfd = static_cast<int>(syscall(SYS_pidfd_open, forked, 0));
  return forked;
}

/// No handler of ours may run in the child before it has reset them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

std::optional<StartFailure> read_failure(int report) {
  StartFailure failure{};
  ssize_t length = 0;
  do {
    length = read(report, &failure, sizeof failure);
  } while (length < 0 && errno == EINTR);
  if (length != sizeof failure) return std::nullopt;  // end of file: the exec closed it
  return failure;
}

}  // namespace

bool is_shortage(int error) {
  return error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE;
}

tl::unexpected<Error> fail_with(int error, const std::string& what, const std::string& where) {
  return tl::unexpected<Error>({fmt::format("{}: {}", what, std::strerror(error)), where, "", is_shortage(error)});
}

Result<Child> spawn(const Command& command) {
  if (command.argv.empty()) return fail("an empty command cannot be started");
  auto path = find_program(command);
  if (!path)
    return fail("no such command on PATH", command.argv.front(), "check the name, or give a path with a slash");
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return fail_with(errno, "no pipe", *path);
  StartPlan plan = plan_for(command, *std::move(path), report[1]);
  int pidfd = -1;
  pid_t pid = 0;
  {
    const SignalsBlocked blocked;
    pid = fork_with_pidfd(&pidfd);
    if (pid == 0) become(plan);
  }
  const int error = errno;
  close(report[1]);
  const auto failure = pid > 0 ? read_failure(report[0]) : std::nullopt;
  close(report[0]);
  if (pid < 0) return fail_with(error, "no process", plan.path);
  Child child(pid, pidfd);
  if (failure) return tl::unexpected(explain(*failure, plan));
  if (pidfd < 0) return fail("this kernel gives no pidfd", plan.path, "Linux 5.3 or newer is needed");
  return child;
}

Child::Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), pidfd_(std::exchange(other.pidfd_, -1)) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(pidfd_, other.pidfd_);
  return *this;
}

Child::~Child() {
  if (pid_ <= 0) return;
  signal_group(SIGKILL);
  wait();
}

void Child::signal_group(int signal) const {
  if (pid_ <= 0) return;
  if (kill(-pid_, signal) != 0) kill(pid_, signal);  // its group may not exist yet
}

Child::End Child::wait() {
  End end;
  if (pid_ <= 0) return end;
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  kill(-pid_, SIGKILL);  // before it is reaped: until then nobody else can get its number
  int status = 0;
  pid_t reaped = 0;
  do {
    reaped = wait4(pid_, &status, 0, &end.usage);
  } while (reaped < 0 && errno == EINTR);
  if (reaped > 0 && WIFEXITED(status)) end.exit_status = WEXITSTATUS(status);
  if (reaped > 0 && WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (pidfd_ >= 0) close(pidfd_);
  pid_ = pidfd_ = -1;
  return end;
}

std::string signal_name(int signal) {
  const char* abbreviation = sigabbrev_np(signal);
  return abbreviation != nullptr ? fmt::format("SIG{}", abbreviation) : fmt::format("signal {}", signal);
}

std::string to_string(const Child::End& end) {
  if (end.signal) return fmt::format("ended by {} ({})", signal_name(*end.signal), strsignal(*end.signal));
  if (end.exit_status) return fmt::format("exited with status {}", *end.exit_status);
  return "ended, and somebody else reaped it";
}

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

}  // namespace assay
