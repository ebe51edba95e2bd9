#pragma once

namespace assay {

/// Seconds that the time of day is off its way before it counts as set by hand: a clock that is slewed (at most 500
/// ppm) stays below it for a quarter of an hour.
inline constexpr double kClockStep = 0.5;

}  // namespace assay
