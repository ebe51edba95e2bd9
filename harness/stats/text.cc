#include "harness/stats/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace assay::stats {
namespace {

constexpr double kLeastP = 1e-6;  // beyond it the tail of so few bouts means nothing

/// With so many decimals, without the zeros at their end.
std::string trimmed(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (decimals == 0) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

int decimals_for_two_digits(double value) {
  if (!(value > 0)) return 0;
  return std::clamp(1 - static_cast<int>(std::floor(std::log10(value))), 0, 12);
}

}  // namespace

std::string p_number(double p) {
  return trimmed(p, p < 0.001 ? decimals_for_two_digits(p) : 4);
}

std::string p_text(double p) {
  return p < kLeastP ? "p < 0.000001" : fmt::format("p = {}", p_number(p));
}

std::string percent_text(double percent) {
  const double size = std::abs(percent);
  return fmt::format("{}{}", percent < 0 ? "-" : "", trimmed(size, decimals_for_two_digits(size)));
}

}  // namespace assay::stats
