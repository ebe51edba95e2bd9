#include <fmt/format.h>

#include <ctime>

#include "harness/report/gate.h"
#include "results/store.h"

namespace assay {
namespace {

Json object_in(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() && found->is_object() ? *found : Json::object();
}

std::vector<std::string> texts_of(const Json& json) {
  std::vector<std::string> texts;
  for (const Json& each : json.is_array() ? json : Json::array())
    if (each.is_string()) texts.push_back(each);
  return texts;
}

IgnoreEntry entry_of(const Json& json) {
  IgnoreEntry entry;
  entry.workload = text_in(json, "workload");
  entry.groups = texts_of(json.value("groups", Json::array()));
  const Json where = object_in(json, "where");
  for (const auto& [factor, levels] : where.items()) entry.where[factor] = texts_of(levels);
  entry.until = text_in(json, "until");
  entry.reason = text_in(json, "reason");
  return entry;
}

std::string date_of(double epoch_seconds) {
  const auto seconds = static_cast<std::time_t>(epoch_seconds);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

}  // namespace

GateQuestion gate_question_of(const RunRow& run) {
  GateQuestion question;
  const Json floors = object_in(object_in(run.study, "decision"), "floors");
  for (const auto& [group, percent] : floors.items())
    if (percent.is_number()) question.floors[group] = percent;
  const Json gate = object_in(run.study, "gate");
  question.both_sides = text_in(gate, "sided") == "both";
  question.noisy_passes = text_in(gate, "noisy") == "pass";
  for (const Json& entry : gate.value("ignore", Json::array()))
    if (entry.is_object()) question.ignore.push_back(entry_of(entry));
  question.date = date_of(run.started);
  return question;
}

}  // namespace assay
