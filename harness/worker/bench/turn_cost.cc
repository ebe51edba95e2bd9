// What it costs to give a turn: the time of a round of two sides less what their slices and references took, halved.
// Sides are plain, have a thread of their own (so that they are stopped), or have several threads or processes. Each
// figure is the median round of the quietest of some bouts, as neighbours come and go for longer than one takes.
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "harness/core/bench/figure.h"
#include "harness/core/process.h"
#include "harness/worker/leader_bout.h"
#include "harness/worker/leader_clock.h"

namespace assay {
namespace {

constexpr int bouts = 8;
constexpr int rounds = 100;

struct Case {
  const char* name;
  const char* member;
  int threads;
  double limit_us;
};

BoutSpec pair_of(const Case& what) {
  BoutSpec spec;
  spec.cpus = {sched_getcpu()};
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "fault-member";
  for (int side = 0; side < 2; ++side) {
    MemberSpec member;
    member.argv = {program, what.member};
    member.threads = what.threads;
    spec.members.push_back(std::move(member));
  }
  return spec;
}

double slice_seconds(const Member& member) {
  const Slice& slice = member.record().slices.back();
  // Five parts of a reference make a reading; each side of a slice has one.
  return 1e-9 * static_cast<double>(slice.wall_ns + 5 * (slice.reference_before_ns + slice.reference_after_ns));
}

/// Microseconds a turn, in each round of one bout, sorted.
std::vector<double> costs_of(const BoutSpec& spec) {
  Bout bout(spec, open("/dev/null", O_WRONLY | O_CLOEXEC));
  bout.start_all();
  std::vector<double> costs;
  for (int round = 0; round < rounds; ++round) {
    const double start = monotonic_seconds();
    double worked = 0;
    for (const auto& member : bout.members()) {
      bout.take_turn(*member, {.iterations = 10'000, .round = round});
      worked += slice_seconds(*member);
    }
    costs.push_back(1e6 * (monotonic_seconds() - start - worked) / 2);
  }
  bout.finish_all();
  std::ranges::sort(costs);
  return costs;
}

void print_cost(const Case& what) {
  const BoutSpec spec = pair_of(what);
  std::vector<double> medians;
  double least = 1e9;
  for (int bout = 0; bout < bouts; ++bout) {
    const std::vector<double> costs = costs_of(spec);
    medians.push_back(costs[rounds / 2]);
    least = std::min(least, costs.front());
  }
  std::ranges::sort(medians);
  print(
      Figure{std::string("turns/") + what.name, medians.front(), "µs", what.limit_us, Figure::Sense::AtMost,
             fmt::format("the slices themselves; least round {:.1f}, median bout {:.1f}", least, medians[bouts / 2])});
}

void pin_here() {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(sched_getcpu(), &set);
  sched_setaffinity(0, sizeof set, &set);
}

}  // namespace
}  // namespace assay

int main() {
  assay::become_subreaper();
  assay::pin_here();
  prctl(PR_SET_TIMERSLACK, 1);  // as the leader does
  assay::print_cost({"plain", "none", 1, 30});
  assay::print_cost({"one thread, stopped", "none", 2, 50});
  assay::print_cost({"four threads, stopped", "idle-threads", 4, 150});
  assay::print_cost({"three processes, stopped", "idle-children", 1, 150});
  return 0;
}
