#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/json.h"

namespace assay {

/// What is wrong with a line; never leaves runners/lines.cc.
struct BadLine {
  std::string what;
};

/// Fields of a line by name, each checked: missing, of another type or outside of its range is a BadLine that names it.
const Json& field(const Json& line, const std::string& name);
std::int64_t integer(const Json& value, const std::string& name, std::int64_t low, std::int64_t high);
std::int64_t integer_field(const Json& line, const std::string& name, std::int64_t low, std::int64_t high);
std::optional<int> optional_integer_field(const Json& line, const std::string& name, int low, int high);
double number_field(const Json& line, const std::string& name, double low, double high);
std::string text_field(const Json& line, const std::string& name, std::size_t most_bytes);
Json object_field(const Json& line, const std::string& name);
std::vector<double> numbers_field(const Json& line, const std::string& name, std::size_t size, double low, double high);

}  // namespace assay
