#include <algorithm>

#include "harness/worker/leader_bout.h"

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

}  // namespace

void run_shared_cpu(Bout& bout) {
  bout.start_all();
  for (const auto& member : bout.members()) member->release();
  Units units(bout);
  bout.run_until([&] { return units.advance(); });
  for (const auto& member : bout.members()) bout.wait_for(*member);
  bout.finish_all();
}

}  // namespace assay
