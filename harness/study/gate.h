#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/catalog/toml_text.h"
#include "harness/study/study.h"

namespace assay {

std::string_view name(Sided sided);  ///< `slower`, `both`

/// The table [gate]; what is wrong is added to `errors`.
GateRules read_gate(const TomlValue& table, Errors& errors);

/// A rule file: the table [gate] and nothing else, so that several studies share it.
GateRules read_gate_file(const std::string& path, Errors& errors);

/// What was typed instead of written.
struct GateOptions {
  std::string rules;                  ///< --rules FILE: instead of the study's own table
  std::vector<std::string> floors;    ///< --floor '1 %' of all workloads, --floor 'PATTERN=2 %' of some
  std::optional<std::string> sided;   ///< --sided slower|both
  std::optional<std::string> noisy;   ///< --noisy refuse|pass
  std::optional<std::string> anchor;  ///< --anchor same|any
};

/// Lays what was typed over the study's rules.
void overlay_gate(const GateOptions& options, Study& study, Errors& errors);

/// What a gate cannot do without, and what contradicts it; the study's own rule says whether it is one.
void check_gate(const Study& study, Errors& errors);

}  // namespace assay
