#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>

#include "harness/core/usage.h"
#include "harness/replay/show.h"

/* assay-replay: the decision code of harness/stats over recorded bouts and processes. scripts/replay-noise starts it.
 */

namespace {

using namespace assay;

struct Options {
  std::vector<std::string> files;
  std::string care = "2 %";
  replay::Experiment experiment;
  int suites = 500;
  bool json = false;
};

/// `2 %`, `0.5%`, `1`.
std::string read_care(const std::string& text, double& percent) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, percent);
  const std::string unit(stop, end);
  const bool usable =
      error == std::errc() && (unit.empty() || unit == "%" || unit == " %") && percent > 0 && percent <= 100;
  return usable ? "" : fmt::format("--care: \"{}\" is no size; it reads '2 %' or '0.5 %'", text);
}

void declare(CLI::App& app, Options& options) {
  app.add_option("FILE", options.files, "recordings: JSON lines, a pair or a process each")->required();
  app.add_option("--care", options.care, "the size that a comparison must find; it says how often it may look")
      ->capture_default_str();
  app.add_option("--comparisons", options.experiment.times, "comparisons of each track")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--suites", options.suites, "suites of equals, and as many with changes")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--seed", options.experiment.seed, "of every draw")->capture_default_str();
  app.add_flag("--json", options.json, "one object; every rate is a fraction");
}

int run(Options& options) {
  if (const auto wrong = read_care(options.care, options.experiment.care_percent); !wrong.empty()) {
    fmt::print(stderr, "replay-noise: {}\n", wrong);
    return 2;
  }
  replay::Recordings recordings;
  for (const std::string& file : options.files) {
    if (const auto done = replay::read(file, recordings); !done) {
      fmt::print(stderr, "replay-noise: {}\n", replay::in_a_line(to_string(done.error())));
      return 2;
    }
  }
  const auto results = replay::replay_all(recordings, options.experiment, options.suites);
  if (results.tracks.empty() && results.truths.empty()) {
    fmt::print(stderr, "replay-noise: nothing can be replayed: {}; record more bouts of one workload, load and mode\n",
               replay::in_a_line(fmt::to_string(fmt::join(results.left_out, "; "))));
    return 2;
  }
  const auto json = [&] { return replay::to_json(results).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; };
  fmt::print("{}", options.json ? json() : replay::to_text(results));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Replays recorded bouts and processes through the rules by which Assay decides.", "replay-noise");
  declare(app, options);
  if (const auto status = status_of_usage(app, argc, argv)) return *status;
  return run(options);
}
