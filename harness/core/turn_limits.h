#pragma once

namespace assay {

/// An iteration that is longer does not fit into turns: a pair's standard deviation is 2.4 % at 34 ms and 6.6 % at
/// 133 ms.
inline constexpr double kLongestTurnIteration = 5e-3;

/// What a side is measured in where it shares its CPU: a pair has 0.7 to 2.5 % at 100 ms.
inline constexpr double kUnitSeconds = 0.1;

}  // namespace assay
