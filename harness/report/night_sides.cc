#include "harness/report/night_sides.h"

#include <algorithm>

#include "harness/stats/yuen.h"

namespace assay {

Result<std::vector<RunCell>> NightCells::of(const std::string& run) {
  if (const auto known = read_.find(run); known != read_.end()) return known->second;
  auto cells = store_.cells(run);
  if (cells) read_[run] = *cells;
  return cells;
}

Result<NightSides> NightCells::sides(const std::string& run, const std::string& cell) {
  const auto cells = of(run);
  if (!cells) return tl::unexpected(cells.error());
  NightSides sides;
  for (const RunCell& row : *cells)
    if (!row.baseline && cell_id(row.cell) == cell)
      sides = {row.group, row.cell.workload, row.cell.parameters, {}, row.cell.configuration};
  for (const RunCell& row : *cells)
    if (row.baseline && row.group == sides.group) sides.anchor = row.cell.configuration;
  return sides;
}

NightEstimate in_percent(double value, double low, double high) {
  return {stats::to_percent(value), stats::to_percent(low), stats::to_percent(high)};
}

NightChange change_of(const KnownChange& known, const NightSides& sides, double floor_percent) {
  const stats::Change change = change_in(known.facts);
  const char* course = change.course == stats::Change::Course::Drift ? "drift" : "step";
  return {known,        sides,       course,    in_percent(change.size, change.low, change.high),
          change.after, change.from, change.to, floor_percent};
}

}  // namespace assay
