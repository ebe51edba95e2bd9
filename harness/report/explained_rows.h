#pragma once

#include <string>
#include <vector>

#include "harness/report/report.h"

namespace assay {

/// A line of "what explains it", as the terminal's report and the page show it: a term with its share, below it what
/// its levels change, at last what is left over.
struct ExplainedRow {
  enum class Kind { Term, Step, Rest };
  Kind kind = Kind::Term;
  std::string label;            ///< `threads × blas`; of a step `1 → 2`, `2 and blis, beyond each`
  std::optional<double> share;  ///< of the variance; a step has none
  std::optional<Estimate> effect{};
};
std::vector<ExplainedRow> rows_of(const ExplainedReport& report);

/// `12.3 %`, `< 0.1 %`
std::string share_of_variance(double share);

/// What the cells cannot tell, in sentences; empty where every combination was measured.
std::string limits_of(const ExplainedReport& report);

}  // namespace assay
