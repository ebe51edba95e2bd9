#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "harness/stats/calibrate.h"

/* assay-calibrate [RUNS [SEED]]: reproduces the constants of harness/stats/looks.cc, and says what they do to both
 * errors. */

namespace {

using namespace assay::stats;

constexpr std::size_t kFirstLast = 3;  // 18 bouts

void print_by_last_look(const Simulation& simulation) {
  const auto looks = all_looks();
  const auto lasts = looks.subspan(kFirstLast);
  auto smallest = smallest_p(looks, lasts, simulation);
  fmt::print("last look: nominal p of one comparison (overall 5 %), of the screen (overall 10 %)\n");
  for (std::size_t i = 0; i < lasts.size(); ++i)
    fmt::print("  {:4} {:.5f} {:.5f}\n", lasts[i], nominal_p(smallest[i], 0.05), nominal_p(smallest[i], 0.10));
  std::fflush(stdout);
}

void print_confirmation(const Simulation& simulation) {
  const auto looks = confirm_looks(1).at;
  auto smallest = smallest_p(looks, std::span(looks).last(1), simulation);
  fmt::print("K: nominal p of the confirmation, looks 9 to 48 (overall 5 %/K)\n");
  for (const int k : {1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 50, 100})
    fmt::print("  {:4} {:.6f}\n", k, nominal_p(smallest[0], 0.05 / k));
  std::fflush(stdout);
}

void print_rates(std::string_view what, double sd, const Rates& rates) {
  fmt::print(
      "  {:34} sd {:.1f} %: changed {:5.2f} %, same {:5.2f} %, noisy {:5.2f} %, undecided {:5.2f} %, {:5.1f} bouts\n",
      what, 100 * sd, 100 * rates.changed, 100 * rates.same, 100 * rates.noisy, 100 * rates.undecided, rates.bouts);
}

void print_errors(double care, const Simulation& simulation) {
  fmt::print("one comparison, care {} %\n", care);
  const auto rule = comparison_rule(care);
  for (const double sd : {0.003, 0.006, 0.014, 0.025}) {
    print_rates("equal", sd, comparison_rates({.sd = sd}, rule, simulation));
    print_rates("equal, 5 % of bouts ten times wilder", sd,
                comparison_rates({.sd = sd, .contaminated = 0.05}, rule, simulation));
    print_rates("equal, bouts correlate 0.4", sd, comparison_rates({.sd = sd, .correlation = 0.4}, rule, simulation));
    print_rates("off by care", sd, comparison_rates({.effect = std::log1p(care / 100), .sd = sd}, rule, simulation));
  }
  std::fflush(stdout);
}

void print_estimates(const Simulation& simulation) {
  fmt::print("estimates, stopped on their width: share of intervals that cover (95 % wanted)\n");
  for (const double width : {0.5, 1.0, 2.0, 4.0}) {
    for (const double sd : {0.003, 0.01, 0.02}) {
      const auto rates = estimate_rates({.sd = sd}, {.width_percent = width}, simulation);
      fmt::print("  width {:.1f} %, sd {:.1f} %: {:.2f} %, {:.1f} bouts\n", width, 100 * sd, 100 * rates.covered,
                 rates.bouts);
    }
  }
}

bool read(const char* text, std::uint64_t& number) {
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end && number > 0;
}

}  // namespace

int main(int argc, char** argv) {
  Simulation simulation{.runs = 200000, .seed = 1};
  const bool usable =
      argc <= 3 && (argc < 2 || read(argv[1], simulation.runs)) && (argc < 3 || read(argv[2], simulation.seed));
  if (!usable) {
    fmt::print(stderr,
               "assay-calibrate: RUNS and SEED are whole numbers from 1; usage: assay-calibrate [RUNS [SEED]]\n");
    return 2;
  }
  print_by_last_look(simulation);
  print_confirmation({.runs = 10 * simulation.runs, .seed = simulation.seed});
  const Simulation fewer{.runs = simulation.runs / 20 + 1, .seed = simulation.seed};
  for (const double care : {2.0, 1.0, 0.5}) print_errors(care, fewer);
  print_estimates(fewer);
  return 0;
}
