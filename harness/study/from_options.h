#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/study/gate.h"
#include "harness/study/study.h"

namespace assay {

/// What was typed, word by word; what each option means is decided here, in one place for all commands.
struct StudyOptions {
  std::string file;                    ///< a study file; empty where the options are the study
  std::vector<std::string> workloads;  ///< --workload PATTERN
  std::vector<std::string> factors;    ///< --factor KEY=LEVEL,LEVEL
  std::vector<std::string> set;        ///< --set KEY=LEVEL
  std::vector<std::string>
      sides;  ///< ab: KEY=LEVEL words; the first mention of a key is A's, the second B's, one both's
  std::vector<std::string> commands;    ///< ab: --command A B
  std::optional<int> replicas;          ///< ab: --replicas N
  std::optional<std::string> care;      ///< `1 %`
  std::optional<std::string> width;     ///< `2 %`
  std::optional<std::string> max_time;  ///< `10m`
  bool gate = false;                    ///< `assay gate`: whatever rule the file states
  GateOptions gate_options;
  bool nightly = false;  ///< `assay nightly`: whatever rule the file states
};

/// The study file with --set, --care and --max-time laid over it, or the study that the options are. Places read
/// `--factor "blas=openblass"`. All that is wrong is told at once.
StudyRead study_from_options(const StudyOptions& options);

/// Levels of one --factor word: split at commas, except for flags, command, env.NAME and whatever holds a path.
std::vector<std::string> split_levels(const std::string& factor, const std::string& text);

/// The workload that runs commands as they are typed, by its factor `command`.
inline constexpr const char* command_workload = "command.run";

}  // namespace assay
