#include "harness/core/units.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ctime>
#include <span>

namespace assay {
namespace {

struct Scale {
  double factor;
  const char* prefix;
};

/// Three significant digits, never in exponent form: 4.92, 12.3, 861.
std::string three_digits(double value) {
  const double size = std::abs(value);
  // The limits are where rounding to fewer decimals begins: 9.995 is 10.0, not 9.99 or 10.00.
  if (size < 9.995) return fmt::format("{:.2f}", value);
  if (size < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

/// The greatest scale in which the rounded number is at least 1; the last one for all that is smaller.
const Scale& scale_for(double value, std::span<const Scale> scales) {
  for (const Scale& scale : scales)
    if (value / scale.factor >= 0.9995) return scale;
  return scales.back();
}

constexpr std::array<Scale, 4> times{{{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}}};
constexpr std::array<Scale, 5> multiples{{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};

std::string unit_name(const std::string& unit) {
  if (unit == "flop") return "FLOP";
  if (unit == "byte") return "B";
  return unit;
}

}  // namespace

std::string format_seconds(double seconds) {
  if (!(seconds >= 0)) return "-";
  const Scale& scale = scale_for(seconds, times);
  return three_digits(seconds / scale.factor) + " " + scale.prefix;
}

std::string format_percent_number(double percent) {
  const double size = std::abs(percent);
  const int decimals = size < 0.995 ? 2 : size < 999.95 ? 1 : 0;
  std::string digits = fmt::format("{:.{}f}", size, decimals);
  if (digits.find_first_not_of("0.") == std::string::npos) return digits;
  return (percent < 0 ? "-" : "+") + digits;
}

std::string format_percent(double percent) {
  return format_percent_number(percent) + " %";
}

std::string format_speed(double time_percent) {
  return three_digits(1 / (1 + time_percent / 100)) + "×";
}

std::string format_rate(double per_second, const std::string& unit) {
  const Scale& scale = scale_for(per_second, multiples);
  return three_digits(per_second / scale.factor) + " " + scale.prefix + unit_name(unit) + "/s";
}

std::string format_count(std::size_t number, const std::string& one) {
  return fmt::format("{} {}{}", number, one, number == 1 ? "" : "s");
}

std::string format_duration(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", std::max(0.0, seconds));
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  const long minutes = std::lround(seconds / 60);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string format_time(double epoch_seconds) {
  const auto time = static_cast<std::time_t>(epoch_seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                     utc.tm_min);
}

}  // namespace assay
