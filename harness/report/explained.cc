#include "harness/report/explained.h"

#include <algorithm>
#include <map>
#include <set>

#include "harness/report/effects.h"
#include "harness/stats/average.h"
#include "harness/stats/factorial.h"
#include "harness/stats/looks.h"

namespace assay {
namespace {

/// Cells that have the same factors.
struct Block {
  std::vector<std::string> factors;              ///< that vary among them
  std::vector<std::vector<std::string>> levels;  ///< of each, as they come
  std::vector<std::size_t> cells;                ///< places in the group
  stats::Design design;
};

/// The baseline's value is known wherever another's is.
bool has_value(const MeasuredGroup& group, std::size_t cell) {
  if (group.cells[cell].row.emulated || group.failed(cell)) return false;
  if (cell == 0) return group.cells[cell].outcome == Outcome::Measured;
  const MeasuredPair* pair = group.pair(0, cell);
  return pair != nullptr && pair->values.size() > 1;
}

const Configuration& configuration(const MeasuredGroup& group, std::size_t cell) {
  return group.cells[cell].row.cell.configuration;
}

int place_of(std::vector<std::string>& levels, const std::string& level) {
  const auto found = std::ranges::find(levels, level);
  if (found == levels.end()) levels.push_back(level);
  return static_cast<int>(std::ranges::find(levels, level) - levels.begin());
}

void add_design(Block& block, const MeasuredGroup& group) {
  for (const auto& [factor, level] : configuration(group, block.cells.front())) {
    std::vector<std::string> levels;
    for (const std::size_t cell : block.cells) place_of(levels, configuration(group, cell).at(factor));
    if (levels.size() < 2) continue;
    block.factors.push_back(factor);
    block.levels.push_back(levels);
    block.design.levels.push_back(static_cast<int>(levels.size()));
  }
  for (const std::size_t cell : block.cells) {
    std::vector<int> at;
    for (std::size_t factor = 0; factor < block.factors.size(); ++factor)
      at.push_back(place_of(block.levels[factor], configuration(group, cell).at(block.factors[factor])));
    block.design.cells.push_back(std::move(at));
  }
}

std::vector<Block> blocks_of(const MeasuredGroup& group) {
  std::map<std::set<std::string>, Block> by_factors;
  for (std::size_t cell = 0; cell < group.cells.size(); ++cell) {
    if (!has_value(group, cell)) continue;
    std::set<std::string> factors;
    for (const auto& [factor, level] : configuration(group, cell)) factors.insert(factor);
    by_factors[factors].cells.push_back(cell);
  }
  std::vector<Block> blocks;
  for (auto& [factors, block] : by_factors) {
    add_design(block, group);
    if (block.factors.size() > 1) blocks.push_back(std::move(block));
  }
  return blocks;
}

/// Cells of a block that met in the same bouts, and these bouts; the baseline, whose values are zero, is in every one.
struct Meeting {
  std::vector<std::size_t> cells;  ///< places in the block
  std::vector<std::vector<const stats::PairValue*>> bouts;
};

std::vector<Meeting> meetings_of(const MeasuredGroup& group, const Block& block) {
  const auto values = [&](std::size_t cell) -> const auto& {
    return group.pair(0, block.cells[cell])->values;
  };
  std::vector<Meeting> meetings;
  for (std::size_t cell = 0; cell < block.cells.size(); ++cell) {
    if (block.cells[cell] == 0) continue;
    const auto meets = [&](const Meeting& meeting) {
      return std::ranges::any_of(values(meeting.cells.front()),
                                 [&](const auto& each) { return values(cell).contains(each.first); });
    };
    const auto found = std::ranges::find_if(meetings, meets);
    (found == meetings.end() ? meetings.emplace_back() : *found).cells.push_back(cell);
  }
  for (Meeting& meeting : meetings)
    for (const auto& [bout, first] : values(meeting.cells.front())) {
      std::vector<const stats::PairValue*> all;
      for (const std::size_t cell : meeting.cells)
        if (const auto at = values(cell).find(bout); at != values(cell).end()) all.push_back(&at->second);
      if (all.size() == meeting.cells.size()) meeting.bouts.push_back(std::move(all));
    }
  return meetings;
}

/// The sum over cells of weight times value, for each bout.
std::vector<stats::PairValue> weighted(const Meeting& meeting, const std::vector<double>& weights) {
  std::vector<double> of_cells;
  for (const std::size_t cell : meeting.cells) of_cells.push_back(weights[cell]);
  std::vector<stats::PairValue> sums, values;
  for (const auto& bout : meeting.bouts) {
    values.clear();
    for (const stats::PairValue* value : bout) values.push_back(*value);
    sums.push_back(stats::weighted(values, of_cells));
  }
  return sums;
}

/// By the rounds that decide wherever cells met, else by all: a sum of both would be of neither.
stats::Basis basis_of(const std::vector<Meeting>& meetings, std::size_t cells) {
  std::vector<std::vector<stats::PairValue>> values;
  for (const Meeting& meeting : meetings) values.push_back(weighted(meeting, std::vector<double>(cells, 0)));
  const std::vector<stats::Bouts> bouts(values.begin(), values.end());
  return stats::common_basis(bouts);
}

std::optional<stats::Widened> sum_over(const std::vector<Meeting>& meetings, const std::vector<double>& weights,
                                       stats::Basis basis) {
  stats::Average sum;
  for (const Meeting& meeting : meetings) {
    const auto values = weighted(meeting, weights);
    sum.add(stats::widened(stats::Bouts(values).on(basis)), 1);
  }
  return sum.result();
}

/// Each cell's estimate on its own; the baseline's is 0.
std::vector<double> values_of(const std::vector<Meeting>& meetings, std::size_t cells, stats::Basis basis) {
  std::vector<double> values(cells, 0);
  for (const Meeting& meeting : meetings)
    for (const std::size_t cell : meeting.cells) {
      std::vector<double> weights(cells, 0);
      weights[cell] = 1;
      if (const auto found = sum_over({meeting}, weights, basis)) values[cell] = found->estimate.mean;
    }
  return values;
}

/// The variance of one cell's value in one bout, about its own mean and the bout's.
class BoutVariance {
 public:
  /// `zeros`: cells whose value is 0 in every bout, such as the baseline.
  void add(const Meeting& meeting, std::size_t zeros) {
    const auto bouts = static_cast<double>(meeting.bouts.size());
    const auto cells = static_cast<double>(meeting.cells.size() + zeros);
    if (bouts < 2 || cells < 2) return;
    std::vector<double> of_cell(meeting.cells.size(), 0), of_bout;
    double mean = 0;
    for (const auto& bout : meeting.bouts) {
      of_bout.push_back(0);
      for (std::size_t i = 0; i < bout.size(); ++i) {
        of_cell[i] += bout[i]->all / bouts;
        of_bout.back() += bout[i]->all / cells;
      }
      mean += of_bout.back() / bouts;
    }
    for (std::size_t b = 0; b < meeting.bouts.size(); ++b) {
      const auto square = [&](double value, double cell) {
        const double rest = value - cell - of_bout[b] + mean;
        squares_ += rest * rest;
      };
      for (std::size_t i = 0; i < of_cell.size(); ++i) square(meeting.bouts[b][i]->all, of_cell[i]);
      for (std::size_t i = 0; i < zeros; ++i) square(0, 0);
    }
    df_ += (bouts - 1) * (cells - 1);
  }
  double result() const { return df_ > 0 ? squares_ / df_ : 0; }

