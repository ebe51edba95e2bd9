#include "harness/study/levels.h"

#include <fmt/format.h>

#include <utility>

namespace assay {
namespace {

std::optional<Written> level_of(const std::string& factor, const TomlValue& value, Errors& errors) {
  if (value.is_scalar()) return Written{value.text, value.place};
  errors.push_back(
      {fmt::format("a level of {} is text or a number, not {}", factor, describe(value.kind)), value.place, {}});
  return std::nullopt;
}

}  // namespace

std::vector<FactorLevels> read_levels(const TomlValue& table, Errors& errors) {
  std::vector<FactorLevels> factors;
  for (const TomlEntry& entry : table.entries) {
    // env.NAME reads as a table `env` in TOML: factors.env.OMP_NUM_THREADS = [1, 2]
    if (entry.value.kind == TomlValue::Kind::Table && !entry.value.entries.empty()) {
      for (FactorLevels& inner : read_levels(entry.value, errors)) {
        inner.factor.value = entry.key + "." + inner.factor.value;
        factors.push_back(std::move(inner));
      }
      continue;
    }
    FactorLevels levels{{entry.key, entry.place}, {}};
    const bool array = entry.value.kind == TomlValue::Kind::Array;
    for (const TomlValue& item : array ? entry.value.items : std::vector{entry.value}) {
      if (const auto level = level_of(entry.key, item, errors)) levels.levels.push_back(*level);
    }
    if (!levels.levels.empty() || (array && entry.value.items.empty())) factors.push_back(std::move(levels));
  }
  return factors;
}

std::vector<FactorLevels> read_single_levels(const TomlValue& table, const std::string& what, Errors& errors) {
  std::vector<FactorLevels> single;
  for (FactorLevels& f : read_levels(table, errors)) {
    if (f.levels.size() == 1) {
      single.push_back(std::move(f));
    } else {
      errors.push_back({fmt::format("{} gives {} {} levels", what, f.factor.value, f.levels.size()), f.factor.place,
                        "it takes one; [factors] varies"});
    }
  }
  return single;
}

}  // namespace assay
