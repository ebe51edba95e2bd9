#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "harness/core/json.h"
#include "harness/core/suspicion.h"
#include "harness/report/report.h"
#include "harness/stats/stages.h"

namespace assay {

/// How a run wanted its comparisons decided, from RunRow::study.
struct Question {
  std::string rule = "estimate";
  double care_percent = 2;
  double width_percent = 2;
  int comparisons = 1;  ///< of the run; two or more that are tested are a suite
  bool exact = false;   ///< a stated number of bouts, which is no suite
  int groups = 1;
  int effects = 1;            ///< of a run without a test, that are told together
  std::string with_replicas;  ///< how to measure the same over several replicas, as a sentence ends

  std::map<std::string, double> floors = {};  ///< of a gate, by group: the care of its comparisons

  std::map<std::string, Suspicion> suspicions = {};  ///< of a night's second stage, by cell

  bool is_suite() const {
    return rule != "estimate" && suspicions.empty() && comparisons > (rule == "gate" ? 0 : 1) && !exact;
  }
  /// As it is asked of one group.
  Question of(const std::string& group) const;
};
Question question_of(const RunRow& run, std::span<const RunCell> cells);

/// Of a comparison that a suite's screen had flagged, as the session noted it.
struct Flagging {
  int flagged = 1;      ///< how many were
  int first_fresh = 0;  ///< number of the first bout that was run after the screen
};
/// `bouts`: numbers of those that have a value of the comparison, in order. Older runs noted how many of these the
/// screen had.
std::optional<Flagging> flagging_in(const Json& note, std::span<const int> bouts);
/// The same, as what is decided counts it.
std::optional<stats::Confirmation> confirmation_in(const Json& note, std::span<const int> bouts);

/// The finding over bouts in order. `why` tells why a group ended that the values alone leave open.
/// `confirmation`: of a suite's comparison.
stats::Finding judge(const stats::Bouts& bouts, const Question& question, const std::string& why,
                     const std::optional<stats::Confirmation>& confirmation = {});

Estimate estimate_of(const stats::Effect& effect);
/// Its figure is never below the care: "same" ends a comparison before anything smaller would be found in nine of ten.
Noise noise_of(const stats::Finding& finding, double care_percent);

}  // namespace assay
