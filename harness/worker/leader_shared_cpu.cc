#include <algorithm>

#include "harness/worker/leader_bout.h"
#include "harness/worker/leader_clock.h"
#include "harness/worker/leader_samples.h"
#include "harness/worker/turns.h"

namespace assay {
namespace {

/// How far each side is. Whoever has its units runs further ones, which are not kept, so that the other's are never
/// timed alone.
class Units {
 public:
  explicit Units(Bout& bout) : bout_(&bout), given_(bout.members().size()), process_clock_(bout.process_clock()) {}

  /// Gives a unit to everybody who waits for one; true when all have theirs, and nobody is waited for but for discarded
  /// ones.
  bool advance() {
    if (all_done()) return true;
    for (std::size_t side = 0; side < given_.size(); ++side) {
      if (bout_->members()[side]->idle()) give(side);
    }
    return false;
  }

 private:
  int units() const { return bout_->spec().warmup_rounds + bout_->spec().rounds; }
  bool has_its_units(std::size_t side) const {
    const Member& member = *bout_->members()[side];
    const int finished = given_[side] - (member.state() == Member::State::InTurn ? 1 : 0);
    return !member.alive() || finished >= units();
  }

  bool all_done() const {
    for (std::size_t side = 0; side < given_.size(); ++side) {
      if (!has_its_units(side)) return false;
    }
    return true;
  }

  void give(std::size_t side) {
    const int unit = given_[side]++;
    const bool extra = unit >= units();
    Member& member = *bout_->members()[side];
    member.give({.iterations = bout_->spec().iterations,
                 .slices = 1,
                 .process_clock = process_clock_,
                 .round = unit,
                 .position = member.record().start_position,
                 .phase = unit < bout_->spec().warmup_rounds ? Phase::Warmup : Phase::Steady,
                 .first_kept = extra ? 1 : 0});
  }

  Bout* bout_;
  std::vector<int> given_;
  bool process_clock_;
};

/// The leader stands on the same CPU and samples the reference there; a unit that ended gets the readings of its time.
class Neighbourhood {
 public:
  explicit Neighbourhood(Bout& bout) : bout_(&bout), seen_(bout.members().size()) {}

  void look() {
    const double now = monotonic_seconds();
    for (std::size_t side = 0; side < seen_.size(); ++side) describe_new_units(side, now);
    if (now < next_) return;
    samples_.add(now, assay_reference_ns());
    next_ = now + Samples::kPeriodSeconds;
  }

 private:
  void describe_new_units(std::size_t side, double now) {
    Member& member = *bout_->members()[side];
    const auto& slices = member.record().slices;
    if (slices.size() == seen_[side]) return;
    seen_[side] = slices.size();
    const double wall_seconds = 1e-9 * static_cast<double>(slices.back().wall_ns);
    if (const auto range = samples_.between(now - wall_seconds, now))
      member.describe_unit(range->low_ns, range->high_ns);
  }

  Bout* bout_;
  std::vector<std::size_t> seen_;
  Samples samples_;
  double next_ = 0;
};

}  // namespace

void run_shared_cpu(Bout& bout) {
  bout.start_all();
  for (const auto& member : bout.members()) member->release();
  for (const auto& member : bout.members())
    if (member->idle()) bout.load_sibling(*member, true);  // all of them or none; see leader.cc
  Units units(bout);
  Neighbourhood neighbourhood(bout);
  const auto advance = [&] {
    neighbourhood.look();
    return units.advance();
  };
  bout.run_until(advance, Samples::kPeriodSeconds);
  for (const auto& member : bout.members()) bout.wait_for(*member);
  for (const auto& member : bout.members()) bout.load_sibling(*member, false);
  bout.finish_all();
}

}  // namespace assay
