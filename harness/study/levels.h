#pragma once

#include <string>
#include <vector>

#include "harness/catalog/toml_reader.h"
#include "harness/study/study.h"

namespace assay {

/// `key = level` or `key = [level, …]` for each key of a table.
std::vector<FactorLevels> read_levels(const TomlValue& table, Errors& errors);

/// One level for each key; `what` begins the error where there are more: `the baseline gives blas 2 levels`.
std::vector<FactorLevels> read_single_levels(const TomlValue& table, const std::string& what, Errors& errors);

/// A percentage or a duration, where the key is there.
template <typename Parsed>
void read_quantity(TomlReader& reader, const std::string& key, Result<double> (*parse)(const std::string&),
                   Parsed& into, Errors& errors) {
  const TomlValue* value = reader.scalar(key);
  if (value == nullptr) return;
  if (auto parsed = parse(value->text)) {
    into = *parsed;
  } else {
    parsed.error().where = value->place;
    errors.push_back(parsed.error());
  }
}

}  // namespace assay
