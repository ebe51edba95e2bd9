#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "harness/report/judge.h"
#include "harness/report/measured.h"
#include "harness/report/strata.h"

namespace assay {

/// What bouts say, in their order, and when they started.
struct PairSeries {
  std::vector<stats::PairValue> pairs;
  std::vector<double> started;

  stats::Bouts bouts() const { return stats::Bouts(pairs, started); }
};

/// The main effect of a step in a group.
///
/// Where the strata met in the same bouts, a bout's value is the mean over them and the bout is the unit of inference.
/// A run with many configurations spreads them over bouts that have the baseline in common; then the parts are
/// estimated one by one and averaged by their strata, with standard errors added in squares and Welch-Satterthwaite
/// degrees of freedom. A stratum whose two sides never met is the difference of their values against the baseline
/// (evidence: same-run).
struct StepEffect {
  EffectReport report;
  PairSeries series;  ///< of one that is compared bout by bout; empty where parts were averaged
};
StepEffect effect_of(const MeasuredGroup& group, const Step& step, const Question& question);

/// The steps of all groups whose times are performance.
std::vector<std::pair<const MeasuredGroup*, Step>> steps_among(const std::vector<MeasuredGroup>& groups);
/// So many effects of a run share one error; at least 1.
int effects_among(const std::vector<MeasuredGroup>& groups);

/// Effects of strata, each for itself: an average over settings that pull apart says little.
class Percents {
 public:
  void add(double log_ratio);
  /// Empty below two.
  std::optional<EffectReport::Range> range() const;

 private:
  EffectReport::Range range_;
  int strata_ = 0;
};

/// What pairs of cells say where replicas are the top level (stats/replicas.h).
struct OverReplicas {
  int replicas = 0;
  int bouts = 0;  ///< the least of any replica
  Evidence evidence = Evidence::SameBouts;
  std::string verdict;
  Estimate effect;
  std::string why;
  stats::Basis basis = stats::Basis::All;
};
/// Empty below two replicas that were measured. `comparisons`: that share the error.
std::optional<OverReplicas> over_replicas(const MeasuredGroup& group, const Strata& pairs, const Question& question,
                                          int comparisons);

/// The geometric mean over workloads of steps that are the same, where two or more have it.
std::vector<ScoreReport> scores_of(const std::vector<StepEffect>& effects);

/// Of a pair.
PairSeries series_of(const MeasuredGroup& group, const MeasuredPair& pair);

}  // namespace assay
