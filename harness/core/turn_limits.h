#pragma once

namespace assay {

/// An iteration that is longer does not fit into turns: a pair's standard deviation is 2.4 % at 34 ms and 6.6 % at
/// 133 ms.
inline constexpr double kLongestTurnIteration = 5e-3;

/// A turn gets longer, its first slices being dropped, until the one that counts takes at most so much more than later
/// ones; what still takes more is told with the mode.
inline constexpr double kToleratedTurnExcess = 0.01;

/// What a side is measured in where it shares its CPU: a pair has 0.7 to 2.5 % at 100 ms.
inline constexpr double kUnitSeconds = 0.1;

/// No side is measured for longer at a time where iterations can be fewer: of two that differ a hundredfold (threads
/// that wait for a CPU at every barrier) one would take minutes for what the other does in 0.1 s.
inline constexpr double kLongestUnitSeconds = 0.4;

/// A whole command runs several threads or processes at once where that was so at one look of ten: to keep it on one
/// CPU would lengthen it by that much. A script that starts one process after the other is seen so at one look of a
/// hundred or so, when it has started one and does not wait yet.
inline constexpr double kSeveralAtOnce = 0.1;

}  // namespace assay
