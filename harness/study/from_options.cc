#include "harness/study/from_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "harness/study/check.h"

namespace assay {
namespace {

/// KEY=LEVEL as it was typed.
struct Assignment {
  Written key;
  std::string level;
};

std::optional<Assignment> assignment(const std::string& word, const std::string& place, Errors& errors) {
  const auto equals = word.find('=');
  if (equals != std::string::npos && equals != 0)
    return Assignment{{word.substr(0, equals), place}, word.substr(equals + 1)};
  errors.push_back({"KEY=LEVEL is expected", place, "for example blas=openblas-pthread"});
  return std::nullopt;
}

FactorLevels& levels_of(std::vector<FactorLevels>& factors, const Written& key) {
  const auto found = std::ranges::find_if(factors, [&](const FactorLevels& f) { return f.factor.value == key.value; });
  if (found != factors.end()) return *found;
  return factors.emplace_back(FactorLevels{key, {}});
}

void add_factors(const StudyOptions& options, Study& study, Errors& errors) {
  for (const std::string& word : options.factors) {
    const std::string place = fmt::format("--factor \"{}\"", word);
    const auto read = assignment(word, place, errors);
    if (!read) continue;
    FactorLevels& levels = levels_of(study.factors, read->key);
    for (std::string& level : split_levels(read->key.value, read->level))
      levels.levels.push_back({std::move(level), place});
  }
}

void add_set(const StudyOptions& options, Study& study, Errors& errors) {
  for (const std::string& word : options.set) {
    const std::string place = fmt::format("--set \"{}\"", word);
    if (const auto read = assignment(word, place, errors)) study.set.push_back({read->key, {{read->level, place}}});
  }
}

/// A file's own [set] gives way to --set.
void override_set(const StudyOptions& options, Study& study, Errors& errors) {
  Study typed;
  add_set(options, typed, errors);
  for (FactorLevels& f : typed.set) {
    std::erase_if(study.set, [&](const FactorLevels& old) { return old.factor.value == f.factor.value; });
  }
  study.set.insert(study.set.end(), typed.set.begin(), typed.set.end());
}

/// The first mention of a key is A's, the second B's; one mention holds for both.
std::vector<FactorLevels> mentions(const StudyOptions& options, Errors& errors) {
  std::vector<FactorLevels> sides;
  for (const std::string& word : options.sides) {
    if (!options.commands.empty() && word.find('=') == std::string::npos) {
      errors.push_back({"is a third command", fmt::format("\"{}\"", word), "--command takes two, each in quotes"});
      continue;
    }
    const auto read = assignment(word, fmt::format("\"{}\"", word), errors);
    if (!read) continue;
    FactorLevels& key = levels_of(sides, read->key);
    if (key.levels.size() == 2) {
      errors.push_back({fmt::format("{} is mentioned a third time", read->key.value), read->key.place,
                        "'assay ab' compares two; 'assay run --factor' takes any number"});
    } else {
      key.levels.push_back({read->level, read->key.place});
    }
  }
  for (const std::string& command : options.commands) {
    const std::string place = fmt::format("--command \"{}\"", command);
    levels_of(sides, {"command", place}).levels.push_back({command, place});
  }
  return sides;
}

/// Of all combinations of what differs, only all-A and all-B are compared: every mixed pair is excluded.
void exclude_mixtures(Study& study) {
  for (std::size_t i = 0; i < study.factors.size(); ++i) {
    for (std::size_t j = 0; j < study.factors.size(); ++j) {
      if (i == j) continue;
      const FactorLevels& a = study.factors[i];
      const FactorLevels& b = study.factors[j];
      study.exclude.push_back({{a.factor, {a.levels[0]}}, {b.factor, {b.levels[1]}}});
    }
  }
}

/// Before what differs, so that both sides of a replica meet in one bout.
void add_replicas(int replicas, Study& study, Errors& errors) {
  constexpr int least = 2, most = 16, bouts_of_each = 9;
  const std::string place = fmt::format("--replicas {}", replicas);
  if (replicas < least || replicas > most) {
    errors.push_back({fmt::format("between {} and {} replicas are compared", least, most), place, "3 to 5 will do"});
    return;
  }
  FactorLevels levels{{"replica", place}, {}};
  for (int replica = 0; replica < replicas; ++replica) levels.levels.push_back({std::to_string(replica), place});
  study.baseline["replica"] = levels.levels.front();
  study.factors.insert(study.factors.begin(), std::move(levels));
  study.decision.bouts = bouts_of_each;
}

void add_sides(const StudyOptions& options, Study& study, Errors& errors) {
  for (FactorLevels& key : mentions(options, errors)) {
    const bool same = key.levels.size() == 2 && key.levels[0].value == key.levels[1].value;
    if (key.levels.size() == 1 || same) {
      study.set.push_back({key.factor, {key.levels.front()}});
    } else {
      study.baseline[key.factor.value] = key.levels.front();
      study.factors.push_back(std::move(key));
    }
  }
  exclude_mixtures(study);
  const auto listed = std::ranges::find_if(study.set, [](const FactorLevels& each) {
    return each.levels.front().place.starts_with('"') && each.levels.front().value.find(',') != std::string::npos;
  });
  if (study.factors.empty() && errors.empty() && listed != study.set.end()) {
    const std::string& key = listed->factor.value;
    errors.push_back({fmt::format("'assay ab' takes one level a word, and {} has one", key),
                      listed->levels.front().place, fmt::format("write {0}=A {0}=B", key)});
  } else if (study.factors.empty() && errors.empty()) {
    errors.push_back(
        {"A and B are the same", "assay ab",
         "mention a key twice, as in blas=openblas-pthread blas=blis-pthread; to compare a thing with itself, give it "
         "by two paths"});
  }
  if (options.replicas && errors.empty()) add_replicas(*options.replicas, study, errors);
}

template <typename Parsed>
void quantity(const std::optional<std::string>& text, const char* option, Result<double> (*parse)(const std::string&),
              Parsed& into, Errors& errors) {
  if (!text) return;
  if (auto parsed = parse(*text)) {
    into = *parsed;
  } else {
    parsed.error().where = option;
    errors.push_back(parsed.error());
  }
}

void add_decision(const StudyOptions& options, Study& study, Errors& errors) {
  quantity(options.care, "--care", parse_percent, study.decision.care_percent, errors);
  quantity(options.width, "--width", parse_percent, study.decision.width_percent, errors);
  quantity(options.max_time, "--max-time", parse_duration, study.decision.max_seconds, errors);
}

/// A gate by options is held against the first level of each factor.
void add_anchor(Study& study) {
  for (const FactorLevels& f : study.factors)
    if (!f.levels.empty()) study.baseline[f.factor.value] = f.levels.front();
}

constexpr int bouts_of_a_night = 10;

/// The care of a night is the least change that is reported of a series; the file's floors are a gate's.
void add_nightly(const StudyOptions& options, Study& study) {
  if (!options.nightly) return;
  study.nightly = true;
  study.decision.rule = Rule::Compare;
  study.decision.bouts = study.decision.bouts.value_or(bouts_of_a_night);
  study.decision.care_given = study.decision.care_given || options.care.has_value();
}

/// In a gate --care is another word for the floor of all workloads, and holds instead of the file's.
void add_gate(const StudyOptions& options, Study& study, Errors& errors) {
  if (options.gate) study.decision.rule = Rule::Gate;
  overlay_gate(options.gate_options, study, errors);
  if (study.decision.rule != Rule::Gate || !options.care) return;
  const auto is_of_all = [](const std::string& floor) { return floor.find('=') == std::string::npos; };
  if (std::ranges::any_of(options.gate_options.floors, is_of_all))
    errors.push_back({"--care and --floor both state the floor of all workloads", "assay gate",
                      "give one of them; --floor 'python.*=0.5 %' states that of some"});
  study.gate.floor_percent = study.decision.care_percent;
  study.decision.care_given = false;
}

/// What was typed, in a form that a shell takes back, for lists and pages.
std::string title_of(const Study& study) {
  std::string title;
  for (const FactorLevels& f : study.factors) {
    if (f.factor.value == "replica") continue;  // a sample, not a question
    for (const Written& level : f.levels)
      title += (&level == &f.levels.front() ? (title.empty() ? "" : ", ") : " against ") + level.value;
  }
  std::string workloads;
  for (const Written& w : study.workloads) workloads += (workloads.empty() ? "" : ", ") + w.value;
  return title.empty() ? workloads : title + ": " + workloads;
}

void add_workloads(const StudyOptions& options, Study& study, Errors& errors) {
  for (const std::string& pattern : options.workloads) {
    study.workloads.push_back({pattern, fmt::format("--workload \"{}\"", pattern)});
    if (pattern.empty())
      errors.push_back(
          {"a workload without a name", study.workloads.back().place, "'assay list workloads' shows them"});
  }
  if (!options.commands.empty()) study.workloads.push_back({command_workload, "--command"});
  if (study.workloads.empty()) {
    errors.push_back(
        {"no workload is named", {}, "give a study file, or --workload 'python.*'; 'assay list workloads' shows them"});
  }
}

StudyRead typed_study(const StudyOptions& options) {
  Study study;
  Errors errors;
  add_workloads(options, study, errors);
  add_factors(options, study, errors);
  add_set(options, study, errors);
  if (!options.sides.empty() || !options.commands.empty()) {
    study.decision.rule = Rule::Compare;
    add_sides(options, study, errors);
  }
  if (options.gate || options.nightly) add_anchor(study);
  add_decision(options, study, errors);
  add_gate(options, study, errors);
  add_nightly(options, study);
  study.title = title_of(study);
  check_study(study, errors);
  return {std::move(study), std::move(errors)};
}

StudyRead overlaid_study(const StudyOptions& options) {
  auto [study, errors] = read_study(options.file);
  const bool sound = errors.empty();  // else the file has been checked, and its errors would be told twice
  if (!options.workloads.empty() || !options.factors.empty()) {
    errors.push_back({"a study file and --workload or --factor contradict each other", options.file,
                      "write them into the file, or leave the file out"});
  }
  override_set(options, study, errors);
  add_decision(options, study, errors);
  add_gate(options, study, errors);
  add_nightly(options, study);
  if (sound) check_study(study, errors);
  return {std::move(study), std::move(errors)};
}

bool holds_commas(const std::string& factor, const std::string& text) {
  return factor == "flags" || factor == "command" || factor.starts_with("env.") || text.find('/') != std::string::npos;
}

}  // namespace

std::vector<std::string> split_levels(const std::string& factor, const std::string& text) {
  if (holds_commas(factor, text)) return {text};
  std::vector<std::string> levels;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const auto first = text.find_first_not_of(' ', start);
    const auto last = text.find_last_not_of(' ', comma == 0 ? 0 : comma - 1);
    levels.push_back(first == std::string::npos || first >= comma ? "" : text.substr(first, last - first + 1));
    start = comma + 1;
  }
  return levels;
}

StudyRead study_from_options(const StudyOptions& options) {
  return options.file.empty() ? typed_study(options) : overlaid_study(options);
}

}  // namespace assay
