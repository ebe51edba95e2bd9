#include <algorithm>
#include <cmath>
#include <set>

#include "harness/replay/show.h"

namespace assay::replay {
namespace {

/// Counts of some thousand carry no more digits.
double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

std::string key_of(double percent) {
  std::string key = Json(percent).dump();
  return key.ends_with(".0") ? key.substr(0, key.size() - 2) : key;
}

Json seconds(const Tally& tally) {
  return {{"mean", rounded(tally.mean_seconds())}, {"median", rounded(tally.median_seconds())}};
}

Json power(const ByEffect& found) {
  Json powers = Json::object();
  for (const auto& [percent, tally] : found)
    if (percent > 0) powers[key_of(percent)] = rounded(tally.share(&Tally::right));
  return powers;
}

Json seconds_when_changed(const ByEffect& found) {
  Json all = Json::object();
  for (const auto& [percent, tally] : found)
    if (percent > 0) all[key_of(percent)] = seconds(tally);
  return all;
}

/// `telling` are the comparisons that power is taken from, `found` all.
Json rates(const ByEffect& found, const ByEffect& telling, double care) {
  if (found.empty()) return nullptr;
  const Tally& equals = found.at(0);
  const auto off = telling.find(care);
  return {
      {"false_positive", rounded(equals.share(&Tally::changed))},
      {"power", telling.empty() ? Json(nullptr) : power(telling)},
      {"same_when_off_by_care", off == telling.end() ? Json(nullptr) : Json(rounded(off->second.share(&Tally::same)))},
      {"same_when_equal", rounded(equals.share(&Tally::same))},
      {"noisy", rounded(equals.share(&Tally::noisy))},
      {"undecided", rounded(equals.share(&Tally::undecided))},
      {"seconds", seconds(equals)},
      {"seconds_when_changed", seconds_when_changed(found)},
      {"comparisons", equals.all}};
}

Json mode_json(const Results& results, Mode mode, const std::string& workload = {}) {
  const Pooled sum = pooled(results, mode, workload);
  const double care = results.experiment.care_percent;
  Json found = rates(sum.drawn, sum.telling, care);
  if (found.is_null()) return found;
  found["signs_as_recorded"] = rates(sum.recorded, sum.recorded, care);
  found["noisy_apart"] = sum.noisy_tracks;
  return found;
}

/// What `ab` measures: in turns, and sharing a CPU where nothing was taken in turns.
Json live(const Results& results, const std::string& workload = {}) {
  const Json in_turns = mode_json(results, Mode::Turns, workload);
  return in_turns.is_null() ? mode_json(results, Mode::SharedCpu, workload) : in_turns;
}

Json workloads_json(const Results& results) {
  std::set<std::string> names;
  for (const TrackRates& track : results.tracks) names.insert(track.workload);
  Json all = Json::object();
  for (const std::string& name : names) {
    const Json ab = live(results, name), adjacent = mode_json(results, Mode::Adjacent, name);
    all[name] = ab.is_null() ? adjacent : ab;
    if (!adjacent.is_null()) all[name]["adjacent"] = adjacent;
  }
  return all;
}

Json suite_json(const SuiteRates& suite) {
  const double n = suite.suites;
  Json by_spread = Json::array();
  for (const auto& group : suite.by_spread)
    if (group.changed > 0)
      by_spread.push_back({{"up_to_sd", std::isfinite(group.to) ? Json(group.to) : Json(nullptr)},
                           {"changed", group.changed},
                           {"power", rounded(group.confirmed / static_cast<double>(group.changed))}});
  return {{"family_wise", rounded(suite.with_false_claims / n)},
          {"power", rounded(suite.confirmed / std::max(1.0, static_cast<double>(suite.changed)))},
          {"seconds_per_workload", rounded(suite.seconds)},
          {"power_by_sd", by_spread},
          {"false_beside_changes", rounded(suite.beside_changes / n)},
          {"noisy", rounded(suite.noisy / (n * kSuiteSize))},
          {"suites", suite.suites},
          {"workloads", kSuiteSize},
          {"score",
           {{"coverage", rounded(suite.score_covers / std::max(1.0, double(suite.scored)))},
            {"half_width", rounded(suite.score_half_width / 100)}}}};
}

Json peers_json(const Results& results) {
  Json all = Json::object();
  for (const Peer& peer : peers()) {
    const auto found = results.peers.find(peer.name);
    if (found == results.peers.end() || found->second.empty()) continue;
    const Tally& equals = found->second.at(0);
    all[peer.name] = {{"false_positive", rounded(equals.share(&Tally::changed))},
                      {"power", power(found->second)},
                      {"seconds", seconds(equals)},
                      {"rule", peer.rule},
                      {"samples", results.peers_on}};
  }
  return all;
}

/// Percent as a fraction.
Json mean_json(const std::optional<Mean>& mean) {
  if (!mean) return nullptr;
  return {{"effect", rounded(mean->value / 100)},
          {"low", rounded(mean->low / 100)},
          {"high", rounded(mean->high / 100)},
          {"bouts", mean->bouts}};
}

Json coverage_json(const Coverage& coverage) {
  return {{"intervals", coverage.intervals},
          {"covered", coverage.intervals > 0 ? Json(rounded(coverage.share())) : Json(nullptr)},
          {"median_half_width", rounded(coverage.median_half_width() / 100)}};
}

Json truth_json(const Truth& truth) {
  return {{"subjects", truth.label},
          {"mode", name(truth.mode)},
          {"basis", stats::name(truth.basis)},
          {"known", truth.known_percent ? Json(rounded(*truth.known_percent / 100)) : Json(nullptr)},
          {"all", mean_json(truth.all)},
          {"undisturbed", mean_json(truth.undisturbed)},
          {"disturbed", mean_json(truth.disturbed)},
          {"disturbed_minus_undisturbed", mean_json(truth.difference)},
          {"differ", truth.differ},
          {"coverage", coverage_json(truth.fixed)},
          {"coverage_when_stopped", coverage_json(truth.stopped)}};
}

Json truths_json(const Results& results) {
  Json files = Json::object();
  for (const auto& [file, truths] : by_file(results)) {
    const auto [fixed, stopped] = coverage_of(truths);
    Json each = Json::array();
    for (const Truth* truth : truths) each.push_back(truth_json(*truth));
    files[file] = {
        {"coverage", coverage_json(fixed)}, {"coverage_when_stopped", coverage_json(stopped)}, {"each", each}};
  }
  return files;
}

Json tracks_json(const Results& results) {
  Json all = Json::array();
  for (const TrackRates& track : results.tracks) {
    Json one = {{"file", track.file},   {"track", track.label},        {"mode", name(track.mode)},
                {"bouts", track.bouts}, {"sd", rounded(track.spread)}, {"called_noisy", track.noisy()}};
    one.update(rates(track.drawn, track.drawn, results.experiment.care_percent));
    all.push_back(one);
  }
  return all;
}

}  // namespace

Json to_json(const Results& results) {
  Json json = {{"care", results.experiment.care_percent / 100},
               {"seed", results.experiment.seed},
               {"comparisons_per_track", results.experiment.times},
               {"ab", live(results)},
               {"adjacent", mode_json(results, Mode::Adjacent)},
               {"shared_cpu", mode_json(results, Mode::SharedCpu)},
               {"suite", results.suite ? suite_json(*results.suite) : Json(nullptr)},
               {"workloads", workloads_json(results)},
               {"peers", peers_json(results)}};
  if (!results.truths.empty()) json["subjects"] = truths_json(results);
  json["tracks"] = tracks_json(results);
  json["left_out"] = results.left_out;
  return json;
}

}  // namespace assay::replay
