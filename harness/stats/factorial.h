#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace assay::stats {

/// Cells as levels of factors, numbered from 0. Any of the combinations may be missing (a fraction, exclusions,
/// failures); each is there once at most.
struct Design {
  std::vector<int> levels;              ///< how many each factor has
  std::vector<std::vector<int>> cells;  ///< for each cell its level of each factor
};

/// A factor's main effect, or the interaction of two.
struct Term {
  std::vector<std::size_t> factors;
  /// Orthonormal directions over the cells that the term adds to all earlier ones; as many as it has degrees of
  /// freedom.
  std::vector<std::vector<double>> basis{};
  bool complete = true;  ///< false: some of its columns are aliased
  /// Earlier terms (their places) that it cannot be told from, in whole or in part, by the cells there are.
  std::vector<std::size_t> aliased_with{};
};

/// What a level of a factor changes against its first one, in the mean over all levels of the others; or what a level
/// of each of two factors changes together beyond the sum of what each changes.
struct Contrast {
  std::size_t term = 0;
  std::vector<int> to;          ///< by the term's factors; from level 0 of each
  std::vector<double> weights;  ///< over cells: the contrast is their sum with the cells' values
  /// Interactions (their terms) that must be nothing for it to be true: the cells do not tell it otherwise.
  std::vector<std::size_t> assuming_none{};
};

struct Factorial {
  std::vector<Term> terms;          ///< main effects first, in the order of the factors, then pairs of them
  std::vector<Contrast> contrasts;  ///< those that the cells tell
  bool orthogonal = true;           ///< else what an earlier term explains holds what it has in common with later ones
};

/// The least-squares fit of values = mean + main effects + interactions of two, every effect summing to zero over its
/// levels (Montgomery, Design and Analysis of Experiments, ch. 5 and 8). Columns are made orthogonal one after the
/// other; one that adds nothing to the earlier ones is aliased with those it is a sum of. A contrast is told where it
/// is estimable in that model. A main effect that is not is told by the model without the aliased interactions, if
/// there.
Factorial factorial(const Design& design);

/// How the variance of the cells' values about their mean divides: of each term the mean over cells of its squared
/// contribution, in sequence (type I), and last what is left to interactions of three and more. The sum is the
/// variance (divided by the number of cells).
std::vector<double> variance_by_term(const Factorial& fit, std::span<const double> values);

}  // namespace assay::stats
