#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string_view>
#include <vector>

#include "harness/core/usage.h"
#include "harness/stats/calibrate_mixture.h"
#include "harness/stats/dip.h"

/* assay-calibrate: reproduces the constants of harness/stats/looks.cc, and says what they do to both errors; or finds
 * the nominal p of any other looks and errors. scripts/calibrate-looks starts it. */

namespace {

using namespace assay::stats;

constexpr std::size_t kFirstLast = 3;  // 18 bouts
constexpr int kConfirmLast = 48;       // of cares of 2 % and more
constexpr double kLeastCare = 0.5;     // percent; below, no comparison has more looks

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
  const auto looks = confirm_looks(1, kLeastCare).at;
  const auto first = static_cast<std::size_t>(std::ranges::find(looks, kConfirmLast) - looks.begin());
  const auto lasts = std::span(looks).subspan(first);
  auto smallest = smallest_p(looks, lasts, simulation);
  fmt::print("K: nominal p of the confirmation (overall 5 %/K), looks 9 to {}\n", fmt::join(lasts, ", to "));
  for (const int k : {1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 50, 100}) {
    fmt::print("  {:4}", k);
    for (auto& of_last : smallest) fmt::print(" {:.6f}", nominal_p(of_last, 0.05 / k));
    fmt::print("\n");
  }
  std::fflush(stdout);
}

/// The table of dip.cc.
void print_dip_limits(const Simulation& simulation) {
  fmt::print("n: sqrt(n) times the dip that 1 % of uniform samples exceed\n");
  std::mt19937_64 bits(simulation.seed);
  for (const int n : all_looks()) {
    std::vector<double> values(static_cast<std::size_t>(n)), negative;
    for (std::uint64_t run = 0; run < simulation.runs; ++run) {
      for (double& value : values) value = std::ldexp(static_cast<double>(bits() >> 11), -53);
      negative.push_back(-dip(values));
    }
    fmt::print("  {:4} {:.4f}\n", n, -std::sqrt(n) * nominal_p(negative, 0.01));
    std::fflush(stdout);
  }
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
    for (const double r : {0.3, 0.4}) {
      const Scenario correlated{.sd = sd, .correlation = r};
      auto beside = rule, never = rule;
      beside.mixture.widening = Widening::WhenDisturbed;
      never.mixture.widening = Widening::Never;
      print_rates(fmt::format("equal, bouts correlate {}", r), sd, comparison_rates(correlated, rule, simulation));
      print_rates("same, beside a neighbour", sd, comparison_rates(correlated, beside, simulation));
      print_rates("same, never widened", sd, comparison_rates(correlated, never, simulation));
    }
    print_rates("off by care", sd, comparison_rates({.effect = std::log1p(care / 100), .sd = sd}, rule, simulation));
    const auto near = comparison_rates({.effect = std::log1p(0.75 * care / 100), .sd = sd}, rule, simulation);
    print_rates("off by three quarters of care", sd, near);
    fmt::print("    its interval under \"same\" holds it in {:.1f} % of these\n", 100 * near.same_covered / near.same);
  }
  std::fflush(stdout);
}

/// Screen and confirmation rest on different bouts, so that the shares that pass either are multiplied.
void print_suites(double care, const Simulation& simulation) {
  constexpr int kFlagged = 11;  // of 60 workloads: six that changed, and a tenth of the others
  fmt::print("a suite, care {} %: found of workloads that changed by it, {} being flagged\n", care, kFlagged);
  for (const double sd : {0.005, 0.01, 0.015, 0.02}) {
    const Scenario scenario{.effect = std::log1p(care / 100), .sd = sd};
    const Rates screened = comparison_rates(scenario, screen_rule(care), simulation);
    const Rates confirmed = comparison_rates(scenario, confirm_rule(kFlagged, care), simulation);
    fmt::print("  sd {:.1f} %: flagged {:5.2f} %, confirmed {:5.2f} % of these, found {:5.2f} %\n", 100 * sd,
               100 * screened.changed, 100 * confirmed.changed, 100 * screened.changed * confirmed.changed);
  }
  std::fflush(stdout);
}

void print_gates(const Simulation& simulation) {
  fmt::print("a gate with one comparison\n");
  for (const double floor : {1.0, 0.5})
    for (const double sd : {0.006, 0.01, 0.015})
      for (const double floors : {0.0, 1.0, 1.25, 1.5, 2.0}) {
        const auto rates = gate_rates({.effect = std::log1p(floors * floor / 100), .sd = sd}, floor, simulation);
        fmt::print(
            "  floor {:.1f} %, sd {:.1f} %, slower by {:4} floors: fails {:5.2f} %, same {:5.2f} %, below {:5.2f} %, "
            "ruled out {:5.2f} %, not known {:5.2f} %, {:5.1f} bouts\n",
            floor, 100 * sd, floors, 100 * rates.fails, 100 * rates.same, 100 * rates.below, 100 * rates.ruled_out,
            100 * rates.unknown, rates.bouts);
        std::fflush(stdout);
      }
}