 private:
  double squares_ = 0;
  double df_ = 0;
};

std::vector<std::string> names_of(const Block& block, const stats::Term& term) {
  std::vector<std::string> names;
  for (const std::size_t factor : term.factors) names.push_back(block.factors[factor]);
  return names;
}

std::vector<std::vector<std::string>> names_of(const Block& block, const stats::Factorial& fit,
                                               const std::vector<std::size_t>& terms) {
  std::vector<std::vector<std::string>> names;
  for (const std::size_t term : terms) names.push_back(names_of(block, fit.terms[term]));
  return names;
}

ExplainedReport::Effect effect_of(const Block& block, const stats::Factorial& fit, const stats::Contrast& contrast,
                                  const std::vector<Meeting>& meetings, stats::Basis basis) {
  ExplainedReport::Effect effect;
  const auto& factors = fit.terms[contrast.term].factors;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const auto& levels = block.levels[factors[i]];
    effect.from[block.factors[factors[i]]] = levels.front();
    effect.to[block.factors[factors[i]]] = levels[static_cast<std::size_t>(contrast.to[i])];
  }
  effect.assuming_none = names_of(block, fit, contrast.assuming_none);
  const auto found = sum_over(meetings, contrast.weights, basis);
  if (found && found->estimate.n >= stats::kFirstLook)
    effect.effect = estimate_of(stats::effect_of(*found, 0.95, stats::kLookedAt));
  return effect;
}

void add_shares(ExplainedReport& report, const stats::Factorial& fit, const std::vector<double>& values,
                const std::vector<Meeting>& meetings, std::size_t zeros) {
  const auto variances = stats::variance_by_term(fit, values);
  BoutVariance noise;
  for (const Meeting& meeting : meetings) noise.add(meeting, zeros);
  double all = noise.result();
  for (const double variance : variances) all += variance;
  if (!(all > 0)) return;
  for (std::size_t t = 0; t < report.terms.size(); ++t) report.terms[t].share = variances[t] / all;
  report.higher_order = variances.back() / all;
  report.bout_to_bout = noise.result() / all;
}

int combinations(const stats::Design& design) {
  int all = 1;
  for (const int levels : design.levels) all *= levels;
  return all;
}

ExplainedReport explain(const MeasuredGroup& group, const Block& block) {
  const auto meetings = meetings_of(group, block);
  const stats::Basis basis = basis_of(meetings, block.cells.size());
  const stats::Factorial fit = stats::factorial(block.design);
  ExplainedReport report;
  report.group = group.name;
  report.workload = group.cells.front().row.cell.workload;
  report.parameters = group.cells.front().row.cell.parameters;
  report.factors = block.factors;
  report.cells = static_cast<int>(block.cells.size());
  report.missing = combinations(block.design) - report.cells;
  report.orthogonal = fit.orthogonal;
  for (const stats::Term& term : fit.terms)
    report.terms.push_back({names_of(block, term), 0, names_of(block, fit, term.aliased_with), {}});
  for (const stats::Contrast& contrast : fit.contrasts)
    report.terms[contrast.term].effects.push_back(effect_of(block, fit, contrast, meetings, basis));
  for (const Meeting& meeting : meetings) {
    const auto bouts = static_cast<int>(meeting.bouts.size());
    report.bouts = report.bouts == 0 ? bouts : std::min(report.bouts, bouts);
  }
  add_shares(report, fit, values_of(meetings, block.cells.size(), basis), meetings, block.cells.front() == 0 ? 1 : 0);
  return report;
}

}  // namespace

std::vector<ExplainedReport> explain(const MeasuredGroup& group) {
  std::vector<ExplainedReport> reports;
  for (const Block& block : blocks_of(group)) reports.push_back(explain(group, block));
  return reports;
}

}  // namespace assay
