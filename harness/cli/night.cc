#include "harness/cli/night.h"

#include <algorithm>
#include <cstdint>

namespace assay {
namespace {

Result<StopReason> measure(const Plan& plan, const OpenedRun& run, const Night& night) {
  if (night.begins) night.begins(plan, run);
  const auto stop = run_session(plan, run.row.id, night.store, night.tools, night.observer);
  if (!stop) return tl::unexpected(stop.error());
  return stop->reason;
}

/// What the night leaves to be confirmed, judged as the nights before have been stored.
Result<std::map<std::string, Suspicion>> suspicions_of(const Store& store, const RunRow& run) {
  auto history = read_history(store, run.title);
  if (!history) return tl::unexpected(history.error());
  history->confirmations.erase(run.id);
  const auto rows = catch_up(store, *history, run.id);
  if (!rows) return tl::unexpected(rows.error());
  history->said.erase(run.id);
  std::erase_if(history->events, [&](const NightEvent& event) { return event.run == run.id; });
  const auto judged = judge_night(store, *history, *history->find(run.id));  // as it ended
  if (!judged) return tl::unexpected(judged.error());
  return judged->suspicions;
}

Result<StopReason> confirm(const Plan& plan, const RunRow& run, const Night& night) {
  const auto suspicions = suspicions_of(night.store, run);
  if (!suspicions) return tl::unexpected(suspicions.error());
  if (suspicions->empty()) return StopReason::Finished;
  const auto used = night.store.measuring_seconds(run.id);
  if (!used) return tl::unexpected(used.error());
  Plan second = confirmation_plan(plan, *suspicions, *used);
  second.study.confirms = run.id;
  const auto opened = night.open("nightly-confirm", second);
  if (!opened) return tl::unexpected(opened.error());
  return measure(second, *opened, night);
}

Result<void> store_judgement(Store& store, const RunRow& run) {
  auto history = read_history(store, run.title);
  if (!history) return tl::unexpected(history.error());
  auto rows = catch_up(store, *history, run.id);
  if (!rows) return tl::unexpected(rows.error());
  for (NightEvent& event : rows->events)
    if (night_of(event.at) != night_of(run)) event.note["told_on"] = night_of(run);  // first: no exit status said it
  return store.add_night(rows->values, rows->events);
}

}  // namespace

Plan confirmation_plan(const Plan& plan, const std::map<std::string, Suspicion>& suspicions, double seconds_used) {
  Plan second = plan;
  constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15U;  // Weyl's: the orders of turns must be fresh ones, too
  second.seed = (plan.seed + 1) * multiplier >> 11;          // below 2^53
  second.study.decision.bouts.reset();
  auto& left = second.study.decision.max_seconds;
  if (left) left = std::max(0.0, *left - seconds_used);
  second.groups.clear();
  for (const Group& group : plan.groups) {
    Group chosen = group;
    chosen.cells = {group.cells[group.baseline]};
    chosen.baseline = 0;
    for (std::size_t index = 0; index < group.cells.size(); ++index) {
      const auto suspicion = suspicions.find(cell_id(group.cells[index]));
      if (index == group.baseline || suspicion == suspicions.end()) continue;
      chosen.cells.push_back(group.cells[index]);
      chosen.suspicions.insert(*suspicion);
    }
    if (chosen.cells.size() > 1) second.groups.push_back(std::move(chosen));
  }
  const double share = static_cast<double>(second.groups.size()) / static_cast<double>(plan.groups.size());
  second.needed_seconds = second.estimated_seconds = seconds_used * share;
  return second;
}

Result<NightEnd> measure_night(Plan plan, const Night& night) {
  const auto opened = night.open("nightly", plan);
  if (!opened) return tl::unexpected(opened.error());
  NightEnd end{opened->row.id, StopReason::Finished};
  const auto history = read_history(night.store, opened->row.title);
  if (!history) return tl::unexpected(history.error());
  if (history->is_judged(end.run)) return end;
  if (!opened->continued || opened->row.state != "finished") {
    const auto first = measure(plan, *opened, night);
    if (!first) return tl::unexpected(first.error());
    end.reason = *first;
  }
  if (is_broken_off(end.reason)) return end;
  const auto second = confirm(plan, opened->row, night);
  if (!second) return tl::unexpected(second.error());
  if (is_broken_off(*second)) end.reason = *second;
  if (is_broken_off(end.reason)) return end;
  if (const auto stored = store_judgement(night.store, opened->row); !stored) return tl::unexpected(stored.error());
  return end;
}

}  // namespace assay
