#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/report/effects.h"
#include "harness/report/measured_run.h"
#include "harness/report/night_judge.h"
#include "harness/stats/night_confirmation.h"

namespace assay {
namespace {

/// What the second comparison takes until its first look, calibration included, at the pace of the night's own bouts.
double seconds_of_a_look(const MeasuredGroup& group) {
  const int first_look = stats::confirm_rule(1, stats::NightlyRule{}.suspect_percent).looks.at.front();
  double bouts = 0;
  for (const MeasuredGroup::Bout& bout : group.bouts) bouts += bout.seconds;
  const double each = group.bouts.empty() ? 0 : bouts / static_cast<double>(group.bouts.size());
  return group.seconds - bouts + first_look * each;
}

/// The time that would have done for both comparisons of a night of which `second` had too little.
std::string time_needed(const MeasuredRun& night, const MeasuredRun& second) {
  double seconds = 0;
  for (const MeasuredGroup& group : night.groups) {
    seconds += group.seconds;
    if (std::ranges::find(second.groups, group.name, &MeasuredGroup::name) != second.groups.end())
      seconds += seconds_of_a_look(group);
  }
  constexpr double step = 5;  // bouts do not last equally long
  return fmt::format("; this night and {} fresh bouts needed --max-time {:g}s",
                     stats::confirm_rule(1, stats::NightlyRule{}.suspect_percent).looks.at.front(),
                     step * std::ceil(seconds / step));
}

/// What its bouts say by themselves: open where they ended before they could decide.
stats::Finding finding_of(const MeasuredGroup& group, std::size_t place, const Suspicion& suspicion) {
  if (group.failed(place)) return stats::failed(group.noted(group.cells[place]).value("why", "it failed"));
  const MeasuredPair* pair = group.pair(0, place);
  const PairSeries series = pair == nullptr ? PairSeries() : series_of(group, *pair);
  stats::Finding finding = stats::confirm_night(series.pairs, series.started, suspicion);
  if (finding.verdict == stats::Verdict::Open)
    finding.why = "not confirmed yet: " + group.note.value("why", "ended early");
  return finding;
}

Result<Confirmed> confirmed_by(const Store& store, const RunRow& run, const MeasuredRun& night) {
  const auto measured = measured_run(store, run.id);
  if (!measured) return tl::unexpected(measured.error());
  Confirmed confirmed;
  const Json decision = run.study.value("decision", Json::object());
  const Json suspicions = decision.value("suspicions", Json::object());
  const bool is_limited = decision.value("max_seconds", Json()).is_number() && run.state == "finished";
  for (const auto& [cell, suspicion] : suspicions.items())
    for (const MeasuredGroup& group : measured->groups)
      for (std::size_t place = 1; place < group.cells.size(); ++place)
        if (group.cells[place].id == cell) {
          stats::Finding finding = finding_of(group, place, suspicion_from(suspicion));
          if (finding.verdict == stats::Verdict::Open && is_limited) finding.why += time_needed(night, *measured);
          confirmed[cell] = std::move(finding);
        }
  return confirmed;
}

}  // namespace

Result<NightJudgement> judge_night(const Store& store, const NightHistory& history, const RunRow& run) {
  const auto measured = measured_run(store, run.id);
  if (!measured) return tl::unexpected(measured.error());
  Confirmed confirmed;
  if (const auto second = history.confirmations.find(run.id); second != history.confirmations.end()) {
    auto found = confirmed_by(store, second->second, *measured);
    if (!found) return tl::unexpected(found.error());
    confirmed = std::move(*found);
  }
  return judge_night(history, run, night_values_of(run, measured->groups), confirmed);
}

Result<NightRows> catch_up(const Store& store, NightHistory& history, const std::string& until) {
  NightRows rows;
  for (const RunRow& run : history.runs) {
    const bool last = run.id == until;
    if (!history.is_judged(run.id) && (!until.empty() || run.state == "finished")) {
      auto judgement = judge_night(store, history, run);
      if (!judgement) return tl::unexpected(judgement.error());
      history.said[run.id] = judgement->values;
      history.events.insert(history.events.end(), judgement->events.begin(), judgement->events.end());
      rows.values.insert(rows.values.end(), judgement->values.begin(), judgement->values.end());
      rows.events.insert(rows.events.end(), judgement->events.begin(), judgement->events.end());
    }
    if (last) break;
  }
  return rows;
}

}  // namespace assay
