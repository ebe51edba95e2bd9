#include <algorithm>

#include "harness/report/effects.h"
#include "harness/report/measured_run.h"
#include "harness/report/night_judge.h"
#include "harness/stats/night_confirmation.h"

namespace assay {
namespace {

/// What its bouts say by themselves: open where they ended before they could decide.
stats::Finding finding_of(const MeasuredGroup& group, std::size_t place, const Suspicion& suspicion) {
  if (group.failed(place)) return stats::failed(group.noted(group.cells[place]).value("why", "it failed"));
  const MeasuredPair* pair = group.pair(0, place);
  if (pair == nullptr) return {};
  const PairSeries series = series_of(group, *pair);
  stats::Finding finding = stats::confirm_night(series.pairs, series.started, suspicion);
  if (finding.verdict == stats::Verdict::Open)
    finding.why = "not confirmed yet: " + group.note.value("why", "ended early");
  return finding;
}

Result<Confirmed> confirmed_by(const Store& store, const RunRow& run) {
  const auto measured = measured_run(store, run.id);
  if (!measured) return tl::unexpected(measured.error());
  Confirmed confirmed;
  const Json decision = run.study.value("decision", Json::object());
  const Json suspicions = decision.value("suspicions", Json::object());
  for (const auto& [cell, suspicion] : suspicions.items())
    for (const MeasuredGroup& group : measured->groups)
      for (std::size_t place = 1; place < group.cells.size(); ++place)
        if (group.cells[place].id == cell) confirmed[cell] = finding_of(group, place, suspicion_from(suspicion));
  return confirmed;
}

}  // namespace

Result<NightJudgement> judge_night(const Store& store, const NightHistory& history, const RunRow& run) {
  const auto measured = measured_run(store, run.id);
  if (!measured) return tl::unexpected(measured.error());
  Confirmed confirmed;
  if (const auto second = history.confirmations.find(run.id); second != history.confirmations.end()) {
    auto found = confirmed_by(store, second->second);
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
