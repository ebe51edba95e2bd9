#include "harness/study/gate.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/near_names.h"
#include "harness/study/gate_words.h"

namespace assay {
namespace {

/// The last `=` divides, for a pattern may hold others: `linalg.gemm{n=64}=2 %`.
void overlay_floor(const std::string& typed, GateRules& rules, Errors& errors) {
  const std::string place = fmt::format("--floor \"{}\"", typed);
  const auto equals = typed.rfind('=');
  const auto percent = parse_percent(equals == std::string::npos ? typed : typed.substr(equals + 1));
  if (!percent) {
    errors.push_back({percent.error().what, place, percent.error().hint});
  } else if (equals == std::string::npos) {
    rules.floor_percent = *percent;
  } else {
    rules.floors.push_back({{typed.substr(0, equals), place}, *percent});
  }
}

template <typename Value>
void overlay_word(const Word<Value>& word, const std::optional<std::string>& typed, Value& into, Errors& errors) {
  if (typed) take_word(word, {*typed, "--" + word.key}, into, errors);
}

/// A digest is the anchor's: of a factor that the baseline or the settings name.
void check_digests(const Study& study, Errors& errors) {
  std::vector<std::string> known;
  for (const auto& [factor, level] : study.baseline) known.push_back(factor);
  for (const FactorLevels& f : study.set) known.push_back(f.factor.value);
  for (const FactorLevels& f : study.gate.digests)
    if (std::ranges::find(known, f.factor.value) == known.end())
      errors.push_back({fmt::format("[gate.digests] names \"{}\", which the baseline does not", f.factor.value),
                        f.factor.place, hint_for(f.factor.value, known)});
}

}  // namespace

std::string_view name(Sided sided) {
  return sided == Sided::Both ? "both" : "slower";
}

void overlay_gate(const GateOptions& options, Study& study, Errors& errors) {
  if (!options.rules.empty()) study.gate = read_gate_file(options.rules, errors);
  for (const std::string& floor : options.floors) overlay_floor(floor, study.gate, errors);
  overlay_word(sided_word(), options.sided, study.gate.sided, errors);
  overlay_word(noisy_word(), options.noisy, study.gate.noisy_passes, errors);
  overlay_word(anchor_word(), options.anchor, study.gate.any_anchor, errors);
}

void check_nightly(const Study& study, Errors& errors) {
  const bool typed = study.path.empty();
  const std::string place = typed ? "assay nightly" : study.path;
  if (study.baseline.empty())
    errors.push_back({"a nightly study needs a baseline: it is the anchor, which every night measures again", place,
                      typed ? "vary a factor, its anchor first: --factor python=python3.11,python3.13"
                            : "write baseline = { python = \"python3.11\" }"});
  if (study.decision.bouts && *study.decision.bouts < 2)
    errors.push_back({"one bout a night has no standard error", place, "leave bouts out for 10, or state 2 or more"});
  check_digests(study, errors);
}

void check_gate(const Study& study, Errors& errors) {
  if (study.nightly) check_nightly(study, errors);
  if (study.decision.rule != Rule::Gate) return;
  const bool typed = study.path.empty();
  const std::string place = typed ? "assay gate" : study.path;
  if (study.baseline.empty())
    errors.push_back({"a gate needs a baseline: it is the anchor, which everything else is held against", place,
                      typed ? "vary a factor, its anchor first: --factor python=python3.11,python3.13"
                            : "write baseline = { python = \"python3.11\" }"});
  if (study.decision.bouts)
    errors.push_back({"a gate decides by its own looks, and \"bouts\" would leave them out", place,
                      "leave bouts out; max_time limits a gate"});
  if (study.decision.care_given && study.gate.floor_percent)
    errors.push_back({"in a gate the care is the floor of all workloads, and both are stated", place,
                      "keep floor in [gate], and leave care out"});
  check_digests(study, errors);
}

}  // namespace assay
