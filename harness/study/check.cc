#include "harness/study/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/core/near_names.h"
#include "harness/study/gate.h"

namespace assay {
namespace {

std::vector<std::string> distinct_values(const std::vector<Written>& written) {
  std::vector<std::string> all;
  for (const Written& w : written) {
    if (std::ranges::find(all, w.value) == all.end()) all.push_back(w.value);
  }
  return all;
}

const FactorLevels* find_factor_levels(const std::vector<FactorLevels>& factors, const std::string& name) {
  const auto found = std::ranges::find_if(factors, [&](const FactorLevels& f) { return f.factor.value == name; });
  return found == factors.end() ? nullptr : &*found;
}

std::vector<std::string> varied_names(const Study& study) {
  std::vector<std::string> names;
  for (const FactorLevels& f : study.factors) names.push_back(f.factor.value);
  return names;
}

void check_repeats(const std::vector<Written>& written, const std::string& of, Errors& errors) {
  std::set<std::string> seen;
  for (const Written& w : written) {
    if (!seen.insert(w.value).second)
      errors.push_back({fmt::format("\"{}\" stands twice in {}", w.value, of), w.place, {}});
  }
}

void check_levels(const Study& study, Errors& errors) {
  for (const FactorLevels& f : study.factors) {
    if (f.levels.empty()) {
      errors.push_back({fmt::format("{} has no level", f.factor.value), f.factor.place, "give at least one"});
    }
    check_repeats(f.levels, f.factor.value, errors);
  }
}

void check_set(const Study& study, Errors& errors) {
  std::vector<FactorLevels> before;
  for (const FactorLevels& f : study.set) {
    const std::string& name = f.factor.value;
    if (find_factor_levels(study.factors, name) != nullptr) {
      errors.push_back({fmt::format("{} is both set and varied", name), f.factor.place, "keep one of the two"});
    }
    if (find_factor_levels(before, name) != nullptr) {
      errors.push_back({fmt::format("{} is set twice", name), f.factor.place, "one level holds for all cells"});
    }
    before.push_back(f);
  }
}

/// `level` must be one of those that the study gives `name`, varied or set.
void check_named(const Study& study, const std::string& name, const Written& level, const std::string& by,
                 Errors& errors) {
  const FactorLevels* levels = find_factor_levels(study.factors, name);
  if (levels == nullptr) levels = find_factor_levels(study.set, name);
  if (levels == nullptr) return;
  const std::vector<std::string> known = distinct_values(levels->levels);
  if (std::ranges::find(known, level.value) != known.end()) return;
  errors.push_back({fmt::format("{} names {} \"{}\", which is none of its levels", by, name, level.value), level.place,
                    hint_for(level.value, known)});
}

void check_varied(const Study& study, const std::string& name, const std::string& place, const std::string& by,
                  Errors& errors) {
  if (find_factor_levels(study.factors, name) != nullptr || find_factor_levels(study.set, name) != nullptr) return;
  const std::vector<std::string> known = varied_names(study);
  errors.push_back(
      {fmt::format("{} names \"{}\", which this study does not vary", by, name), place, hint_for(name, known)});
}

void check_baseline(const Study& study, Errors& errors) {
  for (const auto& [name, level] : study.baseline) {
    check_varied(study, name, level.place, "the baseline", errors);
    check_named(study, name, level, "the baseline", errors);
  }
}

void check_levels_of(const Study& study, const std::vector<FactorLevels>& named, const std::string& by,
                     Errors& errors) {
  for (const FactorLevels& f : named) {
    check_varied(study, f.factor.value, f.factor.place, by, errors);
    for (const Written& level : f.levels) check_named(study, f.factor.value, level, by, errors);
  }
}

void check_exclusions(const Study& study, Errors& errors) {
  for (const auto& exclusion : study.exclude) check_levels_of(study, exclusion, "an exclusion", errors);
}

void check_ignores(const Study& study, Errors& errors) {
  for (const GateIgnore& entry : study.gate.ignore) check_levels_of(study, entry.where, "an ignore entry", errors);
}

}  // namespace

void check_study(const Study& study, Errors& errors) {
  check_repeats(study.workloads, "the workloads", errors);
  check_levels(study, errors);
  check_set(study, errors);
  check_baseline(study, errors);
  check_exclusions(study, errors);
  check_ignores(study, errors);
  check_gate(study, errors);
}

}  // namespace assay
