#include "dashboards/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

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

const Unit& unit_for(double seconds) {
  const auto fits = std::ranges::find_if(kTimes, [&](const Unit& unit) { return std::abs(seconds) >= unit.factor; });
  return fits == kTimes.end() ? kTimes.back() : *fits;
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

std::string seconds_text(const Seconds& seconds) {
  const Unit& unit = unit_for(seconds.median);
  return fmt::format("{} {} [{}, {}]", figures(seconds.median / unit.factor), unit.name,
                     figures(seconds.low / unit.factor), figures(seconds.high / unit.factor));
}

std::string share_text(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

}  // namespace assay
