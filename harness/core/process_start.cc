#include "harness/core/process_start.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace assay {
namespace {

[[noreturn]] void give_up(const StartPlan& plan, StartStep step) {
  const StartFailure failure{step, errno};
  [[maybe_unused]] const ssize_t written = write(plan.report, &failure, sizeof failure);
  _exit(127);
}

/// The parent may have died before PDEATHSIG was asked for: then nobody would send it.
void die_with(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);  // KILL and STOP refuse, which is fine
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool pin(const std::vector<int>& cpus) {
  if (cpus.empty()) return true;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) {
    if (cpu >= 0 && cpu < CPU_SETSIZE) CPU_SET(cpu, &set);
  }
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

bool limit_memory(std::uint64_t bytes) {
  const rlimit limit{bytes, bytes};
  return bytes == 0 || setrlimit(RLIMIT_AS, &limit) == 0;
}

void close_all_on_exec() {
  if (syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  rlimit files{};  // before Linux 5.11
  getrlimit(RLIMIT_NOFILE, &files);
  const int most = static_cast<int>(std::min<rlim_t>(files.rlim_cur, 65536));
  for (int descriptor = 3; descriptor < most; ++descriptor) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/// A copy of a descriptor, not below `lowest`. Where the limit does not reach so far the kernel says EINVAL.
int lift(int descriptor, int lowest) {
  const int lifted = fcntl(descriptor, F_DUPFD_CLOEXEC, lowest);
  if (lifted < 0 && errno == EINVAL) errno = EMFILE;
  return lifted;
}

/// All sources are lifted above all targets first, because a target may be another's source.
bool place_descriptors(StartPlan& plan) {
  int lowest = std::max(3, plan.report + 1);
  for (const auto& [ours, theirs] : plan.command->descriptors) lowest = std::max({lowest, ours + 1, theirs + 1});
  const int report = lift(plan.report, lowest);
  if (report < 0) return false;
  plan.report = report;
  close_all_on_exec();
  for (std::size_t i = 0; i < plan.moved.size(); ++i) {
    plan.moved[i].first = lift(plan.moved[i].first, lowest);
    if (plan.moved[i].first < 0) return false;
  }
  const int opened = open("/dev/null", O_RDWR | O_CLOEXEC);
  const int null = opened < 0 ? -1 : lift(opened, lowest);
  if (null < 0) return false;
  for (int standard = 0; standard < 3; ++standard) dup2(null, standard);
  for (const auto& [ours, theirs] : plan.moved) {
    if (dup2(ours, theirs) < 0) return false;
  }
  return true;
}

}  // namespace

void become(StartPlan& plan) {
  const Command& command = *plan.command;
  setpgid(0, 0);
  die_with(plan.parent);
  reset_signals();
  if (!place_descriptors(plan)) give_up(plan, StartStep::Descriptors);
  if (!pin(command.cpus)) give_up(plan, StartStep::Pin);
  if (!command.directory.empty() && chdir(command.directory.c_str()) != 0) give_up(plan, StartStep::Directory);
  if (!limit_memory(command.memory_bytes)) give_up(plan, StartStep::Memory);
  execve(plan.path.c_str(), plan.argv.data(), plan.environment.data());
  give_up(plan, StartStep::Exec);
}

}  // namespace assay
