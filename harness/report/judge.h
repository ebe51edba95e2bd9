#pragma once

#include <string>

#include "harness/core/json.h"
#include "harness/report/report.h"
#include "harness/stats/decide.h"

namespace assay {

/// How a run wanted its comparisons decided, from RunRow::study.
struct Question {
  std::string rule = "estimate";
  double care_percent = 2;
  double width_percent = 2;
};
Question question_of(const RunRow& run);

/// The finding over the values of bouts in order. `why` tells why a group ended that the values alone leave open.
stats::Finding judge(const stats::Series& series, const Question& question, const std::string& why);

Estimate estimate_of(const stats::Effect& effect);
Noise noise_of(const stats::Finding& finding);

}  // namespace assay
