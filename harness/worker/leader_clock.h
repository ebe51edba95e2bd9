#pragma once

#include <ctime>

namespace assay {

inline double seconds_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

inline double monotonic_seconds() {
  return seconds_of(CLOCK_MONOTONIC);
}
inline double utc_seconds() {
  return seconds_of(CLOCK_REALTIME);
}

}  // namespace assay
