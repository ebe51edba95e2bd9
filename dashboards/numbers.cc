#include "dashboards/numbers.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

namespace assay {
namespace {

std::string with_minus(std::string text) {
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return text;
}

/// Digits after the point, so that the interval's half width has about two figures.
int digits(const Estimate& effect) {
  const double half = (effect.high - effect.low) / 2;
  return half < 0.15 ? 2 : half < 3 ? 1 : 0;
}

std::string number(double percent, int decimals) {
  const double rounded = std::round(percent * std::pow(10, decimals)) / std::pow(10, decimals);
  if (rounded == 0) return fmt::format("{:.{}f}", 0.0, decimals);
  return with_minus(fmt::format("{:+.{}f}", rounded, decimals));
}

struct Unit {
  double factor;
  const char* name;
};

constexpr std::array kTimes = {Unit{1, "s"}, Unit{1e-3, "ms"}, Unit{1e-6, "µs"}, Unit{1e-9, "ns"}};
constexpr std::array kRates = {Unit{1e12, "T"}, Unit{1e9, "G"}, Unit{1e6, "M"}, Unit{1e3, "k"}, Unit{1, ""}};

template <typename Units>
const Unit& unit_for(const Units& units, double value) {
  const auto fits =
      std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return std::abs(value) >= unit.factor; });
  return fits == units.end() ? units.back() : *fits;
}

/// Three figures: 4.92, 49.2, 492, 4920.
std::string figures(double value) {
  const double size = std::abs(value);
  return fmt::format("{:.{}f}", value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

}  // namespace

std::string percent_text(const Estimate& effect) {
  return number(effect.percent, digits(effect)) + " %";
}

std::string interval_text(const Estimate& effect) {
  return fmt::format("[{}, {}]", number(effect.low, digits(effect)), number(effect.high, digits(effect)));
}

std::string ratio_text(double percent) {
  const double ratio = 1 + percent / 100;
  if (ratio <= 0 || (ratio > 0.5 && ratio < 1.5)) return {};
  const double times = ratio < 1 ? 1 / ratio : ratio;
  return fmt::format("{:.{}f}× {}", times, times < 9.95 ? 1 : 0, ratio < 1 ? "faster" : "slower");
}

std::string seconds_text(double seconds) {
  const Unit& unit = unit_for(kTimes, seconds);
  return fmt::format("{} {}", figures(seconds / unit.factor), unit.name);
}

std::string seconds_text(const Seconds& seconds) {
  const Unit& unit = unit_for(kTimes, seconds.median);
  return fmt::format("{} {} [{}, {}]", figures(seconds.median / unit.factor), unit.name,
                     figures(seconds.low / unit.factor), figures(seconds.high / unit.factor));
}

std::string rate_text(const Rate& rate) {
  const Unit& unit = unit_for(kRates, rate.per_second);
  return fmt::format("{} {}{}/s", figures(rate.per_second / unit.factor), unit.name, rate.unit);
}

std::string share_text(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(std::lround(std::max(0.0, seconds)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

std::string date_text(double epoch_seconds) {
  const auto time = static_cast<std::time_t>(epoch_seconds);
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return {};
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", parts);
}

}  // namespace assay
