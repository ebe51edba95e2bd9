#include "runners/lines_fields.h"

#include <fmt/format.h>

namespace assay {
namespace {

double number(const Json& value, const std::string& name, double low, double high) {
  if (!value.is_number()) throw BadLine{fmt::format("\"{}\" is no number", name)};
  const double number = value.get<double>();
  if (!(number >= low && number <= high))
    throw BadLine{fmt::format("\"{}\" is {} and not in {:g} … {:g}", name, number, low, high)};
  return number;
}

}  // namespace

const Json& field(const Json& line, const std::string& name) {
  const auto found = line.find(name);
  if (found == line.end()) throw BadLine{fmt::format("\"{}\" is missing", name)};
  return *found;
}

std::int64_t integer(const Json& value, const std::string& name, std::int64_t low, std::int64_t high) {
  if (!value.is_number_integer()) throw BadLine{fmt::format("\"{}\" is no whole number", name)};
  const bool is_huge = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  const std::int64_t number = is_huge ? INT64_MAX : value.get<std::int64_t>();
  if (number < low || number > high)
    throw BadLine{fmt::format("\"{}\" is {} and not in {} … {}", name, number, low, high)};
  return number;
}

std::int64_t integer_field(const Json& line, const std::string& name, std::int64_t low, std::int64_t high) {
  return integer(field(line, name), name, low, high);
}

std::optional<int> optional_integer_field(const Json& line, const std::string& name, int low, int high) {
  const Json& value = field(line, name);
  if (value.is_null()) return std::nullopt;
  return static_cast<int>(integer(value, name, low, high));
}

double number_field(const Json& line, const std::string& name, double low, double high) {
  return number(field(line, name), name, low, high);
}

std::string text_field(const Json& line, const std::string& name, std::size_t most_bytes) {
  const Json& value = field(line, name);
  if (!value.is_string()) throw BadLine{fmt::format("\"{}\" is no text", name)};
  return value.get_ref<const std::string&>().substr(0, most_bytes);
}

Json object_field(const Json& line, const std::string& name) {
  const Json& value = field(line, name);
  if (!value.is_object()) throw BadLine{fmt::format("\"{}\" is no object", name)};
  return value;
}

std::vector<double> numbers_field(const Json& line, const std::string& name, std::size_t size, double low,
                                  double high) {
  const Json& values = field(line, name);
  if (!values.is_array() || values.size() != size) throw BadLine{fmt::format("\"{}\" has not {} values", name, size)};
  std::vector<double> numbers;
  for (const Json& value : values) numbers.push_back(number(value, name, low, high));
  return numbers;
}

}  // namespace assay
