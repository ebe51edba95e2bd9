#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "harness/worker/leader_bout.h"
#include "harness/worker/leader_clock.h"
#include "harness/worker/leader_lines.h"
#include "harness/worker/leader_steal.h"
#include "harness/worker/role.h"

namespace assay {
namespace {

constexpr int lines = 3;

double load_1min() {
  double load = 0;
  std::ifstream("/proc/loadavg") >> load;
  return load;
}

/// A turn costs 15 µs when the leader sleeps on the members' own CPU, and 100 to 170 when it has to be woken on
/// another. And where the leader reads the reference itself, it must read that CPU's.
bool pin_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (cpu < 0 || cpu >= CPU_SETSIZE) return false;
  CPU_SET(cpu, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

/// A shared CPU is one. The leader sleeps on it but for a reading every 4 ms, which takes as much from every side.
BoutSpec with_places(BoutSpec spec) {
  if (spec.mode != Mode::SharedCpu || spec.cpus.empty()) return spec;
  spec.cpus.resize(1);
  for (MemberSpec& member : spec.members) member.cpus = spec.cpus;
  return spec;
}

void run_mode(Bout& bout) {
  switch (bout.spec().mode) {
    case Mode::Calibrate:
      return run_calibration(bout);
    case Mode::Turns:
      return run_turns(bout);
    case Mode::SharedCpu:
      return run_shared_cpu(bout);
    case Mode::Adjacent:
      return run_adjacent(bout);
  }
}

/// The bout's outcome is that of the first side that was not measured.
void judge(Bout& bout) {
  for (const auto& member : bout.members()) {
    const ProcessRecord& process = member->record();
    if (process.outcome == Outcome::Measured) continue;
    bout.record().outcome = process.outcome;
    bout.record().detail = fmt::format("cell {}: {}", process.cell, process.detail);
    return;
  }
}

void hold_bout(const BoutSpec& spec) {
  Bout bout(spec, lines);
  BoutRecord& record = bout.record();
  record.started = utc_seconds();
  record.load_1min = load_1min();
  record.iterations = spec.iterations;
  record.turn_slices = spec.turn_slices;
  const double start = monotonic_seconds();
  const double steal = steal_seconds(spec.cpus);
  run_mode(bout);
  record.seconds = monotonic_seconds() - start;
  record.steal_seconds = steal_seconds(spec.cpus) - steal;
  record.detail = clock_step(bout.surroundings(), look_around());
  judge(bout);
  write_line(lines, bout_line(record));
}

std::string trouble_with(const BoutSpec& spec) {
  if (spec.members.empty()) return "a bout without members";
  if (spec.iterations < 1 && spec.mode != Mode::Calibrate) return "a bout without iterations: calibrate first";
  const auto busy = std::ranges::count_if(spec.members, [](const MemberSpec& member) { return member.busy_cpu >= 0; });
  if (spec.mode == Mode::SharedCpu && busy > 0 && busy < std::ssize(spec.members))
    return "sides with an idle and with a busy sibling cannot share a CPU";
  if (spec.turn_slices < 1 || spec.rounds < 1 || spec.warmup_rounds < 0) return "a bout without rounds or slices";
  return {};
}

int refuse(const std::string& what, const std::string& hint) {
  write_line(lines, error_line(what, "leader", hint));
  return 2;
}

int lead() {
  write_line(lines, hello_line());
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  BoutSpec spec;
  try {
    spec = with_places(bout_spec_from(Json::parse(text)));
  } catch (const Json::exception& error) {
    return refuse(fmt::format("the bout cannot be read: {}", error.what()), "driver and worker must be of one version");
  }
  const std::string trouble = trouble_with(spec);
  if (!trouble.empty()) return refuse(trouble, "this is the driver's mistake: please report it");
  if (!spec.cpus.empty() && !pin_to(spec.cpus.front())) {
    return refuse(fmt::format("cannot be pinned to CPU {}: {}", spec.cpus.front(), std::strerror(errno)),
                  "`taskset -p $$` shows the CPUs there are");
  }
  hold_bout(spec);
  return 0;
}

int run_leader(int, char**) {
  if (fcntl(lines, F_GETFD) < 0) {
    std::cerr << "assay-worker leader: descriptor 3 is not open; `assay run` starts leaders, they are not for typing\n";
    return 2;
  }
  // The end of the driver shows as an error on descriptor 3; then there is time to end what lives in other sessions,
  // too.
  prctl(PR_SET_PDEATHSIG, 0);
  fcntl(lines, F_SETFD, FD_CLOEXEC);
  ::signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_TIMERSLACK,
        1);  // naps between looks at stopping members shall be as short as they say, not 50 µs longer
  become_subreaper();
  int status = 0;
  try {
    status = lead();
  } catch (const DriverGone&) {
    status = 1;
  }
  kill_descendants();
  return status;
}

const RegisteredRole leader_role{{"leader", run_leader}};

}  // namespace
}  // namespace assay
