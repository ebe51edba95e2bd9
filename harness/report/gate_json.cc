#include "harness/core/levels.h"
#include "harness/report/gate_told.h"
#include "harness/report/json_parts.h"

namespace assay {
namespace {

Json failures_json(const ComparisonReport::Failures& side) {
  return {{"failed", side.failed}, {"processes", side.processes}};
}

Json test_json(const std::optional<ComparisonReport::Test>& test) {
  if (!test) return nullptr;
  return {{"p", test->p}, {"nominal_p", test->nominal_p}, {"look", test->look}, {"looks", test->looks}};
}

Json entry_json(const IgnoreEntry& entry) {
  Json where = Json::object();
  for (const auto& [factor, levels] : entry.where)
    for (const std::string& level : levels) where[factor].push_back(level_json(level));
  return {{"workload", entry.workload}, {"where", where}, {"until", entry.until}, {"reason", entry.reason}};
}

Json item_json(const RunReport& report, const GateItem& item) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  Json json = comparison_json(of);
  json["judgement"] = name(item.judgement);
  json["holds"] = item.holds;
  json["floor_percent"] = item.floor_percent;
  json["reason"] = item.reason;
  json["test"] = test_json(of.test);
  json["failures"] = {{"a", failures_json(of.a_failures)}, {"b", failures_json(of.b_failures)}};
  json["ignore"] = item.ignore ? entry_json(report.gate->question.ignore[*item.ignore]) : Json(nullptr);
  json["reproduce"] = command_again(of, item.floor_percent);
  return json;
}

Json entries_json(const GateReport& gate) {
  Json list = Json::array();
  for (std::size_t place = 0; place < gate.question.ignore.size(); ++place) {
    Json json = entry_json(gate.question.ignore[place]);
    json["expired"] = is_expired(gate.question.ignore[place], gate.question.date);
    json["comparisons"] = 0;
    for (const GateItem& item : gate.items)
      if (item.ignore == place) json["comparisons"] = json["comparisons"].get<int>() + 1;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

void add_gate_json(Json& json, const RunReport& report) {
  const GateReport& gate = *report.gate;
  json["title"] = report.title;
  json["measuring_seconds"] = report.measuring_seconds;
  json["state"] = report.state;
  json["status"] = name(gate.status);
  for (const Judgement each : {Judgement::Failed, Judgement::Undecided, Judgement::Ignored, Judgement::Below,
                               Judgement::Faster, Judgement::Passed})
    json["counts"][std::string(name(each))] = gate.count(each);
  json["rules"] = {{"sided", gate.question.both_sides ? "both" : "slower"},
                   {"noisy", gate.question.noisy_passes ? "pass" : "refuse"},
                   {"date", gate.question.date},
                   {"ignore", entries_json(gate)}};
  json["anchor"] = gate.anchor;
  json["comparisons"] = Json::array();
  for (const GateItem& item : gate.items) json["comparisons"].push_back(item_json(report, item));
}

}  // namespace assay
