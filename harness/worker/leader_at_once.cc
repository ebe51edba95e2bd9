#include "harness/worker/leader_at_once.h"

#include <algorithm>

#include "harness/core/turn_limits.h"
#include "harness/worker/leader_clock.h"
#include "harness/worker/proc_tree.h"

namespace assay {
namespace {

constexpr double seconds_to_watch = 0.15;
constexpr double look_seconds = 1e-3;
constexpr double rest_per_look =
    20;  ///< of a tree of hundreds a look takes milliseconds: at most a twentieth of the time

class Looks {
 public:
  /// The first look comes after the pause, too: a process that has just been started is always runnable.
  void begin() { next_ = monotonic_seconds() + look_seconds; }

  void look(int pid) {
    const double now = monotonic_seconds();
    if (now < next_ || pid <= 0) return;
    const int runnable = runnable_tasks(pid);
    ++looks_;
    if (runnable > 0) ++some_;
    if (runnable > 1) ++several_;
    const double end = monotonic_seconds();
    next_ = end + std::max(look_seconds, rest_per_look * (end - now));
  }

  double runnable() const { return share(some_); }
  double at_once() const { return share(several_); }

 private:
  double share(int of) const { return looks_ > 0 ? static_cast<double>(of) / looks_ : 0; }

  double next_ = 0;
  int looks_ = 0, some_ = 0, several_ = 0;
};

Looks watch(Bout& bout, Member& member) {
  Looks looks;
  const double start = monotonic_seconds();
  for (int round = 0; member.idle() && (round == 0 || monotonic_seconds() - start < seconds_to_watch); ++round) {
    looks.begin();
    member.give({.round = round, .phase = Phase::Warmup, .first_kept = 1});
    const auto ended = [&] {
      if (!member.busy()) return true;
      looks.look(member.pid());
      return false;
    };
    bout.run_until(ended, look_seconds);
  }
  return looks;
}

}  // namespace

void watch_commands(Bout& bout, Calibration& found) {
  const std::size_t sides = bout.members().size();
  found.runnable.assign(sides, 0);
  found.at_once.assign(sides, 0);
  if (bout.any_busy_sibling()) return;  // the factor gives each side one CPU, and the load another
  for (std::size_t side = 0; side < sides; ++side) {
    Member& member = *bout.members()[side];
    if (!member.whole_command()) continue;
    member.use_all_cpus(true);
    const Looks looks = watch(bout, member);
    found.runnable[side] = looks.runnable();
    found.at_once[side] = looks.at_once();
  }
  const bool all = runs_several_at_once(found);
  for (const auto& member : bout.members()) member->use_all_cpus(all);
}

bool runs_several_at_once(const Calibration& found) {
  return std::ranges::any_of(found.at_once, [](double share) { return share >= kSeveralAtOnce; });
}

}  // namespace assay
