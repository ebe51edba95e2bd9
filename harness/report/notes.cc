#include "harness/report/notes.h"

#include <fmt/format.h>

#include <cmath>

#include "harness/core/units.h"
#include "harness/report/strata.h"
#include "harness/stats/dip.h"
#include "harness/stats/replicas.h"
#include "harness/stats/steady.h"

namespace assay {
namespace {

using stats::PairValue;

std::optional<Estimate> estimate_over(std::span<const double> values) {
  const auto estimate = stats::yuen(values);
  if (!estimate) return std::nullopt;
  return estimate_of(stats::effect_of(stats::Widened{*estimate}, 0.95, stats::kLookedAt));
}

std::string text_of(const Estimate& estimate) {
  return fmt::format("{} [{}, {}]", format_percent(estimate.percent), format_percent_number(estimate.low),
                     format_percent_number(estimate.high));
}

/// Both, over the bouts that know both.
std::optional<Note> neighbour(std::span<const PairValue> pairs) {
  const auto found = stats::neighbour_difference(pairs);
  if (!found.differ) return std::nullopt;
  std::vector<double> alone, beside;
  for (const PairValue& pair : pairs) {
    if (!pair.undisturbed || !pair.disturbed) continue;
    alone.push_back(*pair.undisturbed);
    beside.push_back(*pair.disturbed);
  }
  return Note{"neighbour", fmt::format("{} alone, {} beside a busy sibling hyper-thread, in the same {} bouts",
                                       text_of(*estimate_over(alone)), text_of(*estimate_over(beside)), found.bouts)};
}

std::optional<Note> rare_slices(std::span<const PairValue> pairs) {
  if (!stats::rare_slices_differ(pairs)) return std::nullopt;
  const auto mean = estimate_by(pairs, &PairValue::cpu_mean), median = estimate_by(pairs, &PairValue::cpu);
  if (!mean || !median) return std::nullopt;
  return Note{"rare-slices",
              fmt::format("rare slices differ: CPU time by its mean {}, by its median {}; a median does not see what "
                          "happens in few slices, such as collecting garbage",
                          text_of(*mean), text_of(*median))};
}

/// Where the interval of the wall time and that of the CPU time, which is over all rounds, have nothing in common. The
/// wall time's is the effect's own where all rounds decided, for one number has one interval.
std::optional<Note> cpu_time(const stats::Bouts& bouts, const std::optional<Estimate>& effect) {
  const bool decided = bouts.basis() == stats::Basis::All && effect;
  std::vector<double> values;
  for (const PairValue& pair : bouts.pairs()) values.push_back(pair.all);
  const auto wall = decided ? effect : estimate_over(values), cpu = estimate_by(bouts.pairs(), &PairValue::cpu);
  if (!wall || !cpu || (cpu->low <= wall->high && wall->low <= cpu->high)) return std::nullopt;
  return Note{"cpu-time", fmt::format("CPU time says {} and wall time {}{}: a side waits, or uses several threads",
                                      text_of(*cpu), text_of(*wall), decided ? "" : " over all rounds")};
}

std::optional<Note> two_levels(std::span<const double> values) {
  const auto found = stats::two_levels(values);
  if (!found) return std::nullopt;
  return Note{"two-levels",
              fmt::format("the bouts fall into two groups, {} about {} and {} about {} (dip test, p < 0.01): a process "
                          "takes one of two speeds, and the estimate is a mixture of both",
                          found->at_low, format_percent(stats::to_percent(found->low)), found->at_high,
                          format_percent(stats::to_percent(found->high)))};
}

}  // namespace

std::optional<Estimate> estimate_by(std::span<const PairValue> pairs, PairMember value) {
  std::vector<double> values;
  for (const PairValue& pair : pairs)
    if (pair.*value) values.push_back(*(pair.*value));
  return estimate_over(values);
}

std::vector<Note> notes_on(const stats::Bouts& bouts, const std::optional<Estimate>& effect) {
  std::vector<Note> notes;
  for (auto& note :
       {neighbour(bouts.pairs()), rare_slices(bouts.pairs()), cpu_time(bouts, effect), two_levels(bouts.values())})
    if (note) notes.push_back(*note);
  return notes;
}

std::optional<Note> small_change(const SmallChange& change, const Question& question) {
  const bool small =
      change.verdict == "changed" && change.effect && std::abs(change.effect->percent) < stats::kReplicasBelowPercent;
  if (!small || change.of_replicas || change.a->executed == change.b->executed) return std::nullopt;
  const auto compiled = [](const MeasuredCell& cell) { return cell.row.cell.configuration.contains(kReplica); };
  if (compiled(*change.a) || compiled(*change.b))
    return Note{"replicas",
                "below 2 %, which the addresses of code alone may be worth: it must survive 3 to 5 re-links; " +
                    question.with_replicas};
  return Note{
      "replicas",
      "below 2 %, between builds that are not Assay's: there are no re-links of them to compare, so this is true of "
      "these two files, and may be their layout rather than their code"};
}

Note no_steady_state() {
  return {"no-steady-state",
          fmt::format("{}: times go on changing after a third of the process's slices", stats::kNoSteadyState)};
}

}  // namespace assay