void print_estimates(const Simulation& simulation) {
  fmt::print(
      "estimates, stopped on their width: share of intervals that cover (95 % wanted), and in how many runs of "
      "1 and 16 equals some are said to have changed\n");
  for (const double width : {0.5, 1.0, 2.0, 4.0}) {
    for (const double sd : {0.003, 0.01, 0.02}) {
      const auto rates = estimate_rates({.sd = sd}, {.width_percent = width}, simulation);
      const auto among = estimate_rates({.sd = sd}, {.width_percent = width, .effects = 16}, simulation);
      fmt::print("  width {:.1f} %, sd {:.1f} %: {:.2f} %, {:.1f} bouts; {:.2f} %, {:.2f} %\n", width, 100 * sd,
                 100 * rates.covered, rates.bouts, 100 * rates.changed, 100 * (1 - std::pow(1 - among.changed, 16)));
    }
  }
}

void print_mixtures(const Simulation& simulation) {
  fmt::print(
      "the ratio is 10 % greater beside a neighbour: share of intervals that hold its long-run mean (99.0 % wanted)\n");
  for (const double moment : {30.0, 300.0}) {
    for (const double times : {600.0, 3000.0, 30000.0}) {
      for (const int bouts : {18, 34}) {
        const auto found = mixture_coverage({.moment = moment, .times = times}, bouts, simulation);
        fmt::print(
            "  moments of {:3} rounds, times of {:5}, {} bouts: {:5.1f} %, unaware {:5.1f} %; seen in {:5.1f} %\n",
            moment, times, bouts, 100 * found.aware, 100 * found.unaware, 100 * found.seen);
      }
    }
  }
  const auto none = mixture_coverage({.ratio_beside = 0}, 34, simulation);
  fmt::print("  the same ratio beside it, 34 bouts: {:.1f} %, unaware {:.1f} %; seen in {:.1f} %\n", 100 * none.aware,
             100 * none.unaware, 100 * none.seen);
  std::fflush(stdout);
}

/// Any looks, any overall error: the table that looks.cc would hold for them.
void print_asked(const std::vector<int>& looks, const std::vector<double>& alphas, const Simulation& simulation) {
  auto smallest = smallest_p(looks, std::span(looks).last(1), simulation);
  fmt::print("looks {}: nominal p\n", fmt::join(looks, ", "));
  for (const double alpha : alphas) {
    const double error = std::sqrt((1 - alpha) / (alpha * static_cast<double>(simulation.runs)));
    fmt::print("  overall {:g}: {:.3g}, whose error rate is known to {:.2g} % of itself\n", alpha,
               nominal_p(smallest[0], alpha), 100 * error);
  }
}

const CLI::Range kCount(std::uint64_t{1}, std::uint64_t{1'000'000'000'000});

struct Options {
  Simulation simulation{.runs = 200000, .seed = 1};
  std::vector<int> looks;
  std::vector<double> alphas = {0.05};
  bool tables = false;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("RUNS", options.simulation.runs, "simulated comparisons")->capture_default_str()->check(kCount);
  app.add_option("SEED", options.simulation.seed, "of every draw")->capture_default_str()->check(kCount);
  auto* looks = app.add_option("--looks", options.looks, "bouts at each look, ascending: only their nominal p");
  looks->delimiter(',')->check(CLI::Range(2, 100000));
  app.add_option("--alpha", options.alphas, "overall errors, as fractions")
      ->delimiter(',')
      ->check(CLI::Range(1e-9, 1.0))
      ->needs(looks);
  app.add_flag("--tables", options.tables, "leave out what the rules do to both errors");
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("The nominal p of looks, by simulation.", "calibrate-looks");
  declare(app, options);
  if (const auto status = assay::status_of_usage(app, argc, argv)) return *status;
  const Simulation& simulation = options.simulation;
  if (std::ranges::adjacent_find(options.looks, std::greater_equal<>()) != options.looks.end()) {
    fmt::print(stderr, "calibrate-looks: --looks: each must have more bouts than the one before; for example 6,9,13\n");
    return 2;
  }
  if (!options.looks.empty()) {
    print_asked(options.looks, options.alphas, simulation);
    return 0;
  }
  print_by_last_look(simulation);
  print_confirmation({.runs = 10 * simulation.runs, .seed = simulation.seed});
  if (options.tables) return 0;
  print_dip_limits(simulation);
  const Simulation fewer{.runs = simulation.runs / 20 + 1, .seed = simulation.seed};
  for (const double care : {2.0, 1.0, 0.5}) print_errors(care, fewer);
  for (const double care : {2.0, 1.0, 0.5}) print_suites(care, fewer);
  print_gates(fewer);
  print_estimates(fewer);
  print_mixtures({.runs = simulation.runs / 200 + 1, .seed = simulation.seed});
  return 0;
}
