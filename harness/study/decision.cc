#include "harness/study/decision.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay {
namespace {

constexpr std::array<std::pair<Rule, std::string_view>, 3> kRules{
    {{Rule::Estimate, "estimate"}, {Rule::Compare, "compare"}, {Rule::Gate, "gate"}}};

}  // namespace

std::string_view name(Rule rule) {
  return std::ranges::find(kRules, rule, [](const auto& entry) { return entry.first; })->second;
}

std::optional<Rule> rule_from(std::string_view text) {
  const auto found = std::ranges::find(kRules, text, [](const auto& entry) { return entry.second; });
  if (found == kRules.end()) return std::nullopt;
  return found->first;
}

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const auto& [rule, text] : kRules) names.emplace_back(text);
  return names;
}

}  // namespace assay
