#include <algorithm>

#include "harness/worker/leader_bout.h"

namespace assay {
namespace {

constexpr int kept_slices = 20;
constexpr int standard_skip = 3;  ///< of native code; CPython's members ask for 10 in their configuration
constexpr int largest_skip = 1000;
constexpr double long_seconds = 0.05;  ///< a first slice of more than this is not repeated 20 times

int skip_of(const MemberSpec& spec) {
  const Json skip = spec.config.is_object() ? spec.config.value("skip", Json()) : Json();
  if (!skip.is_number_integer()) return standard_skip;
  return std::clamp(skip.get<int>(), 1, largest_skip);
}

class Adjacent {
 public:
  explicit Adjacent(Bout& bout) : bout_(&bout) {
    for (const MemberSpec& member : bout.spec().members) skip_ = std::max(skip_, skip_of(member));
  }

  void measure(Member& member) {
    run(member, Phase::Warmup, 1);
    if (member.record().slices.empty()) return;
    // The first side decides for all: two sides are never measured in different ways.
    if (!is_decided_) is_long_ = 1e-9 * static_cast<double>(member.record().slices.front().wall_ns) > long_seconds;
    is_decided_ = true;
    if (!is_long_ && skip_ > 1) run(member, Phase::Warmup, skip_ - 1);
    run(member, Phase::Steady, is_long_ ? 1 : kept_slices);
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
  int skip_ = standard_skip;
  bool is_decided_ = false;
  bool is_long_ = false;
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
