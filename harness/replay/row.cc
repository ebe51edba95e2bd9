#include "harness/replay/row.h"

#include <fmt/format.h>

#include <cmath>

namespace assay::replay {
namespace {

constexpr std::size_t kShown = 40;  // characters of a value that is wrong

std::string shown(const Json& value) {
  const std::string text = value.dump();
  return text.size() <= kShown ? text : text.substr(0, kShown) + "...";
}

double finite(const Json& value, const char* key, Range range) {
  const double number = value.is_number() ? value.get<double>() : NAN;
  if (number >= range.low && number <= range.high) return number;
  throw BadRow(fmt::format("{} holds {}, and is a number from {:g} to {:g}", key, shown(value), range.low, range.high));
}

}  // namespace

std::string text_in(const Json& row, const char* key, const std::string& otherwise) {
  const auto found = row.find(key);
  if (found == row.end() || found->is_null()) return otherwise;
  if (!found->is_string()) throw BadRow(fmt::format("{} holds {}, and is a text", key, shown(*found)));
  return found->get<std::string>();
}

double number_in(const Json& row, const char* key, double otherwise, Range range) {
  const auto found = row.find(key);
  return found == row.end() ? otherwise : finite(*found, key, range);
}

std::vector<std::int64_t> times_in(const Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end()) return {};
  if (!found->is_array()) throw BadRow(fmt::format("{} holds {}, and is a list of times", key, shown(*found)));
  std::vector<std::int64_t> times;
  times.reserve(found->size());
  constexpr double longest_ns = 1e14;  // a day: sums of any number of them remain whole
  for (const Json& value : *found) times.push_back(std::llround(finite(value, key, {-longest_ns, longest_ns})));
  return times;
}

}  // namespace assay::replay
