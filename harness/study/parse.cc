#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "harness/catalog/toml_reader.h"
#include "harness/core/near_names.h"
#include "harness/study/check.h"
#include "harness/study/decision.h"
#include "harness/study/study.h"

namespace assay {
namespace {

/// Of `file:line:column`; {0, 0} where there are none.
std::pair<int, int> line_and_column(const Error& error) {
  const auto column = error.where.rfind(':');
  if (column == std::string::npos || column == 0) return {0, 0};
  const auto line = error.where.rfind(':', column - 1);
  if (line == std::string::npos) return {0, 0};
  return {std::atoi(error.where.c_str() + line + 1), std::atoi(error.where.c_str() + column + 1)};
}

/// Turns TOML into a Study and collects what is wrong on the way.
class Reader {
 public:
  Reader(const TomlValue& document, std::string path) : document_(document) { study_.path = std::move(path); }

  StudyRead read() {
    TomlReader top(document_, "a study", errors_);
    study_.title = top.text("title").value_or(std::filesystem::path(study_.path).stem().string());
    read_workloads(top);
    if (const TomlValue* table = top.table("factors")) study_.factors = factor_tables(*table);
    if (const TomlValue* table = top.table("set")) read_set(*table);
    if (const TomlValue* table = top.table("baseline")) read_baseline(*table);
    if (const TomlValue* array = top.value("exclude")) read_exclusions(*array);
    if (const TomlValue* table = top.table("decision")) read_decision(*table);
    top.finish();
    check_study(study_, errors_);
    sort_by_place(errors_);
    return {std::move(study_), std::move(errors_)};
  }

 private:
  void read_workloads(TomlReader& top) {
    const bool given = top.value("workloads") != nullptr;
    const std::size_t before = errors_.size();
    for (const TomlValue& item : top.texts("workloads")) {
      if (item.text.empty())
        errors_.push_back({"a workload without a name", item.place, "'assay list workloads' shows them"});
      study_.workloads.push_back({item.text, item.place});
    }
    if (!study_.workloads.empty() || errors_.size() != before) return;
    errors_.push_back({given ? "\"workloads\" is empty" : "a study needs workloads", study_.path,
                       "write workloads = [\"python.*\"]; 'assay list workloads' shows them"});
  }

  std::optional<Written> level_of(const std::string& factor, const TomlValue& value) {
    if (value.is_scalar()) return Written{value.text, value.place};
    errors_.push_back(
        {fmt::format("a level of {} is text or a number, not {}", factor, describe(value.kind)), value.place, {}});
    return std::nullopt;
  }

  /// `key = level` or `key = [level, …]` for each key.
  std::vector<FactorLevels> factor_tables(const TomlValue& table) {
    std::vector<FactorLevels> factors;
    for (const TomlEntry& entry : table.entries) {
      // env.NAME reads as a table `env` in TOML: factors.env.OMP_NUM_THREADS = [1, 2]
      if (entry.value.kind == TomlValue::Kind::Table && !entry.value.entries.empty()) {
        for (FactorLevels& inner : factor_tables(entry.value)) {
          inner.factor.value = entry.key + "." + inner.factor.value;
          factors.push_back(std::move(inner));
        }
        continue;
      }
      FactorLevels levels{{entry.key, entry.place}, {}};
      const bool array = entry.value.kind == TomlValue::Kind::Array;
      for (const TomlValue& item : array ? entry.value.items : std::vector{entry.value}) {
        if (const auto level = level_of(entry.key, item)) levels.levels.push_back(*level);
      }
      if (!levels.levels.empty() || (array && entry.value.items.empty())) factors.push_back(std::move(levels));
    }
    return factors;
  }

  std::vector<FactorLevels> single_levels(const TomlValue& table, const std::string& what) {
    std::vector<FactorLevels> single;
    for (FactorLevels& f : factor_tables(table)) {
      if (f.levels.size() == 1) {
        single.push_back(std::move(f));
      } else {
        errors_.push_back({fmt::format("{} gives {} {} levels", what, f.factor.value, f.levels.size()), f.factor.place,
                           "it takes one; [factors] varies"});
      }
    }
    return single;
  }

  void read_set(const TomlValue& table) { study_.set = single_levels(table, "[set]"); }

  void read_baseline(const TomlValue& table) {
    for (const FactorLevels& f : single_levels(table, "the baseline"))
      study_.baseline[f.factor.value] = f.levels.front();
  }

  void read_exclusions(const TomlValue& array) {
    if (array.kind != TomlValue::Kind::Array) {
      errors_.push_back(
          {fmt::format("\"exclude\" must be tables, not {}", describe(array.kind)), array.place, "write [[exclude]]"});
      return;
    }
    for (const TomlValue& item : array.items) {
      if (item.kind != TomlValue::Kind::Table) {
        errors_.push_back(
            {fmt::format("an exclusion is a table, not {}", describe(item.kind)), item.place, "write [[exclude]]"});
      } else if (item.entries.empty()) {
        errors_.push_back({"an exclusion without a factor excludes everything", item.place,
                           "name the factors and levels it is about"});
      } else {
        study_.exclude.push_back(factor_tables(item));
      }
    }
  }

  template <typename Parsed>
  void quantity(TomlReader& reader, const std::string& key, Result<double> (*parse)(const std::string&), Parsed& into) {
    const TomlValue* value = reader.scalar(key);
    if (value == nullptr) return;
    if (auto parsed = parse(value->text)) {
      into = *parsed;
    } else {
      parsed.error().where = value->place;
      errors_.push_back(parsed.error());
    }
  }

  void read_decision(const TomlValue& table) {
    TomlReader reader(table, "[decision]", errors_);
    if (const TomlValue* rule = reader.scalar("rule")) {
      if (const auto found = rule_from(rule->text)) {
        study_.decision.rule = *found;
      } else {
        errors_.push_back(
            {fmt::format("unknown rule \"{}\"", rule->text), rule->place, hint_for(rule->text, rule_names())});
      }
    }
    quantity(reader, "care", parse_percent, study_.decision.care_percent);
    quantity(reader, "width", parse_percent, study_.decision.width_percent);
    quantity(reader, "max_time", parse_duration, study_.decision.max_seconds);
    read_bouts(reader);
    read_mode(reader);
    reader.finish();
  }

  void read_bouts(TomlReader& reader) {
    const auto bouts = reader.integer("bouts");
    if (!bouts) return;
    if (*bouts < 1 || *bouts > 100'000) {
      errors_.push_back(
          {fmt::format("bouts = {} is out of range", *bouts), reader.value("bouts")->place, "1 to 100000"});
    } else {
      study_.decision.bouts = static_cast<int>(*bouts);
    }
  }

  void read_mode(TomlReader& reader) {
    const TomlValue* mode = reader.scalar("mode");
    if (mode == nullptr) return;
    study_.decision.mode = mode_from(mode->text);
    if (study_.decision.mode && *study_.decision.mode != Mode::Calibrate) return;
    errors_.push_back({fmt::format("unknown mode \"{}\"", mode->text), mode->place,
                       hint_for(mode->text, {"turns", "shared-cpu", "adjacent"})});
  }

  const TomlValue& document_;
  Study study_;
  Errors errors_;
};

}  // namespace

void sort_by_place(Errors& errors) {
  std::ranges::stable_sort(errors, {}, line_and_column);
}

StudyRead parse_study(const std::string& text, const std::string& path) {
  const auto document = parse_toml(text, path);
  if (!document) return {{}, {document.error()}};
  return Reader(*document, path).read();
}

}  // namespace assay
