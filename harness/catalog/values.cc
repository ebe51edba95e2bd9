#include "harness/catalog/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/core/near_names.h"

namespace assay {
namespace {

constexpr std::size_t most_values = 10'000;

std::optional<std::int64_t> positive_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size() || value <= 0) return std::nullopt;
  return value;
}

struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t step = 1;
  bool geometric = false;
};

std::optional<Range> read_range(std::string_view text) {
  const auto dots = text.find("..");
  const auto sign = std::min(text.find_first_of("*+", dots), text.size());
  const auto first = positive_integer(text.substr(0, dots));
  const auto last = positive_integer(text.substr(dots + 2, sign - dots - 2));
  if (!first || !last || *last < *first) return std::nullopt;
  Range range{*first, *last, 1, false};
  if (sign == text.size()) return range;
  const auto step = positive_integer(text.substr(sign + 1));
  range.geometric = text[sign] == '*';
  if (!step || (range.geometric && *step < 2)) return std::nullopt;
  range.step = *step;
  return range;
}

Result<std::vector<std::string>> expand(const Range& range, const std::string& name, const std::string& text) {
  std::vector<std::string> values;
  for (std::int64_t value = range.first; value <= range.last;) {
    values.push_back(std::to_string(value));
    if (values.size() > most_values) {
      return fail(fmt::format("{}={} are more than {} values", name, text, most_values), {}, "take larger steps");
    }
    const std::int64_t room = range.geometric ? range.last / range.step : range.last - range.step;
    if (value > room) break;
    value = range.geometric ? value * range.step : value + range.step;
  }
  return values;
}

}  // namespace

Result<std::string> check_value(const std::string& name, const ParameterSpec& spec, const std::string& value) {
  std::string canonical = value;
  if (spec.kind == "integer") {
    const auto integer = positive_integer(value);
    if (!integer) return fail(fmt::format("{}={} is no positive integer", name, value), {}, {});
    canonical = std::to_string(*integer);
  }
  const bool allowed = spec.allowed.empty() || std::ranges::find(spec.allowed, canonical) != spec.allowed.end();
  if (!allowed) return fail(fmt::format("unknown value {}={}", name, value), {}, hint_for(value, spec.allowed));
  return canonical;
}

Result<std::vector<std::string>> expand_value(const std::string& name, const ParameterSpec& spec,
                                              const std::string& text) {
  if (spec.kind != "integer" || text.find("..") == std::string::npos) return std::vector{text};
  const auto range = read_range(text);
  if (!range) return fail(fmt::format("{}={} is no range", name, text), {}, "write it as 64..1024*2 or 10..50+20");
  return expand(*range, name, text);
}

}  // namespace assay
