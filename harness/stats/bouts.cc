#include "harness/stats/bouts.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/stats/neighbourhood.h"
#include "harness/stats/reference.h"

namespace assay::stats {
namespace {

constexpr std::size_t kAllowedForUndisturbed = 3;  // times as many bouts as over all rounds

Basis basis_of(std::span<const PairValue> pairs) {
  std::vector<int> rounds;
  for (const PairValue& pair : pairs.first(std::min<std::size_t>(pairs.size(), kChoiceBouts)))
    rounds.push_back(pair.undisturbed_rounds);
  return choose_basis(rounds).value_or(Basis::All);
}

/// Whether so many bouts were run for so many values that a neighbour who is seldom idle will not let more of them
/// count.
bool used_up(const Bouts& bouts, const Finding& finding, int values) {
  return bouts.basis() == Basis::Undisturbed && finding.bouts < values &&
         bouts.size() >= kAllowedForUndisturbed * static_cast<std::size_t>(values);
}

std::string used_up_text(const Bouts& bouts, const Finding& finding) {
  return fmt::format("of {} bouts only {} had {} undisturbed rounds", bouts.size(), finding.bouts, kUndisturbedRounds);
}

}  // namespace

Bouts::Bouts(std::span<const PairValue> pairs, std::span<const double> started)
    : pairs_(pairs),
      started_(started.size() >= pairs.size() ? started.first(pairs.size()) : std::span<const double>{}),
      basis_(basis_of(pairs)) {}

Bouts Bouts::part(std::size_t from, std::size_t count) const {
  Bouts result = *this;
  result.pairs_ = pairs_.subspan(from, count);
  if (!started_.empty()) result.started_ = started_.subspan(from, count);
  return result;
}

Bouts Bouts::on(Basis basis) const {
  Bouts result = *this;
  result.basis_ = basis;
  return result;
}

std::vector<double> Bouts::values() const {
  std::vector<double> values;
  for (const PairValue& pair : pairs_)
    if (const auto value = value_on(pair, basis_)) values.push_back(*value);
  return values;
}

std::vector<double> Bouts::starts() const {
  std::vector<double> starts;
  for (std::size_t i = 0; i < started_.size(); ++i)
    if (value_on(pairs_[i], basis_)) starts.push_back(started_[i]);
  return starts;
}

Mixture Bouts::mixture(std::size_t n) const {
  if (basis_ == Basis::Undisturbed) return {Widening::WhenCorrelated};
  return mixture_of(pairs_.first(std::min(n, pairs_.size())));
}

std::size_t Bouts::until(std::size_t values) const {
  std::size_t bout = 0;
  for (; values > 0 && bout < pairs_.size(); ++bout) values -= value_on(pairs_[bout], basis_) ? 1 : 0;
  return bout;
}

std::size_t most_bouts(const Looks& looks) {
  return kAllowedForUndisturbed * static_cast<std::size_t>(looks.last());
}

Basis common_basis(std::span<const Bouts> all) {
  const auto undisturbed = [](const Bouts& bouts) { return bouts.basis() == Basis::Undisturbed; };
  return !all.empty() && std::ranges::all_of(all, undisturbed) ? Basis::Undisturbed : Basis::All;
}

std::optional<Widened> widened(const Bouts& bouts) {
  const auto values = bouts.values(), starts = bouts.starts();
  return widened({values, starts}, bouts.mixture(bouts.size()));
}

Finding decide(const Bouts& bouts, const ComparisonRule& rule) {
  const auto values = bouts.values(), starts = bouts.starts();
  Finding finding = decide({values, starts}, rule, [&](std::size_t n) { return bouts.mixture(n); });
  finding.basis = bouts.basis();
  if (!used_up(bouts, finding, rule.looks.last())) return finding;
  return close(finding, used_up_text(bouts, finding));
}

Finding estimate(const Bouts& bouts, const EstimateRule& rule) {
  const auto values = bouts.values(), starts = bouts.starts();
  EstimateRule here = rule;
  here.mixture = bouts.mixture(bouts.size());
  Finding finding = estimate(Series{values, starts}, here);
  finding.basis = bouts.basis();
  if (!used_up(bouts, finding, rule.most)) return finding;
  return close_estimate(finding, rule, used_up_text(bouts, finding));
}

namespace {

void add(Speed& sum, const Speed& one, double weight, double n) {
  sum.log_time += one.log_time / n;
  sum.ratio += weight * one.ratio;
}

/// Where they have the same number of speeds, for rounds of one speed are rounds of all pairs.
std::optional<Speeds> weighted_speeds(std::span<const PairValue> pairs, std::span<const double> weights) {
  const auto n = static_cast<double>(pairs.size());
  Speed fast, slow;
  std::size_t with_slow = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!pairs[i].speeds) return std::nullopt;
    add(fast, pairs[i].speeds->fast, weights[i], n);
    if (!pairs[i].speeds->slow) continue;
    add(slow, *pairs[i].speeds->slow, weights[i], n);
    ++with_slow;
  }
  if (with_slow == 0) return Speeds{fast, {}};
  return with_slow == pairs.size() ? std::optional(Speeds{fast, slow}) : std::nullopt;
}

}  // namespace

PairValue weighted(std::span<const PairValue> pairs, std::span<const double> weights) {
  PairValue result = pairs.front();
  const auto each = [&](auto member) {
    double sum = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (!(pairs[i].*member)) return std::optional<double>{};
      sum += weights[i] * *(pairs[i].*member);
    }
    return std::optional(sum);
  };
  result.all = result.undisturbed_share = result.disturbed_share = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const PairValue& pair = pairs[i];
    result.all += weights[i] * pair.all;
    result.undisturbed_share += pair.undisturbed_share / static_cast<double>(pairs.size());
    result.disturbed_share += pair.disturbed_share / static_cast<double>(pairs.size());
    result.rounds = std::min(result.rounds, pair.rounds);
    result.undisturbed_rounds = std::min(result.undisturbed_rounds, pair.undisturbed_rounds);
    result.disturbed_rounds = std::min(result.disturbed_rounds, pair.disturbed_rounds);
  }
  result.undisturbed = each(&PairValue::undisturbed);
  result.disturbed = each(&PairValue::disturbed);
  result.cpu = each(&PairValue::cpu);
  result.cpu_mean = each(&PairValue::cpu_mean);
  result.speeds = weighted_speeds(pairs, weights);
  return result;
}

PairValue mean(std::span<const PairValue> pairs) {
  const std::vector<double> weights(pairs.size(), 1 / static_cast<double>(pairs.size()));
  return weighted(pairs, weights);
}

}  // namespace assay::stats
