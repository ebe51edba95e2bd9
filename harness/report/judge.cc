#include "harness/report/judge.h"

namespace assay {
namespace {

double number_in(const Json& json, const char* key, double standard) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : standard;
}

}  // namespace

Question question_of(const RunRow& run) {
  Question question;
  if (run.kind == "ab") question.rule = "compare";
  const auto found = run.study.find("decision");
  if (found == run.study.end() || !found->is_object()) return question;
  if (const auto rule = found->find("rule"); rule != found->end() && rule->is_string()) question.rule = *rule;
  question.care_percent = number_in(*found, "care_percent", question.care_percent);
  question.width_percent = number_in(*found, "width_percent", question.width_percent);
  return question;
}

stats::Finding judge(const stats::Series& series, const Question& question, const std::string& why) {
  if (question.rule != "estimate") {
    const stats::Finding finding = stats::decide(series, stats::comparison_rule(question.care_percent));
    return finding.verdict == stats::Verdict::Open ? stats::close(finding, why) : finding;
  }
  const stats::EstimateRule rule = stats::estimate_rule(question.care_percent, question.width_percent);
  const stats::Finding finding = stats::estimate(series, rule);
  return finding.verdict == stats::Verdict::Open ? stats::close_estimate(finding, rule, why) : finding;
}

Estimate estimate_of(const stats::Effect& effect) {
  return {effect.percent, effect.low, effect.high};
}

Noise noise_of(const stats::Finding& finding) {
  if (finding.bouts < 2) return {};
  return {std::string(stats::name(finding.noise)), finding.mde90_percent};
}

}  // namespace assay
