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
  std::optional<double> width_percent;
  std::optional<double> max_seconds;
  std::optional<int> bouts;  ///< exactly so many; for tests and nightly series
  std::optional<Mode> mode;  ///< not as calibration would choose; to hold the modes against each other
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
