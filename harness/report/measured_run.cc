#include "harness/report/measured_run.h"

#include <algorithm>

#include "harness/stats/bouts.h"
#include "harness/stats/reference.h"
#include "results/find_run.h"

namespace assay {
namespace {

/// The base of the run's reference readings: over the first six measuring bouts of each group, before anything is
/// decided. As the session settled it; of a run that ended before, or was measured elsewhere, as far as it goes.
Result<std::optional<double>> own_base_of(const Store& store, const std::string& run) {
  const auto notes = store.group_notes(run);
  if (!notes) return tl::unexpected(notes.error());
  if (const auto noted = noted_own_base(*notes)) return noted;
  stats::ReferenceReadings readings;
  std::map<std::string, int> bouts;
  const auto done = store.scan(run, Detail::Estimates, [&](StoredBout& bout) {
    if (bout.record.mode != Mode::Calibrate && bouts[bout.group]++ < stats::kChoiceBouts) readings.add(bout.record);
  });
  if (!done) return tl::unexpected(done.error());
  return readings.base_ns();
}

Result<std::vector<MeasuredGroup>> measure(const Store& store, const std::string& run, std::optional<double> base_ns,
                                           Mishaps& mishaps) {
  const auto cells = store.cells(run);
  if (!cells) return tl::unexpected(cells.error());
  const auto notes = store.group_notes(run);
  if (!notes) return tl::unexpected(notes.error());
  const auto summaries = store.summaries(run);
  if (!summaries) return tl::unexpected(summaries.error());
  std::vector<MeasuredGroup> groups = groups_of(*cells, *notes);
  const auto done = store.scan(run, Detail::Estimates, [&](StoredBout& bout) {
    const auto group = std::ranges::find(groups, bout.group, &MeasuredGroup::name);
    if (group != groups.end()) add_bout(*group, bout.record, {base_ns, true});
    mishaps.add(bout);
  });
  if (!done) return tl::unexpected(done.error());
  for (MeasuredGroup& group : groups)
    for (MeasuredCell& cell : group.cells)
      if (const auto found = std::ranges::find(*summaries, cell.id, &CellSummary::cell); found != summaries->end()) {
        cell.executed = found->executed;
        cell.facts = found->facts;
      }
  return groups;
}

}  // namespace

Result<MeasuredRun> measured_run(const Store& store, const std::string& run) {
  const auto row = find_run(store, run);
  if (!row) return tl::unexpected(row.error());
  const auto own = own_base_of(store, run);
  if (!own) return tl::unexpected(own.error());
  MeasuredRun measured{{}, *own, {}, {}};
  if (*own) measured.base_ns = stats::base_beside(**own, stored_least_base(*row));
  auto groups = measure(store, run, measured.base_ns, measured.mishaps);
  if (!groups) return tl::unexpected(groups.error());
  measured.groups = std::move(*groups);
  return measured;
}

}  // namespace assay
