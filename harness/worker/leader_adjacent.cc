#include "harness/worker/leader_bout.h"

namespace assay {
namespace {

class Adjacent {
 public:
  explicit Adjacent(Bout& bout) : bout_(&bout) {}

  void measure(Member& member) {
    const BoutSpec& spec = bout_->spec();
    run(member, Phase::Warmup, 1);
    if (spec.warmup_rounds > 1) run(member, Phase::Warmup, spec.warmup_rounds - 1);
    run(member, Phase::Steady, spec.rounds);
  }

 private:
  void run(Member& member, Phase phase, int slices) {
    const int round = static_cast<int>(member.record().slices.size());
    bout_->take_turn(member, {.iterations = bout_->spec().iterations,
                              .slices = slices,
                              .process_clock = bout_->process_clock(),
                              .round = round,
                              .position = member.record().start_position,
                              .phase = phase,
                              .first_kept = phase == Phase::Warmup ? slices : 0});
  }

  Bout* bout_;
};

}  // namespace

/// Fresh processes one after the other; each one's end is awaited before the next one starts.
void run_adjacent(Bout& bout) {
  Adjacent adjacent(bout);
  int position = 0;
  for (const std::size_t index : bout.draws().permutation(bout.members().size())) {
    bout.start(index, position++);
    adjacent.measure(*bout.members()[index]);
    bout.finish(index);
  }
}

}  // namespace assay
