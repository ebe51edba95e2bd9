#include <numeric>

#include "harness/plan/plan.h"
#include "harness/plan/random.h"

namespace assay {

std::vector<std::size_t> pass_order(const Plan& plan, int pass) {
  std::vector<std::size_t> order(plan.groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // A generator for each pass: what a resumed run draws does not depend on where it was interrupted.
  std::seed_seq seed{static_cast<std::uint32_t>(plan.seed), static_cast<std::uint32_t>(plan.seed >> 32),
                     static_cast<std::uint32_t>(pass)};
  std::mt19937_64 generator(seed);
  shuffle(order, generator);
  return order;
}

}  // namespace assay
