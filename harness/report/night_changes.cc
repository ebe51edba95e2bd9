#include <algorithm>
#include <array>
#include <string_view>

#include "harness/report/night_judge.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 3> kEnds = {"recovered", "dismissed", "withdrawn"};

bool is_end(std::string_view state) {
  return std::ranges::find(kEnds, state) != kEnds.end();
}

KnownChange& entry_of(std::vector<KnownChange>& all, const NightEvent& event) {
  const auto found = std::ranges::find(all, event.change, &KnownChange::id);
  if (found != all.end()) return *found;
  KnownChange& made = all.emplace_back();
  made.id = event.change;
  made.study = event.note.value("study", "");
  made.group = event.note.value("group", "");
  made.cell = event.note.value("cell", "");
  made.told = night_of(event.at);
  made.told_by = event.run;
  return made;
}

void add(KnownChange& change, const NightEvent& event) {
  if (change.told_by.empty() && !event.run.empty()) {  // acknowledged before what told it was stored
    change.told = night_of(event.at);
    change.told_by = event.run;
  }
  if (change.state != "acknowledged" || is_end(event.state)) change.state = event.state;
  if (event.state == "acknowledged") change.reason = event.note.value("reason", "");
  const bool bears_out = event.state == "confirmed" || event.state == "drifting";
  if (bears_out && change.confirmed == 0) {
    change.confirmed = night_of(event.at);
    change.told_late = event.note.value("told_on", 0);
  }
  if (event.note.contains("why")) change.why = event.note.value("why", "");
  if (!event.note.contains("change") || is_end(event.state)) return;
  change.facts = event.note.at("change");
  change.place = place_in(event.note.value("place", Json::object()));
}

}  // namespace

bool KnownChange::is_open() const {
  return !is_end(state);
}

std::vector<KnownChange> known_changes(std::span<const NightEvent> events) {
  std::vector<KnownChange> all;
  for (const NightEvent& event : events) add(entry_of(all, event), event);
  return all;
}

stats::Change change_in(const Json& facts) {
  stats::Change change;
  if (!facts.is_object()) return change;
  change.course = facts.value("course", "step") == "drift" ? stats::Change::Course::Drift : stats::Change::Course::Step;
  change.after = facts.value("after", 0);
  change.from = facts.value("from", 0);
  change.to = facts.value("to", 0);
  change.before = facts.value("before", 0.0);
  change.size = facts.value("size", 0.0);
  change.low = facts.value("low", 0.0);
  change.high = facts.value("high", 0.0);
  change.p = facts.value("p", 1.0);
  return change;
}

}  // namespace assay
