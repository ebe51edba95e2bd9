#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/error.h"

namespace assay {

/// A value and where the user wrote it (`file:line:column`, or `--factor blas=…`).
struct Written {
  std::string value;
  std::string place;
};

struct FactorLevels {
  Written factor;
  std::vector<Written> levels;
};

/// `estimate`: stop on the interval's width; `compare`: sequential tests; `gate`: compare, with floors.
enum class Rule { Estimate, Compare, Gate };

struct Decision {
  Rule rule = Rule::Estimate;
  double care_percent = 2;
  bool care_given = false;  ///< in a gate it is the floor of all workloads; else floors follow the workload's kind
  std::optional<double> width_percent;
  std::optional<double> max_seconds;
  std::optional<int> bouts;  ///< exactly so many; for tests and nightly series
  std::optional<Mode> mode;  ///< not as calibration would choose; to hold the modes against each other
};

/// Which changes fail a gate: in a study of times only slower ones do, where nothing else is said.
enum class Sided { Slower, Both };

/// A change of these workloads fails a gate from this size on.
struct GateFloor {
  Written pattern;
  double percent = 0;
};

/// What may fail for a while, and why.
struct GateIgnore {
  std::string place;
  Written workload;                 ///< a pattern
  std::vector<FactorLevels> where;  ///< levels of the side that is held against the anchor; empty: any
  std::string until;                ///< `2027-01-31`, the last day (UTC) on which it counts
  std::string reason;
};

/// The table [gate] of a study or of a rule file.
struct GateRules {
  std::optional<double> floor_percent;  ///< of every workload that no pattern of `floors` is about
  std::vector<GateFloor> floors;        ///< the last one that matches holds
  Sided sided = Sided::Slower;
  bool noisy_passes = false;          ///< what was noisy or stayed undecided does not keep a gate from being green
  bool any_anchor = false;            ///< the anchor may be another thing than in the run before
  std::string recipe;                 ///< how the anchor is made, told where it is missing or is not what it was
  std::vector<FactorLevels> digests;  ///< factor -> what the anchor's level must come to
  std::vector<GateIgnore> ignore;
};

/// What the user asked for, before it is held against the catalog and this host. From a file and from options alike.
struct Study {
  std::string title;
  std::string path;                   ///< empty: from options
  std::vector<Written> workloads;     ///< patterns
  std::vector<FactorLevels> factors;  ///< in the order written
  std::vector<FactorLevels> set;      ///< one level each, for all cells
  std::map<std::string, Written> baseline;
  std::vector<std::vector<FactorLevels>> exclude;
  Decision decision;
  GateRules gate;
  bool nightly = false;  ///< of `assay nightly`: everything beside the baseline, in a stated number of bouts
  std::string confirms;  ///< of a night's second stage: the run whose suspicions it compares again
};

/// A study as far as it is understood, and what is wrong with it. What is understood is held against catalog and host
/// whatever else is wrong, so that everything is told at once.
struct StudyRead {
  Study study;
  Errors errors;
};

StudyRead read_study(const std::string& path);
StudyRead parse_study(const std::string& text, const std::string& path);

/// In the order of the file; what was typed as options keeps its order.
void sort_by_place(Errors& errors);

/// `2 %` -> 2; `10m`, `90s`, `1.5h` -> seconds. For files and options alike.
Result<double> parse_percent(const std::string& text);
Result<double> parse_duration(const std::string& text);

}  // namespace assay
