#pragma once

#include <cstddef>
#include <string>

namespace assay {

/// Times of iterations, three digits: `4.92 ms`, `861 ns`, `12.3 µs`, `1.50 s`; `-` where there is none (NaN,
/// negative).
std::string format_seconds(double seconds);

/// A change, with its sign: `+3.9 %`, `-84.1 %`, `+0.12 %`, `0.00 %`; from 1000 % in whole numbers.
std::string format_percent(double percent);
/// The same without the unit, for the ends of an interval: `+3.2`.
std::string format_percent_number(double percent);

/// A speed relative to a baseline, from the change of time in percent: `1.33×`, `0.75×`.
std::string format_speed(double time_percent);

/// Work per second: `51.3 GFLOP/s`, `3.20 GB/s`, `1.20 Mitem/s`; the unit is the workload's (`flop`, `byte`, `item`).
std::string format_rate(double per_second, const std::string& unit);

/// `1 cell`, `2 cells`.
std::string format_count(std::size_t number, const std::string& one);

/// How long something takes: `0.4 s`, `3.9 s`, `45 s`, `2 min 5 s`, `1 h 3 min`.
std::string format_duration(double seconds);

/// `2026-11-21 12:59 UTC`
std::string format_time(double epoch_seconds);

}  // namespace assay
