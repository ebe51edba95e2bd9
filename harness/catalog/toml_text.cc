#include "harness/catalog/toml_text.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>

namespace assay {
namespace {

constexpr std::uintmax_t largest_file = 1 << 20;

/// toml++ bounds nested brackets, but (before 3.4) not the parts of a dotted key; its destructor recurses over them.
constexpr int most_dots = 64;

std::string place_of(const std::string& path, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", path, region.begin.line, region.begin.column);
}

TomlValue convert(const toml::node& node, const std::string& path);

TomlValue convert_table(const toml::table& table, const std::string& path) {
  struct Ordered {
    toml::source_position position;
    TomlEntry entry;
  };
  std::vector<Ordered> ordered;
  for (const auto& [key, node] : table) {
    ordered.push_back(
        {key.source().begin, {std::string(key.str()), place_of(path, key.source()), convert(node, path)}});
  }
  std::ranges::stable_sort(ordered, {}, [](const Ordered& o) { return std::pair(o.position.line, o.position.column); });
  TomlValue value;
  for (Ordered& o : ordered) value.entries.push_back(std::move(o.entry));
  return value;
}

TomlValue convert_array(const toml::array& array, const std::string& path) {
  TomlValue value;
  value.kind = TomlValue::Kind::Array;
  for (const toml::node& item : array) value.items.push_back(convert(item, path));
  return value;
}

TomlValue convert_scalar(const toml::node& node) {
  TomlValue value;
  value.kind = TomlValue::Kind::Date;
  if (const auto* date = node.as_date()) {
    value.text = fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  } else if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::Text;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::Integer;
    value.integer = integer->get();
    value.text = std::to_string(value.integer);
  } else if (const auto* number = node.as_floating_point()) {
    value.kind = TomlValue::Kind::Number;
    value.text = fmt::format("{}", number->get());
  } else if (const auto* truth = node.as_boolean()) {
    value.kind = TomlValue::Kind::Boolean;
    value.text = truth->get() ? "true" : "false";
  }
  return value;
}

TomlValue convert(const toml::node& node, const std::string& path) {
  TomlValue value;
  if (const auto* table = node.as_table()) {
    value = convert_table(*table, path);
  } else if (const auto* array = node.as_array()) {
    value = convert_array(*array, path);
  } else {
    value = convert_scalar(node);
  }
  value.place = place_of(path, node.source());
  return value;
}

/// Dots outside quotes, for a bound on nesting; a rough count will do.
int dots_in(std::string_view line) {
  int dots = 0;
  char quote = '\0';
  for (const char c : line) {
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      break;
    } else if (c == '.') {
      ++dots;
    }
  }
  return dots;
}

Result<void> check_nesting(const std::string& text, const std::string& path) {
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (dots_in(line) > most_dots) {
      return fail("nested too deeply", fmt::format("{}:{}:1", path, number),
                  fmt::format("a line has at most {} dots outside quotes", most_dots));
    }
  }
  return {};
}

}  // namespace

std::string describe(TomlValue::Kind kind) {
  switch (kind) {
    case TomlValue::Kind::Text:
      return "text";
    case TomlValue::Kind::Integer:
      return "an integer";
    case TomlValue::Kind::Number:
      return "a number";
    case TomlValue::Kind::Boolean:
      return "true or false";
    case TomlValue::Kind::Date:
      return "a date or time";
    case TomlValue::Kind::Array:
      return "an array";
    case TomlValue::Kind::Table:
      return "a table";
  }
  return {};
}

Result<TomlValue> parse_toml(const std::string& text, const std::string& path) {
  if (auto bounded = check_nesting(text, path); !bounded) return tl::unexpected(bounded.error());
  try {
    return convert(toml::parse(text, path), path);
  } catch (const toml::parse_error& error) {
    return fail(std::string(error.description()), place_of(path, error.source()));
  }
}

Result<std::string> read_text(const std::string& path) {
  std::error_code status;
  if (std::filesystem::is_directory(path, status)) return fail("is a directory", path, "name the file itself");
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(fmt::format("cannot be read: {}", std::strerror(errno)), path);
  std::string text(largest_file + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > largest_file) return fail("is larger than 1 MiB", path, "is it the file you meant?");
  return text;
}

std::string toml_library_version() {
  return fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH);
}

}  // namespace assay
