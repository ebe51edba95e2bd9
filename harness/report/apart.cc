#include "harness/report/apart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "harness/report/judge.h"
#include "harness/stats/average.h"
#include "harness/stats/reference.h"

namespace assay {
namespace {

constexpr double kLevel = 0.95;
constexpr std::size_t kLeastBouts = 2;

/// ln(cell / anchor) in one run, whichever of the two was its baseline.
struct Anchored {
  const RunRatio* ratio = nullptr;
  double sign = 1;

  bool undisturbed() const { return ratio->series.bouts().basis() == stats::Basis::Undisturbed; }
  std::optional<stats::Widened> estimate(stats::Basis basis) const {
    stats::Average signed_one;
    signed_one.add(stats::widened(ratio->series.bouts().on(basis)), sign);
    return signed_one.result();
  }
};

std::optional<Anchored> anchored(const RunRatio& ratio, std::size_t anchor, std::size_t cell) {
  if (ratio.series.pairs.size() < kLeastBouts) return std::nullopt;
  if (ratio.from == anchor && ratio.to == cell) return Anchored{&ratio, 1};
  if (ratio.from == cell && ratio.to == anchor) return Anchored{&ratio, -1};
  return std::nullopt;
}

/// The latest run in which the two met.
std::optional<Anchored> latest(const StoredGroup& at, std::size_t anchor, std::size_t cell) {
  std::optional<Anchored> found;
  for (const RunRatio& ratio : at.ratios)
    if (const auto one = anchored(ratio, anchor, cell)) found = one;
  return found;
}

/// Two sides that met the same configuration, each in its own run.
struct CommonSide {
  std::string name;
  Anchored from;
  Anchored to;
};

std::optional<CommonSide> common_side(const StoredGroup& at, std::size_t from, std::size_t to) {
  for (std::size_t cell = 0; cell < at.group.cells.size(); ++cell) {
    if (cell == from || cell == to) continue;
    const auto a = latest(at, cell, from), b = latest(at, cell, to);
    if (a && b) return CommonSide{to_string(at.group.cells[cell].row.cell.configuration), *a, *b};
  }
  return std::nullopt;
}

/// ln of what each side is measured in, of one stratum.
struct Sides {
  std::optional<stats::Widened> from;
  std::optional<stats::Widened> to;
};

/// The mean over the strata of their differences, and these from the least to the most; empty where one is unknown.
std::optional<stats::Widened> add_mean(EffectReport& report, const std::vector<Sides>& strata, double widen) {
  stats::Average average;
  Percents percents;
  for (const auto& [from, to] : strata) {
    average.add(to, 1.0 / static_cast<double>(strata.size()));
    average.add(from, -1.0 / static_cast<double>(strata.size()));
    if (from && to) percents.add(to->estimate.mean - from->estimate.mean);
  }
  const auto difference = average.result();
  if (!difference) return std::nullopt;
  report.effect = estimate_of(stats::effect_of(*difference, kLevel, widen));
  report.bouts = difference->estimate.n;
  report.strata = static_cast<int>(strata.size());
  report.range = percents.range();
  report.verdict.clear();
  report.noise = {};
  report.decided_on = "all";
  return difference;
}

/// Undisturbed is meant by a run's base: beside a neighbour who never rests, and with no earlier run to say so, that is
/// another thing than in a run that was alone.
bool same_base(const CommonSide& each) {
  const auto from = each.from.ratio->base_ns, to = each.to.ratio->base_ns;
  return from && to && !stats::clock_changed(*to, *from);
}

/// The mean over all of them of ln(to / anchor) - ln(from / anchor). A word for it only where undisturbed rounds of one
/// base decide on every side: over all rounds an effect may depend on how busy the neighbours were, and runs differ in
/// that.
bool compare_anchored(EffectReport& report, const std::vector<CommonSide>& anchors) {
  const bool undisturbed = std::ranges::all_of(
      anchors, [](const CommonSide& each) { return each.from.undisturbed() && each.to.undisturbed(); });
  const stats::Basis basis = undisturbed ? stats::Basis::Undisturbed : stats::Basis::All;
  std::vector<Sides> sides;
  for (const CommonSide& each : anchors) sides.push_back({each.from.estimate(basis), each.to.estimate(basis)});
  const auto difference = add_mean(report, sides, stats::kLookedAt);
  if (!difference) return false;
  report.evidence = Evidence::AcrossRuns;
  report.decided_on = stats::name(basis);
  const CommonSide& first = anchors.front();
  report.why = fmt::format("a ratio of two ratios: measured against {} in run {}, and against the same in run {}",
                           first.name, first.from.ratio->run, first.to.ratio->run);
  report.why += stats::mixture_text(difference->factor, difference->kinds.has_value());
  if (!undisturbed) {
    report.why += "; over all rounds, which the neighbours of each run are in: no verdict";
    return true;
  }
  if (!std::ranges::all_of(anchors, same_base)) {
    report.why +=
        "; the reference kernel's bases of the runs differ, so undisturbed is not one thing in both: no verdict";
    return true;
  }
  const stats::Effect effect = stats::effect_of(*difference, kLevel, stats::kLookedAt);
  report.verdict = stats::name(stats::word_for(effect, Question{}.care_percent));
  if (difference->wait.empty()) return true;
  report.verdict = stats::name(stats::Verdict::Undecided);
  report.why += "; " + difference->wait;
  return true;
}

/// ln of seconds, one value for each process: of both sides wall times, where both have them, else CPU times, which
/// every process has.
Sides log_times(const MeasuredCell& from, const MeasuredCell& to) {
  const auto by_wall = [](const MeasuredCell& cell) {
    return std::ranges::count(cell.levels, stats::Clock::Wall, &stats::Level::clock) >=
           static_cast<std::ptrdiff_t>(kLeastBouts);
  };
  const bool wall = by_wall(from) && by_wall(to);
  const auto values = [&](const MeasuredCell& cell) {
    std::vector<double> logs;
    for (const stats::Level& level : cell.levels)
      if (!wall || level.clock == stats::Clock::Wall)
        logs.push_back(std::log(wall ? level.wall_seconds : level.cpu_seconds));
    return logs;
  };
  const auto estimate = [&](const MeasuredCell& cell) {
    const auto found = stats::yuen(values(cell));
    return found ? std::optional(stats::Widened{*found}) : std::nullopt;
  };
  return {estimate(from), estimate(to)};
}

bool has_times(const MeasuredGroup& group, std::size_t cell) {
  return group.cells[cell].levels.size() >= kLeastBouts && !group.cells[cell].row.emulated && !group.failed(cell);
}

void compare_times(EffectReport& report, const StoredGroup& at, const Strata& strata) {
  std::vector<Sides> sides;
  for (const auto& [from, to] : strata) sides.push_back(log_times(at.group.cells[from], at.group.cells[to]));
  if (!add_mean(report, sides, 1)) return;
  report.evidence = at.runs.size() > 1 ? Evidence::AcrossRuns : Evidence::SameRun;
  report.why = "the two sides never met in a bout: drift of the machine is in this difference";
}

}  // namespace

Strata met_in_one_run(const StoredGroup& at, const Step& step) {
  if (!at.apart) return step.strata;
  const auto met_baseline = [&](const std::string& run, std::size_t cell) {
    return cell == 0 || std::ranges::any_of(at.ratios, [&](const RunRatio& each) {
             return each.run == run && each.from == 0 && each.to == cell && !each.series.pairs.empty();
           });
  };
  Strata met = step.strata;
  std::erase_if(met, [&](const auto& sides) {
    const MeasuredPair* pair = at.group.pair(sides.first, sides.second);
    if (pair != nullptr && !pair->values.empty()) return false;
    return std::ranges::none_of(at.runs, [&](const std::string& run) {
      return met_baseline(run, sides.first) && met_baseline(run, sides.second);
    });
  });
  return met;
}

void compare_apart(EffectReport& report, const StoredGroup& at, const Step& step) {
  auto strata = step.strata;
  std::erase_if(strata, [&](const auto& sides) {
    return !has_times(at.group, sides.first) || !has_times(at.group, sides.second);
  });
  if (strata.empty()) return;
  std::vector<CommonSide> anchors;
  for (const auto& [from, to] : strata)
    if (auto anchor = common_side(at, from, to)) anchors.push_back(std::move(*anchor));
  if (anchors.empty() || !compare_anchored(report, anchors)) compare_times(report, at, strata);
}

void compare_elsewhere(EffectReport& report, const Elsewhere& sides, const std::function<bool(const Cell&)>& is_same) {
  const MeasuredGroup &from = sides.from.group, &to = sides.to.group;
  if (!has_times(from, sides.cell_from) || !has_times(to, sides.cell_to)) return;
  const bool same_host = sides.from.host == sides.to.host;
  for (std::size_t cell = 0; same_host && cell < from.cells.size(); ++cell) {
    const auto there = std::ranges::find(to.cells, from.cells[cell].id, &MeasuredCell::id);
    if (cell == sides.cell_from || there == to.cells.end() || !is_same(there->row.cell)) continue;
    const auto a = latest(sides.from, cell, sides.cell_from);
    const auto b = latest(sides.to, static_cast<std::size_t>(there - to.cells.begin()), sides.cell_to);
    if (!a || !b) continue;
    if (compare_anchored(report, {{to_string(there->row.cell.configuration), *a, *b}})) return;
  }
  if (!add_mean(report, {log_times(from.cells[sides.cell_from], to.cells[sides.cell_to])}, 1)) return;
  report.evidence = same_host ? Evidence::AcrossRuns : Evidence::AcrossHosts;
  report.why = same_host ? "absolute times of two runs: what the machine did at either time is in this difference"
                         : "absolute times of two machines: everything in which they differ is in this difference";
}

}  // namespace assay
