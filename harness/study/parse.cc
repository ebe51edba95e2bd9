#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "harness/catalog/toml_reader.h"
#include "harness/core/near_names.h"
#include "harness/study/check.h"
#include "harness/study/decision.h"
#include "harness/study/gate.h"
#include "harness/study/levels.h"
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
    if (const TomlValue* table = top.table("factors")) study_.factors = read_levels(*table, errors_);
    if (const TomlValue* table = top.table("set")) read_set(*table);
    if (const TomlValue* table = top.table("baseline")) read_baseline(*table);
    if (const TomlValue* array = top.value("exclude")) read_exclusions(*array);
    if (const TomlValue* table = top.table("decision")) read_decision(*table);
    if (const TomlValue* table = top.table("gate")) study_.gate = read_gate(*table, errors_);
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

  void read_set(const TomlValue& table) { study_.set = read_single_levels(table, "[set]", errors_); }

  void read_baseline(const TomlValue& table) {
    for (const FactorLevels& f : read_single_levels(table, "the baseline", errors_))
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
        study_.exclude.push_back(read_levels(item, errors_));
      }
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
    study_.decision.care_given = reader.scalar("care") != nullptr;
    read_quantity(reader, "care", parse_percent, study_.decision.care_percent, errors_);
    read_quantity(reader, "width", parse_percent, study_.decision.width_percent, errors_);
    read_quantity(reader, "max_time", parse_duration, study_.decision.max_seconds, errors_);
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
