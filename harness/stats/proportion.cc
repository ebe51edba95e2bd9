#include "harness/stats/proportion.h"

#include <boost/math/distributions/binomial.hpp>

namespace assay::stats {

using Binomial = boost::math::binomial_distribution<double>;

Interval clopper_pearson(int hits, int trials, double level) {
  if (trials <= 0) return {0, 1};
  const double tail = (1 - level) / 2;
  return {Binomial::find_lower_bound_on_p(trials, hits, tail), Binomial::find_upper_bound_on_p(trials, hits, tail)};
}

double clopper_pearson_upper(int hits, int trials, double level) {
  return trials <= 0 ? 1 : Binomial::find_upper_bound_on_p(trials, hits, 1 - level);
}

}  // namespace assay::stats
