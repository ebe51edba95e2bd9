#pragma once

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "harness/report/night_judge.h"
#include "harness/stats/night_confirmation.h"

namespace assay::testing {

/// Values of some cells, night by night, without a bout.
class Study {
 public:
  Study() { history.title = "t"; }

  /// `values`: ln(cell / anchor) by cell.
  NightJudgement judge(int night, const std::map<std::string, double>& values) {
    RunRow run;
    run.id = fmt::format("r{:03}{}", night, host == "h" ? "" : " " + host);
    run.title = "t";
    run.started = 86400.0 * night + 60;
    run.study = {{"nightly", {{"floor_percent", floor_percent ? Json(*floor_percent) : Json()}}}};
    history.runs.push_back(run);
    std::vector<NightValue> said;
    for (const auto& [cell, value] : values) said.push_back(value_of(run.id, cell, value));
    const NightJudgement judged = judge_night(history, run, said, second);
    history.said[run.id] = judged.values;
    history.events.insert(history.events.end(), judged.events.begin(), judged.events.end());
    return judged;
  }

  /// From here on, fresh bouts of the cell find it so far from its level, beyond doubt.
  void find_again(const std::string& cell, double off) {
    std::vector<stats::PairValue> pairs(9);
    for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i].all = off + 1e-4 * static_cast<double>(i % 3);
    second[cell] = stats::confirm_night(pairs, {}, {0, off, 0.7, 1});
  }

  NightHistory history;
  Confirmed second;
  std::string host = "h";
  std::string rounds = "all";
  std::string anchor = "old";
  double se = 0.001;
  std::optional<double> floor_percent{};  ///< as `assay nightly --care` states it

 private:
  NightValue value_of(const std::string& run, const std::string& cell, double value) const {
    NightValue made{run, cell, value, se, 10, Json::object()};
    made.note = {{"group", "g"}, {"host", host},    {"conditions", "c"},   {"anchor", anchor},
                 {"side", cell}, {"mode", "turns"}, {"decided_on", rounds}};
    return made;
  }
};

/// Noise with a standard deviation of about 0.003 that is the same in every test.
inline double noise(int night, int cell) {
  const double turn = 12.9898 * (night + 1) + 78.233 * (cell + 1);
  const double fraction = std::sin(turn) * 43758.5453;
  return 0.0104 * (fraction - std::floor(fraction) - 0.5);
}

}  // namespace assay::testing
