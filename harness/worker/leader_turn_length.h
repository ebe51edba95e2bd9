#pragma once

#include <cstddef>
#include <vector>

namespace assay {

/// What a side's slices took, turn by turn.
using TimedTurns = std::vector<std::vector<double>>;

/// Of so many turns of six slices each at most; fewer where they tell already.
inline constexpr int most_timed_turns = 25;

/// The excess of the slice at `place` of a turn over the level of the turn's last half, as a fraction: the median over
/// turns.
double turn_excess(const TimedTurns& turns, std::size_t place);

/// How many slices a turn needs until the last of them costs no side more than 1 % above its level, and three at most.
int needed_slices(const std::vector<TimedTurns>& sides);

/// Whether further turns would hardly need another number: for the place chosen, and for each one before it, the sides'
/// excesses lie on one side of the 1 %, but for one in nine turns, or (n - 5) / 4 of n (a sign test at 2 % and less).
/// No where three slices do not suffice: then it is the size of the excess that matters, and all turns are asked for
/// it.
bool tell_needed_slices(const std::vector<TimedTurns>& sides);

}  // namespace assay
