#include "harness/stats/discoveries.h"

#include <algorithm>
#include <numeric>

namespace assay::stats {

std::vector<double> adjusted_p(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (std::size_t rank = p.size(); rank > 0; --rank) {
    const std::size_t i = order[rank - 1];
    least = std::min(least, p[i] * static_cast<double>(p.size()) / static_cast<double>(rank));
    adjusted[i] = least;
  }
  return adjusted;
}

double greatest_discovery(std::span<const double> p) {
  const std::vector<double> adjusted = adjusted_p(p);
  double greatest = -1;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (adjusted[i] <= kFalseDiscoveries) greatest = std::max(greatest, p[i]);
  return greatest;
}

}  // namespace assay::stats
