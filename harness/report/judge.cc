#include "harness/report/judge.h"

#include <algorithm>
#include <map>
#include <set>

#include "harness/report/host_line.h"
#include "harness/stats/looks.h"

namespace assay {
namespace {

double number_in(const Json& json, const char* key, double standard) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : standard;
}

/// Every cell against its group's baseline; emulated ones are not compared.
int comparisons_among(std::span<const RunCell> cells) {
  std::map<std::string, int> in_group;
  std::set<std::string> emulated;
  for (const RunCell& cell : cells) {
    ++in_group[cell.group];
    if (cell.emulated) emulated.insert(cell.group);
  }
  int comparisons = 0;
  for (const auto& [group, number] : in_group)
    if (!emulated.contains(group)) comparisons += number - 1;
  return comparisons;
}

int groups_among(std::span<const RunCell> cells) {
  std::set<std::string> groups;
  for (const RunCell& cell : cells) groups.insert(cell.group);
  return static_cast<int>(groups.size());
}

/// An `ab` has an option for it, and a gate tells an `ab` with each comparison; in the gate itself replicas would be
/// further comparisons. A study by options takes one factor more, and one in a file must be written.
std::string with_replicas(const RunRow& run) {
  const std::string command = command_line(run.study);
  if (run.kind == "ab") return "measure " + command + " --replicas 5";
  if (run.kind == "gate") return "add --replicas 5 to the command that measures this comparison again";
  if (command.find(" --workload ") != std::string::npos) return "measure " + command + " --factor replica=0,1,2,3,4";
  return "write replica = [0, 1, 2, 3, 4] into the [factors] of the study";
}

}  // namespace

Question Question::of(const std::string& group) const {
  Question question = *this;
  if (const auto floor = floors.find(group); floor != floors.end()) question.care_percent = floor->second;
  return question;
}

Question question_of(const RunRow& run, std::span<const RunCell> cells) {
  Question question;
  question.comparisons = comparisons_among(cells);
  question.groups = groups_among(cells);
  question.with_replicas = with_replicas(run);
  if (has_sides(run.kind)) question.rule = "compare";
  const auto found = run.study.find("decision");
  if (found == run.study.end() || !found->is_object()) return question;
  if (const auto rule = found->find("rule"); rule != found->end() && rule->is_string()) question.rule = *rule;
  question.care_percent = number_in(*found, "care_percent", question.care_percent);
  question.width_percent = number_in(*found, "width_percent", question.width_percent);
  if (const auto floors = found->find("floors"); floors != found->end() && floors->is_object())
    for (const auto& [group, percent] : floors->items())
      if (percent.is_number()) question.floors[group] = percent;
  if (const auto suspicions = found->find("suspicions"); suspicions != found->end() && suspicions->is_object())
    for (const auto& [cell, suspicion] : suspicions->items()) question.suspicions[cell] = suspicion_from(suspicion);
  const auto bouts = found->find("bouts");
  question.exact = bouts != found->end() && bouts->is_number();
  return question;
}

std::optional<Flagging> flagging_in(const Json& note, std::span<const int> bouts) {
  const auto found = note.find("confirmation");
  if (found == note.end() || !found->is_object()) return std::nullopt;
  Flagging flagging{static_cast<int>(std::clamp(number_in(*found, "flagged", 1), 1.0, 1e6))};
  if (const double first = number_in(*found, "first_fresh", -1); first >= 0) {
    flagging.first_fresh = static_cast<int>(std::min(first, 1e9));
    return flagging;
  }
  const auto after = static_cast<std::size_t>(std::clamp(number_in(*found, "after", 0), 0.0, 1e9));
  if (after < bouts.size()) flagging.first_fresh = bouts[after];
  if (after >= bouts.size() && !bouts.empty()) flagging.first_fresh = bouts.back() + 1;
  return flagging;
}

std::optional<stats::Confirmation> confirmation_in(const Json& note, std::span<const int> bouts) {
  const auto found = flagging_in(note, bouts);
  if (!found) return std::nullopt;
  const auto screened = std::ranges::count_if(bouts, [&](int number) { return number < found->first_fresh; });
  return stats::Confirmation{found->flagged, static_cast<std::size_t>(screened)};
}

stats::Finding judge(const stats::Bouts& bouts, const Question& question, const std::string& why,
                     const std::optional<stats::Confirmation>& confirmation) {
  if (question.is_suite()) return stats::close(stats::decide_in_suite(bouts, question.care_percent, confirmation), why);
  if (question.rule != "estimate")
    return stats::close(stats::decide(bouts, stats::comparison_rule(question.care_percent)), why);
  stats::EstimateRule rule = stats::estimate_rule(question.care_percent, question.width_percent);
  rule.effects = question.effects;
  const stats::Finding finding = stats::estimate(bouts, rule);
  return finding.verdict == stats::Verdict::Open ? stats::close_estimate(finding, rule, why) : finding;
}

Estimate estimate_of(const stats::Effect& effect) {
  return {effect.percent, effect.low, effect.high};
}

Noise noise_of(const stats::Finding& finding, double care_percent) {
  if (finding.bouts < stats::kFirstLook) return {};
  return {std::string(stats::name(finding.noise)), std::max(finding.mde90_percent, care_percent)};
}

}  // namespace assay
