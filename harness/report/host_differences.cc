#include "harness/report/host_differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace assay {
namespace {

/// In the order in which people ask; all others come after them, by name.
constexpr std::array<std::string_view, 17> kFirst = {
    "name",         "cpu.model name", "midr",       "cpu.microcode", "kernel",       "governor",    "no_turbo",
    "boost",        "frequency_max",  "smt_active", "cgroup_cpus",   "cpus_allowed", "cpus_online", "thp",
    "boot_options", "container",      "libc"};
constexpr std::array<std::string_view, 2> kPassing = {"load", "id"};  // a moment's, and made of the others
constexpr std::size_t kMostShown = 8;
constexpr std::size_t kMostText = 60;

/// `cpu.microcode` -> `0x1`: objects are walked into, lists stay whole.
void flatten(const Json& json, const std::string& key, std::map<std::string, std::string>& into) {
  if (json.is_null()) return;
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) flatten(value, key.empty() ? name : key + "." + name, into);
    return;
  }
  into[key] = json.is_string() ? json.get<std::string>() : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::size_t rank(const std::string& fact) {
  return static_cast<std::size_t>(std::ranges::find(kFirst, fact) - kFirst.begin());
}

void add_value(HostDifference& difference, const std::string& text, const std::string& run) {
  auto value = std::ranges::find(difference.values, text, &HostDifference::Value::text);
  if (value == difference.values.end()) value = difference.values.insert(value, {text, {}});
  value->runs.push_back(run);
}

std::string shown(const HostDifference& difference) {
  std::string text;
  for (const HostDifference::Value& value : difference.values) {
    if (value.text.size() > kMostText) return difference.fact;
    const std::size_t runs = value.runs.size();
    text += fmt::format("{}{} in {} run{}", text.empty() ? "" : ", ", value.text, runs, runs == 1 ? "" : "s");
  }
  return fmt::format("{} ({})", difference.fact, text);
}

}  // namespace

std::vector<HostDifference> host_differences(const std::vector<RunRow>& runs) {
  std::vector<std::map<std::string, std::string>> facts(runs.size());
  std::map<std::string, HostDifference> all;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    flatten(runs[i].host, "", facts[i]);
    for (const auto& [fact, text] : facts[i]) all[fact].fact = fact;
  }
  std::vector<HostDifference> found;
  for (auto& [fact, difference] : all) {
    if (std::ranges::find(kPassing, fact) != kPassing.end()) continue;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const auto text = facts[i].find(fact);
      add_value(difference, text == facts[i].end() ? "unknown" : text->second, runs[i].id);
    }
    if (difference.values.size() > 1) found.push_back(std::move(difference));
  }
  std::ranges::stable_sort(found, {}, [](const HostDifference& each) { return rank(each.fact); });
  return found;
}

std::string differences_sentence(const std::vector<HostDifference>& differences) {
  if (differences.empty()) return {};
  std::string text = "the hosts of these runs differ in ";
  for (std::size_t i = 0; i < std::min(differences.size(), kMostShown); ++i)
    text += (i == 0 ? "" : ", ") + shown(differences[i]);
  if (differences.size() > kMostShown)
    text += fmt::format(", and {} more facts (--json)", differences.size() - kMostShown);
  return text;
}

Json to_json(const HostDifference& difference) {
  Json values = Json::array();
  for (const HostDifference::Value& value : difference.values)
    values.push_back({{"value", value.text}, {"runs", value.runs}});
  return {{"fact", difference.fact}, {"values", values}};
}

}  // namespace assay
