#include "harness/stats/effect.h"

#include <algorithm>
#include <optional>

namespace assay::stats {
namespace {

/// The configuration without the factor; empty where its level is another one.
std::optional<Configuration> without(const Cell& cell, const std::string& factor, const std::string& at) {
  const auto found = cell.configuration.find(factor);
  if (found == cell.configuration.end() || found->second != at) return std::nullopt;
  Configuration rest = cell.configuration;
  rest.erase(factor);
  return rest;
}

std::size_t place_of(const BoutRecord& bout, const std::string& cell) {
  const auto found = std::find_if(bout.processes.begin(), bout.processes.end(),
                                  [&](const ProcessRecord& process) { return process.cell == cell; });
  return static_cast<std::size_t>(found - bout.processes.begin());
}

using Row = std::vector<std::optional<PairValue>>;  // by stratum

Row row_of(const BoutRecord& bout, std::span<const Stratum> strata, const PairOptions& options, Basis basis) {
  Row row;
  for (const Stratum& stratum : strata) {
    auto value = pair_value(bout, place_of(bout, stratum.from), place_of(bout, stratum.to), options);
    if (value && !value_on(*value, basis)) value.reset();
    row.push_back(value);
  }
  return row;
}

/// Sums an optional part over strata; unknown in one is unknown in the mean.
void add(std::optional<double>& sum, const std::optional<double>& part, double weight) {
  if (sum && part)
    *sum += *part * weight;
  else
    sum.reset();
}

PairValue mean_of(std::span<const PairValue> values) {
  PairValue mean = values.front();
  if (values.size() == 1) return mean;
  const double weight = 1 / static_cast<double>(values.size());
  mean.all = mean.undisturbed_share = mean.disturbed_share = 0;
  mean.undisturbed = mean.disturbed = mean.cpu_mean = 0.0;
  for (const PairValue& value : values) {
    mean.all += value.all * weight;
    mean.undisturbed_share += value.undisturbed_share * weight;
    mean.disturbed_share += value.disturbed_share * weight;
    add(mean.undisturbed, value.undisturbed, weight);
    add(mean.disturbed, value.disturbed, weight);
    add(mean.cpu_mean, value.cpu_mean, weight);
    mean.rounds = std::min(mean.rounds, value.rounds);
    mean.undisturbed_rounds = std::min(mean.undisturbed_rounds, value.undisturbed_rounds);
    mean.disturbed_rounds = std::min(mean.disturbed_rounds, value.disturbed_rounds);
  }
  return mean;
}

std::vector<bool> ever_measured(std::span<const Row> rows, std::size_t strata) {
  std::vector<bool> ever(strata, false);
  for (const Row& row : rows)
    for (std::size_t s = 0; s < strata; ++s) ever[s] = ever[s] || row[s].has_value();
  return ever;
}

std::optional<PairValue> complete_mean(const Row& row, const std::vector<bool>& wanted) {
  std::vector<PairValue> values;
  for (std::size_t s = 0; s < row.size(); ++s) {
    if (!wanted[s]) continue;
    if (!row[s]) return std::nullopt;
    values.push_back(*row[s]);
  }
  if (values.empty()) return std::nullopt;
  return mean_of(values);
}

}  // namespace

std::vector<Stratum> strata(std::span<const Cell> cells, const std::string& factor, const std::string& from,
                            const std::string& to) {
  std::vector<Stratum> result;
  for (const Cell& a : cells) {
    const auto rest = without(a, factor, from);
    if (!rest) continue;
    for (const Cell& b : cells)
      if (a.workload == b.workload && a.parameters == b.parameters && without(b, factor, to) == rest)
        result.push_back({cell_id(a), cell_id(b)});
  }
  return result;
}

EffectSeries main_effect(std::span<const BoutRecord* const> bouts, std::span<const Stratum> strata,
                         const PairOptions& options, Basis basis) {
  std::vector<Row> rows;
  for (const BoutRecord* bout : bouts) rows.push_back(row_of(*bout, strata, options, basis));
  const auto wanted = ever_measured(rows, strata.size());
  EffectSeries series;
  series.strata = static_cast<int>(std::count(wanted.begin(), wanted.end(), true));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto mean = complete_mean(rows[i], wanted);
    if (!mean) continue;
    series.values.push_back(*value_on(*mean, basis));
    series.started.push_back(bouts[i]->started);
    series.pairs.push_back(*mean);
  }
  return series;
}

}  // namespace assay::stats
