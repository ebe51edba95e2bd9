#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/core/visible.h"
#include "harness/replay/show.h"

namespace assay::replay {
namespace {

constexpr std::string_view kRow = "{:<34}{:>6}{:>7}{:>7}{:>7}{:>7}{:>7}{:>8}{:>7}{:>7}{:>9}{:>9}\n";

std::string percent(double fraction) {
  return fmt::format("{:.1f}", 100 * fraction);
}

std::string share(const ByEffect& found, double effect, int Tally::*count) {
  const auto tally = found.find(effect);
  return tally == found.end() || tally->second.all == 0 ? "-" : percent(tally->second.share(count));
}

std::string mean_seconds(const ByEffect& found, double effect) {
  const auto tally = found.find(effect);
  return tally == found.end() ? "-" : fmt::format("{:.2f}", tally->second.mean_seconds());
}

std::string row(const std::string& what, const std::string& spread, const ByEffect& found, const ByEffect& telling,
                double care) {
  return fmt::format(kRow, what, spread, share(found, 0, &Tally::changed), share(telling, 1, &Tally::right),
                     share(telling, 2, &Tally::right), share(telling, 5, &Tally::right),
                     share(telling, care, &Tally::right), share(telling, care, &Tally::same),
                     share(found, 0, &Tally::noisy), share(found, 0, &Tally::undecided), mean_seconds(found, 0),
                     mean_seconds(found, care));
}

std::string pooled_rows(const Results& results, Mode mode) {
  const Pooled sum = pooled(results, mode);
  const double care = results.experiment.care_percent;
  if (sum.drawn.empty()) return {};
  std::string text = row(fmt::format("All, {}", name(mode)), "", sum.drawn, sum.telling, care);
  if (!sum.recorded.empty()) text += row("  signs as recorded", "", sum.recorded, sum.recorded, care);
  if (!sum.noisy_tracks.empty())
    text += fmt::format("  called NOISY, and apart from the power above: {}\n",
                        in_a_line(fmt::to_string(fmt::join(sum.noisy_tracks, ", "))));
  return text;
}

constexpr std::string_view kLegend =
    "  sd: of a pair, robust. 1 %, 2 %, 5 %, care: found, with the right sign, where B was slower by that. same(!): "
    "called the\n"
    "  same when off by the care. open: undecided at the last look. s: mean seconds of the bouts that were used, from "
    "the start\n"
    "  of their processes to the end; of adjacent ones without the slices that this mode does not use.\n";

std::string comparisons(const Results& results) {
  const Experiment& experiment = results.experiment;
  std::string text = fmt::format("One comparison, --care '{:g} %', {} from each track; percent, and seconds\n",
                                 experiment.care_percent, experiment.times);
  text += fmt::format(kRow, "", "sd", "false", "1 %", "2 %", "5 %", "care", "same(!)", "noisy", "open", "s equal",
                      "s care");
  std::string file;
  for (const TrackRates& track : results.tracks) {
    if (track.file != file) text += fmt::format("{}\n", in_a_line(track.file));
    file = track.file;
    text += row(fmt::format("  {}, {}", in_a_line(track.label), name(track.mode)), percent(track.spread), track.drawn,
                track.drawn, experiment.care_percent);
  }
  for (const Mode mode : {Mode::Turns, Mode::SharedCpu, Mode::Adjacent}) text += pooled_rows(results, mode);
  return text += kLegend;
}

std::string by_spread(const SuiteRates& suite) {
  std::string text;
  for (const auto& group : suite.by_spread) {
    if (group.changed == 0) continue;
    const std::string upto = std::isfinite(group.to) ? fmt::format("up to {:.1f} %", 100 * group.to) : "above";
    text += fmt::format("  {}: {}", upto, percent(group.confirmed / static_cast<double>(group.changed)));
  }
  return text;
}

std::string suites(const SuiteRates& suite, double care) {
  const double n = suite.suites;
  std::string text = fmt::format("\nSuites of {} workloads: {} of equals, {} of which {} changed by {:g} %; percent\n",
                                 kSuiteSize, suite.suites, suite.suites, kChangedInSuite, care);
  text += fmt::format("  family-wise error {}, {} called noisy, {:.2f} s a workload; a false claim beside changes {}\n",
                      percent(suite.with_false_claims / n), percent(suite.noisy / (n * kSuiteSize)), suite.seconds,
                      percent(suite.beside_changes / n));
  text += fmt::format("  found {}; by the sd of a pair{}\n",
                      percent(suite.confirmed / std::max(1.0, double(suite.changed))), by_spread(suite));
  return text + fmt::format("  the score's 95 % intervals cover {}, half-width {:.2f} points\n",
                            percent(suite.score_covers / std::max(1.0, double(suite.scored))), suite.score_half_width);
}

std::string peers_text(const Results& results) {
  std::string text = fmt::format("\nOther rules, on {}\n", in_a_line(results.peers_on));
  text += fmt::format("{:<20}{:>7}{:>7}{:>7}{:>7}{:>9}  rule\n", "", "false", "1 %", "2 %", "5 %", "s");
  for (const Peer& peer : peers()) {
    const auto found = results.peers.find(peer.name);
    if (found == results.peers.end() || found->second.empty()) continue;
    const ByEffect& rates = found->second;
    text += fmt::format("{:<20}{:>7}{:>7}{:>7}{:>7}{:>9}  {}\n", peer.name, share(rates, 0, &Tally::changed),
                        share(rates, 1, &Tally::right), share(rates, 2, &Tally::right), share(rates, 5, &Tally::right),
                        mean_seconds(rates, 0), peer.rule);
  }
  return text;
}

std::string mean_text(const std::optional<Mean>& mean) {
  return mean ? fmt::format("{:+.2f} [{:+.2f}, {:+.2f}]", mean->value, mean->low, mean->high) : "-";
}

std::string coverage_text(const Coverage& coverage) {
  if (coverage.intervals == 0) return "-";
  return fmt::format("{:.1f} % of {}, half-width {:.2f}", 100 * coverage.share(), coverage.intervals,
                     coverage.median_half_width());
}

std::string truth_text(const Truth& truth) {
  const std::string known =
      truth.known_percent ? fmt::format("known {:+.2f}", *truth.known_percent) : "truth: its long-run mean";
  std::string text = fmt::format("  {}, {}, {}; {} rounds decide\n", in_a_line(truth.label), name(truth.mode), known,
                                 stats::name(truth.basis));
  text += fmt::format("    all {}  undisturbed {}  disturbed {}\n", mean_text(truth.all), mean_text(truth.undisturbed),
                      mean_text(truth.disturbed));
  if (truth.difference)
    text += fmt::format("    disturbed minus undisturbed within a bout {} points{}\n", mean_text(truth.difference),
                        truth.differ ? ", which differ" : "");
  return text +
         fmt::format("    covered {}; when stopped {}\n", coverage_text(truth.fixed), coverage_text(truth.stopped));
}

std::string truths(const Results& results) {
  std::string text =
      "\nSubjects: percent with 95 % intervals; and intervals of 18, 25 and 34 bouts against the truth\n";
  for (const auto& [file, truths] : by_file(results)) {
    text += fmt::format("{}\n", in_a_line(file));
    for (const Truth* truth : truths) text += truth_text(*truth);
    const auto [fixed, stopped] = coverage_of(truths);
    text +=
        fmt::format("  all but adjacent: covered {}; when stopped {}\n", coverage_text(fixed), coverage_text(stopped));
  }
  return text;
}

}  // namespace

std::string in_a_line(std::string_view text) {
  std::string line = visible(text);
  std::ranges::replace_if(
      line, [](char letter) { return letter == '\n' || letter == '\t'; }, '?');
  return line;
}

std::string to_text(const Results& results) {
  std::string text = results.tracks.empty() ? "" : comparisons(results);
  if (results.suite) text += suites(*results.suite, results.experiment.care_percent);
  if (!results.peers.empty()) text += peers_text(results);
  if (!results.truths.empty()) text += truths(results);
  for (const std::string& one : results.left_out) text += fmt::format("left out: {}\n", in_a_line(one));
  return text;
}

}  // namespace assay::replay
