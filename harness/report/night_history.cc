#include "harness/report/night_history.h"

#include <algorithm>

namespace assay {
namespace {

std::string parent_of(const RunRow& run) {
  const auto confirms = run.study.is_object() ? run.study.find("confirms") : run.study.end();
  return run.study.is_object() && confirms != run.study.end() && confirms->is_string() ? confirms->get<std::string>()
                                                                                       : std::string();
}

}  // namespace

const RunRow* NightHistory::find(const std::string& run) const {
  const auto found = std::ranges::find(runs, run, &RunRow::id);
  return found == runs.end() ? nullptr : &*found;
}

Result<NightHistory> read_history(const Store& store, const std::string& title) {
  NightHistory history;
  history.title = title;
  auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  for (RunRow& run : *runs) {
    if (run.title != title) continue;
    if (run.kind == "nightly-confirm") history.confirmations.try_emplace(parent_of(run), run);  // the newest first
    if (run.kind == "nightly") history.runs.push_back(std::move(run));
  }
  std::ranges::sort(history.runs, {}, [](const RunRow& run) { return std::pair(run.started, run.id); });
  auto values = store.night_values();
  if (!values) return tl::unexpected(values.error());
  for (NightValue& value : *values)
    if (history.find(value.run) != nullptr) history.said[value.run].push_back(std::move(value));
  auto events = store.night_events();
  if (!events) return tl::unexpected(events.error());
  for (NightEvent& event : *events)
    if (event.note.is_object() && event.note.value("study", "") == title) history.events.push_back(std::move(event));
  return history;
}

Result<void> note_later_night(const Store& store, RunRow& begun) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  int last = night_of(begun);
  for (const RunRow& run : *runs)
    if (run.kind == "nightly" && run.title == begun.title) last = std::max(last, night_of(run));
  if (last > night_of(begun)) begun.study[kLaterNight] = last;
  return {};
}

}  // namespace assay
