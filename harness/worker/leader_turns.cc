#include "harness/worker/leader_bout.h"

namespace assay {
namespace {

/// Whether a bout has rounds enough. All rounds that were asked for, and no more, until the references prolong it.
bool is_enough(const BoutSpec& spec, int rounds_done) {
  return rounds_done >= spec.warmup_rounds + spec.rounds;
}

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
  TurnOrder order(bout.members().size(), bout.draws());
  const bool process_clock = bout.process_clock();
  for (int round = 0; !is_enough(spec, round) && anyone_idle(bout); ++round) {
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
  }
  bout.finish_all();
}

}  // namespace assay
