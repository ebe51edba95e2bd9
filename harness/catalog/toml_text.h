#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/error.h"

namespace assay {

struct TomlEntry;

/// A value as it stands in a TOML text, with its place, so that everything that is wrong with it can be told later.
/// toml++ itself stays behind this header.
struct TomlValue {
  enum class Kind { Text, Integer, Number, Boolean, Date, Array, Table };
  Kind kind = Kind::Table;
  std::string place;  ///< `file:line:column`
  std::string text;   ///< of a scalar: `openblas-pthread`, `2`, `true`; of a date without a time: `2027-01-31`
  std::int64_t integer = 0;
  std::vector<TomlValue> items;    ///< of an array
  std::vector<TomlEntry> entries;  ///< of a table, in the order written

  bool is_scalar() const { return kind != Kind::Array && kind != Kind::Table && kind != Kind::Date; }
};

struct TomlEntry {
  std::string key;
  std::string place;
  TomlValue value;
};

/// `text`, `an integer`, `an array`, …: for messages.
std::string describe(TomlValue::Kind kind);

/// The document's table. `path` begins every place. Anything that is no TOML (or not UTF-8, or nested beyond reason) is
/// an error.
Result<TomlValue> parse_toml(const std::string& text, const std::string& path);

/// The whole file; an error where it cannot be read or is larger than a text made by hand or by a script would be.
Result<std::string> read_text(const std::string& path);

std::string toml_library_version();

}  // namespace assay
