#include <algorithm>

#include "harness/core/undisturbed.h"
#include "harness/worker/leader_bout.h"

namespace assay {
namespace {

/// Whether every side's kept slice of a round reads undisturbed.
bool is_undisturbed(Bout& bout, int round) {
  const double base_ns = bout.spec().reference_base_ns;
  return std::ranges::all_of(bout.members(), [&](const auto& member) {
    const auto& slices = member->record().slices;
    return !slices.empty() && slices.back().round == round && counts(slices.back()) &&
           reads_undisturbed(slices.back(), base_ns);
  });
}

bool everyone_idle(Bout& bout) {
  return std::ranges::all_of(bout.members(), [](const auto& member) { return member->idle(); });
}

/// How long a bout goes on. Once a side is gone there is nothing left to compare, and nothing to prolong.
class Length {
 public:
  explicit Length(const BoutSpec& spec) : spec_(spec) {}

  bool enough(Bout& bout, int rounds_done) const {
    const int steady = rounds_done - spec_.warmup_rounds;
    if (steady < spec_.rounds) return false;
    // Beside a load of ours no round is undisturbed, however long one waits.
    const bool may_be = spec_.reference_base_ns > 0 && !bout.any_busy_sibling();
    return !may_be || !goes_on(steady, spec_.rounds, undisturbed_) || !everyone_idle(bout);
  }
  void add(Bout& bout, int round) {
    if (round >= spec_.warmup_rounds && is_undisturbed(bout, round)) ++undisturbed_;
  }

 private:
  const BoutSpec& spec_;
  int undisturbed_ = 0;
};

bool anyone_idle(Bout& bout) {
  for (const auto& member : bout.members()) {
    if (member->idle()) return true;
  }
  return false;
}

}  // namespace

/// Survivors of a side that died go on to the end: they are still measured, and the bout's outcome says that a side is
/// missing.
void run_turns(Bout& bout) {
  const BoutSpec& spec = bout.spec();
  bout.start_all();
  bout.let_members_go_first();
  TurnOrder order(bout.members().size(), bout.draws());
  const bool process_clock = bout.process_clock();
  Length length(spec);
  for (int round = 0; !length.enough(bout, round) && anyone_idle(bout); ++round) {
    int position = 0;
    for (const std::size_t index : order.next()) {
      bout.take_turn(*bout.members()[index], {.iterations = spec.iterations,
                                              .slices = spec.turn_slices,
                                              .process_clock = process_clock,
                                              .round = round,
                                              .position = position++,
                                              .phase = round < spec.warmup_rounds ? Phase::Warmup : Phase::Steady,
                                              .first_kept = spec.turn_slices - 1});
    }
    length.add(bout, round);
  }
  bout.finish_all();
}

}  // namespace assay
