#include "harness/session/duration.h"

#include <fmt/format.h>

#include <cmath>

namespace assay {
namespace {

bool is_whole(double number) {
  return std::abs(number - std::round(number)) < 1e-9;
}

}  // namespace

std::string written_duration(double seconds) {
  if (seconds >= 3600 && is_whole(seconds / 360)) return fmt::format("{:g}h", seconds / 3600);
  if (seconds >= 120 && is_whole(seconds / 60)) return fmt::format("{:g}m", seconds / 60);
  if (seconds < 1) return fmt::format("{:.2g}s", seconds);
  return fmt::format("{:g}s", std::round(10 * seconds) / 10);  // what is left of a time is no round number
}

std::string about_duration(double seconds) {
  if (seconds < 1) return "under a second";
  if (seconds < 10) return fmt::format("about {:.0f} s", seconds);
  if (seconds < 90) return fmt::format("about {:.0f} s", 5 * std::round(seconds / 5));
  const auto minutes = std::llround(seconds / 60);
  if (minutes < 60) return fmt::format("about {} min", minutes);
  if (minutes % 60 == 0) return fmt::format("about {} h", minutes / 60);
  return fmt::format("about {} h {} min", minutes / 60, minutes % 60);
}

}  // namespace assay
