#include "harness/stats/neighbourhood.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/core/order.h"
#include "harness/stats/reference.h"
#include "harness/stats/yuen.h"

namespace assay::stats {
namespace {

constexpr int kReachedForUndisturbed = 5;  // of kChoiceBouts
constexpr double kCorrelated = 0.25;
constexpr double kMostCorrelation = 0.95;  // a factor of 6; r near 1 is a ramp, which no factor mends
constexpr std::size_t kLeastForDifference = 9;
constexpr double kDifferP = 0.01;
constexpr double kRareP = 0.001;
constexpr double kMostly = 0.5;

double p_of(std::span<const double> differences) {
  const auto estimate = yuen(differences);
  return estimate ? p_two_sided(*estimate) : 1;
}

}  // namespace

std::optional<Basis> choose_basis(std::span<const int> undisturbed_rounds) {
  if (undisturbed_rounds.size() < kChoiceBouts) return std::nullopt;
  const auto first = undisturbed_rounds.first(kChoiceBouts);
  const auto reached = std::count_if(first.begin(), first.end(), [](int n) { return n >= kUndisturbedRounds; });
  return reached >= kReachedForUndisturbed ? Basis::Undisturbed : Basis::All;
}

bool can_be_undisturbed(std::span<const int> undisturbed_rounds) {
  const auto first = undisturbed_rounds.first(std::min<std::size_t>(undisturbed_rounds.size(), kChoiceBouts));
  const auto missed = std::ranges::count_if(first, [](int n) { return n < kUndisturbedRounds; });
  return missed <= kChoiceBouts - kReachedForUndisturbed;
}

double lag1_correlation(std::span<const double> values) {
  if (values.size() < 3 || std::ranges::count(values, values[0]) == std::ssize(values)) return 0;
  double mean = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) products += (values[i - 1] - mean) * (values[i] - mean);
  }
  return products / squares;
}

double widening_factor(std::span<const double> values, Widening widening) {
  if (widening == Widening::Never) return 1;
  const double r = std::clamp(lag1_correlation(values), 0.0, kMostCorrelation);
  const bool correlated = std::ssize(values) >= kLeastForCorrelation && r > kCorrelated;
  return correlated || widening == Widening::Always ? std::sqrt((1 + r) / (1 - r)) : 1;
}

NeighbourDifference neighbour_difference(std::span<const PairValue> bouts) {
  std::vector<double> differences;
  for (const PairValue& bout : bouts)
    if (bout.undisturbed && bout.disturbed) differences.push_back(*bout.disturbed - *bout.undisturbed);
  NeighbourDifference result;
  result.bouts = static_cast<int>(differences.size());
  if (differences.size() < kLeastForDifference) return result;
  result.p = p_of(differences);
  result.differ = result.p < kDifferP;
  return result;
}

Mixture mixture_of(std::span<const PairValue> bouts) {
  if (!neighbour_difference(bouts).differ) {
    const auto had = [](const PairValue& bout) { return bout.disturbed_rounds >= kShownRounds; };
    const bool any = std::ranges::any_of(bouts, had);
    return {any ? Widening::WhenDisturbed : Widening::WhenCorrelated, by_speed(bouts)};
  }
  std::vector<double> alone, beside;
  for (const PairValue& bout : bouts) {
    if (!bout.undisturbed || !bout.disturbed) continue;
    alone.push_back(*bout.undisturbed);
    beside.push_back(*bout.disturbed);
  }
  const auto of_alone = yuen(alone), of_beside = yuen(beside);
  if (!of_alone || !of_beside) return {Widening::Always};
  return {Widening::Always, EitherKind{*of_alone, *of_beside}};
}

std::optional<NoisyTurn> turned_noisy(std::span<const PairValue> bouts) {
  if (bouts.size() < 2 * kChoiceBouts) return std::nullopt;
  const auto median_share = [](std::span<const PairValue> some) {
    std::vector<double> shares;
    for (const PairValue& bout : some) shares.push_back(bout.undisturbed_share);
    return median_in_place(shares);
  };
  const NoisyTurn turn{median_share(bouts.first(kChoiceBouts)), median_share(bouts.last(kChoiceBouts))};
  const bool turned = turn.before > kMostly && turn.after <= turn.before / 2;
  return turned ? std::optional(turn) : std::nullopt;
}

bool rare_slices_differ(std::span<const PairValue> bouts) {
  std::vector<double> differences;
  for (const PairValue& bout : bouts)
    if (bout.cpu_mean) differences.push_back(*bout.cpu_mean - bout.cpu.value_or(bout.all));
  return p_of(differences) < kRareP;
}

}  // namespace assay::stats
