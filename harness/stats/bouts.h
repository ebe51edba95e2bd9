#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "harness/stats/widened.h"

namespace assay::stats {

/// The bouts of one comparison, in order: what each says, and when it started (seconds, any origin; may be empty: not
/// known).
class Bouts {
 public:
  explicit Bouts(std::span<const PairValue> pairs, std::span<const double> started = {});

  std::size_t size() const { return pairs_.size(); }
  std::span<const PairValue> pairs() const { return pairs_; }

  /// Which rounds decide: chosen once, from the references of the first six bouts of all; a part keeps the choice.
  Basis basis() const { return basis_; }
  Bouts part(std::size_t from, std::size_t count) const;
  /// The same by other rounds, where several are put together.
  Bouts on(Basis basis) const;

  /// Of the bouts that have one, in order: the values that decide, and the starts that belong to them.
  std::vector<double> values() const;
  std::vector<double> starts() const;

  /// What the first n of values() are a mixture of.
  Mixture mixture(std::size_t n) const;

  /// How many of the bouts had been run when so many of them had a value that decides.
  std::size_t until(std::size_t values) const;

 private:
  std::span<const PairValue> pairs_;
  std::span<const double> started_;
  Basis basis_ = Basis::All;
};

/// By which rounds several can be put together: the undisturbed ones where these decide in each, else all.
Basis common_basis(std::span<const Bouts> all);

/// What they say at any time, looked at or not.
std::optional<Widened> widened(const Bouts& bouts);

/// As for a series, on the rounds that decide. Where those are the undisturbed ones, a look counts only bouts that
/// reached enough of them, and three times as many bouts are allowed for it; undecided after these.
Finding decide(const Bouts& bouts, const ComparisonRule& rule);
/// So many bouts: those of the last look, three times.
std::size_t most_bouts(const Looks& looks);
Finding estimate(const Bouts& bouts, const EstimateRule& rule);

/// The sum over pairs of one bout of weight times value, of what all of them have: undisturbed rounds are those of the
/// pair that has the fewest, and shares and speeds of rounds are means.
PairValue weighted(std::span<const PairValue> pairs, std::span<const double> weights);
PairValue mean(std::span<const PairValue> pairs);

}  // namespace assay::stats
