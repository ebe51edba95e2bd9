#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "harness/study/study.h"

namespace assay {
namespace {

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr std::array<Unit, 5> units{{{"ms", 1e-3}, {"s", 1}, {"min", 60}, {"m", 60}, {"h", 3600}}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes a number off the front.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (status != std::errc{} || !std::isfinite(value)) return std::nullopt;
  text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  return value;
}

std::optional<double> take_unit(std::string_view& text) {
  for (const Unit& unit : units) {
    if (!text.starts_with(unit.name)) continue;
    text = trimmed(text.substr(unit.name.size()));
    return unit.seconds;
  }
  return std::nullopt;
}

}  // namespace

Result<double> parse_percent(const std::string& text) {
  std::string_view rest = trimmed(text);
  const auto value = take_number(rest);
  if (!value || (!rest.empty() && rest != "%")) {
    return fail(fmt::format("\"{}\" is no percentage", text), {}, "write it as \"2 %\"");
  }
  if (*value <= 0 || *value > 100) {
    return fail(fmt::format("\"{}\" is out of range", text), {}, "a percentage is above 0 and at most 100");
  }
  return *value;
}

Result<double> parse_duration(const std::string& text) {
  std::string_view rest = trimmed(text);
  double seconds = 0;
  bool any = false;
  while (!rest.empty()) {
    const auto value = take_number(rest);
    const auto unit = value ? take_unit(rest) : std::nullopt;
    if (!unit || *value < 0) {
      any = false;
      break;
    }
    seconds += *value * *unit;
    any = true;
  }
  if (!any) return fail(fmt::format("\"{}\" is no duration", text), {}, "write it as \"90s\", \"10m\" or \"1h30m\"");
  constexpr double year = 366 * 86400.0;
  if (seconds <= 0 || seconds > year)
    return fail(fmt::format("\"{}\" is out of range", text), {}, "a duration is above 0, and at most a year");
  return seconds;
}

}  // namespace assay
