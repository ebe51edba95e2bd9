#include "harness/report/circumstances.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/effects.h"
#include "harness/report/host_record.h"
#include "harness/stats/neighbourhood.h"
#include "harness/stats/reference.h"

namespace assay {
namespace {

constexpr double kStep = 0.5;  // seconds; as the leader has it

/// What the processes of a bout that was set aside say of it; they were measured, and are not to be used.
std::string why_set_aside(const BoutRecord& bout) {
  if (bout.outcome != Outcome::Skipped) return {};
  const auto process = std::ranges::find_if(bout.processes, [](const ProcessRecord& each) {
    return each.outcome == Outcome::Skipped && !each.slices.empty();
  });
  return process == bout.processes.end() ? "" : process->detail;
}

}  // namespace

bool ReferenceBase::changed() const {
  return earlier_ns && stats::clock_changed(base_ns, *earlier_ns);
}

Json to_json(const ReferenceBase& base) {
  return {{"base_ns", base.base_ns},
          {"earlier_base_ns", base.earlier_ns ? Json(*base.earlier_ns) : Json(nullptr)},
          {"earlier_run", base.earlier_ns ? Json(base.earlier_run) : Json(nullptr)},
          {"clock_changed", base.changed()}};
}

std::optional<double> noted_base(const std::map<std::string, Json>& notes) {
  for (const auto& [group, note] : notes)
    if (const auto settled = note.find("reference_base_ns"); settled != note.end() && settled->is_number())
      if (const double base = settled->get<double>(); base > 0) return base;
  return std::nullopt;
}

Result<ReferenceBase> reference_base(const Store& store, const RunRow& run, double base_ns) {
  ReferenceBase found{base_ns, {}, {}};
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  for (const RunRow& earlier : *runs) {  // the newest first
    const bool before = std::pair(earlier.started, earlier.id) < std::pair(run.started, run.id);
    if (!before || host_id_of(earlier.host) != host_id_of(run.host)) continue;
    const auto notes = store.group_notes(earlier.id);
    if (!notes) return tl::unexpected(notes.error());
    found.earlier_ns = noted_base(*notes);
    found.earlier_run = earlier.id;
    if (found.earlier_ns) break;
  }
  return found;
}

void Mishaps::add(const StoredBout& bout) {
  const BoutRecord& record = bout.record;
  if (const std::string why = why_set_aside(record); !why.empty()) {
    set_aside_[bout.group].why = why;
    ++set_aside_[bout.group].bouts;
  }
  if (record.outcome == Outcome::Measured && !record.detail.empty())
    steps_.push_back(fmt::format("{}: {}; times of day are off, durations are not", bout.group, record.detail));
  const auto last = last_started_.find(bout.group);
  if (last != last_started_.end() && record.started < last->second - kStep)
    steps_.push_back(
        fmt::format("{}: a bout began {:.1f} s before the one that was taken before it: the time of day "
                    "was set back; durations are not touched by it",
                    bout.group, last->second - record.started));
  last_started_[bout.group] = record.started;
}

std::vector<std::string> Mishaps::sentences() const {
  std::vector<std::string> all;
  for (const auto& [group, each] : set_aside_)
    all.push_back(fmt::format("{}: {} set aside: {}", group,
                              each.bouts == 1 ? "a bout was" : fmt::format("{} bouts were", each.bouts), each.why));
  all.insert(all.end(), steps_.begin(), steps_.end());
  return all;
}

std::string noisy_turn(const MeasuredGroup& group) {
  if (group.mode != Mode::Turns) return {};
  for (const MeasuredPair& pair : group.pairs) {
    const auto turn = stats::turned_noisy(series_of(group, pair).pairs);
    if (!turn) continue;
    return fmt::format(
        "{}: the machine turned noisy while this was measured: {:.0f} % of the rounds were undisturbed in "
        "the first six bouts, {:.0f} % in the last six",
        group.name, 100 * turn->before, 100 * turn->after);
  }
  return {};
}

}  // namespace assay
