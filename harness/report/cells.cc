#include "harness/report/cells.h"

#include <fmt/format.h>

#include "harness/report/effects.h"
#include "harness/report/notes.h"
#include "harness/report/subject.h"
#include "harness/stats/steady.h"

namespace assay {
namespace {

std::optional<Rate> rate_of(const MeasuredCell& cell, double seconds) {
  const auto work = cell.facts.is_object() ? cell.facts.find("work") : cell.facts.end();
  if (!cell.facts.is_object() || work == cell.facts.end() || !work->is_object() || seconds <= 0) return std::nullopt;
  const auto amount = work->find("amount");
  const auto unit = work->find("unit");
  if (amount == work->end() || !amount->is_number() || unit == work->end() || !unit->is_string()) return std::nullopt;
  return Rate{amount->get<double>() / seconds, unit->get<std::string>()};
}

std::string detail_of(const MeasuredCell& cell, const MeasuredGroup& group) {
  if (cell.outcome == Outcome::Skipped && cell.detail.empty()) return group.note.value("why", "");
  if (cell.outcome != Outcome::Measured || cell.failed == 0) return cell.detail;
  const auto all = cell.levels.size() + static_cast<std::size_t>(cell.failed);
  return fmt::format("{} of {} processes failed{}", cell.failed, all, cell.detail.empty() ? "" : ": " + cell.detail);
}

/// Of all rounds; empty where no reading was taken.
std::optional<double> undisturbed_of(const stats::LevelSummary& summary, bool readings_known) {
  if (!readings_known) return std::nullopt;
  return summary.undisturbed_share;
}

void add_steadiness(CellReport& report, const MeasuredCell& cell) {
  if (const auto warmup = stats::warmup_slices(cell.series)) report.warmup_slices = static_cast<int>(*warmup);
  if (stats::has_no_steady_state(cell.series)) report.notes.push_back(no_steady_state());
}

}  // namespace

std::optional<Estimate> against_baseline(const MeasuredGroup& group, std::size_t place) {
  const MeasuredPair* pair = group.pair(0, place);
  if (pair == nullptr) return std::nullopt;
  const PairSeries series = series_of(group, *pair);
  const auto found = stats::widened(series.bouts());
  if (!found) return std::nullopt;
  return estimate_of(stats::effect_of(*found, 0.95, stats::kLookedAt));
}

std::vector<CellReport> cells_of(const MeasuredGroup& group, bool readings_known) {
  std::vector<CellReport> reports;
  for (std::size_t place = 0; place < group.cells.size(); ++place) {
    const MeasuredCell& cell = group.cells[place];
    CellReport report;
    report.id = cell.id;
    report.group = group.name;
    report.cell = cell.row.cell;
    report.baseline = cell.row.baseline;
    report.emulated = cell.row.emulated;
    report.outcome = cell.outcome;
    report.detail = detail_of(cell, group);
    if (const auto summary = stats::summarise(cell.levels)) {
      report.seconds = Seconds{summary->median_seconds, summary->low_seconds, summary->high_seconds};
      report.rate = rate_of(cell, summary->median_seconds);
      report.clock = summary->clock;
      report.undisturbed = undisturbed_of(*summary, readings_known);
    }
    report.processes = static_cast<int>(cell.levels.size());
    report.slices = static_cast<int>(cell.slices);
    if (!cell.executed.empty()) report.executed = cell.executed.back();
    const Subject subject = subject_of(cell.facts);
    report.subject = subject.name;
    report.kernels = subject.kernels;
    add_steadiness(report, cell);
    if (place > 0) report.against_baseline = against_baseline(group, place);
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace assay
