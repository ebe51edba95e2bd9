#include "harness/stats/nights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace assay::stats {
namespace {

constexpr double kLargestRatio = 1e6;  // of two times; beyond it the levels of the search would not be told apart

std::optional<Error> wrong(const Night& night) {
  const std::string where = fmt::format("night {}", night.night);
  if (!std::isfinite(night.value))
    return Error{fmt::format("the log ratio to the anchor is {}", night.value), where,
                 "leave a night out that could not be measured"};
  if (std::abs(night.value) > std::log(kLargestRatio))
    return Error{
        fmt::format("the log ratio to the anchor is {}, which is a ratio beyond {:.0f}", night.value, kLargestRatio),
        where, "is it a logarithm? leave a night out that could not be measured"};
  if (!std::isfinite(night.se) || night.se < 0)
    return Error{fmt::format("the standard error is {}", night.se), where, "0 says that it is not known"};
  return std::nullopt;
}

/// Of measurements of the same night.
double together(std::span<const Night> same) {
  std::vector<double> errors;
  for (const Night& night : same) errors.push_back(night.se);
  const std::vector<double> weights = weights_of_a_night(errors);
  double mean = 0;
  for (std::size_t i = 0; i < same.size(); ++i) mean += weights[i] * same[i].value;
  return mean;
}

Strand& strand_of(std::vector<Strand>& found, const std::string& identity) {
  const auto same = std::find_if(found.begin(), found.end(), [&](const Strand& s) { return s.identity == identity; });
  if (same != found.end()) return *same;
  return found.emplace_back(Strand{identity, {}, {}});
}

}  // namespace

std::vector<double> weights_of_a_night(std::span<const double> standard_errors) {
  const bool known = std::ranges::all_of(standard_errors, [](double se) { return se > 0; });
  std::vector<double> weights;
  double sum = 0;
  for (const double se : standard_errors) sum += weights.emplace_back(known ? 1 / (se * se) : 1);
  for (double& weight : weights) weight /= sum;
  return weights;
}

Result<std::vector<Strand>> strands(std::span<const Night> series) {
  for (const Night& night : series)
    if (auto error = wrong(night)) return tl::unexpected(std::move(*error));
  std::vector<Night> sorted(series.begin(), series.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const Night& a, const Night& b) {
    return a.night != b.night ? a.night < b.night : a.identity < b.identity;
  });
  std::vector<Strand> found;
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto end = std::find_if(first, sorted.end(), [&](const Night& night) {
      return night.night != first->night || night.identity != first->identity;
    });
    Strand& strand = strand_of(found, first->identity);
    strand.nights.push_back(first->night);
    strand.values.push_back(together({first, end}));
    first = end;
  }
  return found;
}

}  // namespace assay::stats
