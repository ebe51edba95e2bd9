#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "harness/core/bout.h"

namespace assay {

/// What a side's slices took, turn by turn.
using TimedTurns = std::vector<std::vector<double>>;

/// Whether no neighbour came or went during a turn, by its readings alone: they lie within 1 % of each other, and no
/// slice waited for the CPU. Of other turns the excess is mostly the neighbour's.
bool is_steady(std::span<const Slice> turn);

/// The steady turns of each side where all have nine or more, else all turns.
std::vector<TimedTurns> telling(const std::vector<TimedTurns>& steady, const std::vector<TimedTurns>& all);

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
