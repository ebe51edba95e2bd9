#include "harness/report/gate_told.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/core/levels.h"
#include "harness/core/units.h"
#include "harness/report/host_line.h"
#include "harness/report/reasons.h"
#include "harness/report/strata.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

std::string number(int count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string status_word(GateStatus status) {
  switch (status) {
    case GateStatus::Passed:
      return "passed";
    case GateStatus::Failed:
      return "FAILED";
    case GateStatus::Undecided:
      return "UNDECIDED";
  }
  return {};
}

std::string executed_text(const ComparisonReport& comparison) {
  const auto or_unknown = [](const std::string& path) { return path.empty() ? std::string("not known") : path; };
  if (comparison.a_executed.empty() && comparison.b_executed.empty()) return {};
  return fmt::format("executed: the anchor {}; this side {}", or_unknown(comparison.a_executed),
                     or_unknown(comparison.b_executed));
}

std::string rounds_text(const ComparisonReport& comparison) {
  std::string text = number(comparison.pairs, "bout", "bouts");
  if (comparison.mode) text += fmt::format(" in {} mode", name(*comparison.mode));
  if (comparison.mode && *comparison.mode != Mode::Turns && !comparison.mode_why.empty())
    text += " (" + comparison.mode_why + ")";
  if (comparison.mode != Mode::SharedCpu)
    text += comparison.decided_on == "undisturbed" ? "; the undisturbed rounds decided" : "; all rounds decided";
  if (comparison.undisturbed) text += fmt::format(", {:.0f} % were undisturbed", 100 * comparison.undisturbed->share);
  if (comparison.noise.mde90_percent)
    text += fmt::format("; {}: at this floor, changes of {} % are found in nine cases of ten", comparison.noise.name,
                        stats::percent_text(*comparison.noise.mde90_percent));
  return text;
}

/// Both are so unless something else is said, and --replicas beside --set replica is refused.
bool is_standard(const std::string& factor, const std::string& level) {
  return (factor == "runner" && level == "local") || (factor == kReplica && level == "0");
}

}  // namespace

std::string gate_headline(const RunReport& report) {
  const GateReport& gate = *report.gate;
  std::string text = fmt::format("Gate {}: ", status_word(gate.status));
  const int failed = gate.count(Judgement::Failed), all = static_cast<int>(gate.items.size());
  const auto lacking = static_cast<int>(std::ranges::count_if(
      gate.items, [](const GateItem& item) { return item.holds && item.judgement == Judgement::Undecided; }));
  std::vector<std::string> parts;
  if (failed > 0)
    parts.push_back(
        fmt::format("{} of {} {}", failed, number(all, "comparison", "comparisons"), failed == 1 ? "fails" : "fail"));
  if (lacking > 0)
    parts.push_back(fmt::format("of {} what was asked is not known", number(lacking, "comparison", "comparisons")));
  if (parts.empty()) parts.push_back(all == 0 ? "nothing was compared" : number(all, "comparison", "comparisons"));
  if (const int ignored = gate.count(Judgement::Ignored); ignored > 0)
    parts.push_back(number(ignored, "is ignored", "are ignored"));
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : ", ") + parts[i];
  if (report.state == "interrupted") text += "; interrupted, the same command goes on";
  return text;
}

std::vector<std::string> told_anchor(const RunReport& report) {
  const Json& anchor = report.gate->anchor;
  const Json levels = anchor.value("levels", Json::object());
  std::vector<std::string> lines;
  if (levels.empty()) return lines;
  std::string text;
  for (const auto& [factor, level] : levels.items())
    if (factor != "runner" || level != "local")
      text += (text.empty() ? "" : " ") + factor + "=" + (level.is_string() ? level.get<std::string>() : level.dump());
  const Json before = anchor.value("run_before", Json());
  const Json problems = anchor.value("differences", Json::array());
  if (!problems.empty())
    lines.push_back(fmt::format("Anchor: {}; not what it was, and taken as it is (anchor = \"any\")", text));
  else if (before.is_string())
    lines.push_back(fmt::format("Anchor: {}; the same as in run {}", text, before.get<std::string>()));
  else
    lines.push_back(fmt::format(
        "Anchor: {}; recorded now, for the store has no earlier gate of this study on this kind of host", text));
  for (const Json& each : problems)
    if (each.is_string()) lines.push_back("  " + each.get<std::string>());
  return lines;
}

std::string differing_levels(const ComparisonReport& comparison) {
  Configuration own;
  for (const auto& [factor, level] : comparison.b_configuration) {
    const auto anchor = comparison.a_configuration.find(factor);
    if (anchor == comparison.a_configuration.end() || anchor->second != level) own[factor] = level;
  }
  return to_string(own);
}

std::string told_finding(const ComparisonReport& comparison, const GateItem& item) {
  const bool told = comparison.effect && (item.judgement != Judgement::Undecided || comparison.pairs > 1);
  if (comparison.verdict == "failed" || !told) return item.reason;
  if (comparison.verdict != "changed")
    return fmt::format("{} %, between {} and {} %: {}", format_percent_number(comparison.effect->percent),
                       format_percent_number(comparison.effect->low), format_percent_number(comparison.effect->high),
                       item.reason);
  return takes(*comparison.effect, "the anchor") + ": " + item.reason;
}

std::string told_ignore(const GateQuestion& question, const GateItem& item) {
  if (!item.ignore) return {};
  const IgnoreEntry& entry = question.ignore[*item.ignore];
  return fmt::format("{} until {}: {}", is_expired(entry, question.date) ? "was ignored" : "ignored", entry.until,
                     entry.reason);
}

std::vector<std::string> told_evidence(const ComparisonReport& comparison) {
  std::vector<std::string> lines;
  if (comparison.verdict != "failed" && !comparison.why.empty()) lines.push_back(comparison.why);
  if (comparison.pairs > 0) lines.push_back(rounds_text(comparison));
  for (const Note& note : comparison.notes) lines.push_back("note: " + note.text);
  if (const std::string text = executed_text(comparison); !text.empty()) lines.push_back(text);
  return lines;
}

std::string command_again(const ComparisonReport& comparison, double floor_percent) {
  Json words = {"assay", "ab"};
  const Configuration &a = comparison.a_configuration, &b = comparison.b_configuration;
  std::set<std::string> factors;
  for (const Configuration* side : {&a, &b})
    for (const auto& [factor, level] : *side) factors.insert(factor);
  Json shared = Json::array();
  for (const std::string& factor : factors) {
    const auto in_a = a.find(factor), in_b = b.find(factor);
    if (in_a != a.end() && in_b != b.end() && in_a->second != in_b->second) {
      words.push_back(factor + "=" + in_a->second);
      words.push_back(factor + "=" + in_b->second);
    } else {
      const std::string& level = in_a != a.end() ? in_a->second : in_b->second;
      if (!is_standard(factor, level)) shared.push_back(factor + "=" + level);
    }
  }
  words.push_back("--workload");
  words.push_back(workload_name({comparison.workload, comparison.parameters, {}}));
  for (const Json& each : shared) {
    words.push_back("--set");
    words.push_back(each);
  }
  words.push_back("--care");
  words.push_back(stats::percent_text(floor_percent) + " %");
  return command_line({{"command", words}});
}

std::vector<std::string> told_entries(const GateReport& gate) {
  std::vector<std::string> lines;
  for (std::size_t place = 0; place < gate.question.ignore.size(); ++place) {
    const IgnoreEntry& entry = gate.question.ignore[place];
    const auto used = std::ranges::count_if(gate.items, [&](const GateItem& item) { return item.ignore == place; });
    if (is_expired(entry, gate.question.date))
      lines.push_back(fmt::format("the ignore entry for {} ended on {} and counts no more ({})", entry.workload,
                                  entry.until, entry.reason));
    else if (used == 0)
      lines.push_back(fmt::format("nothing needs the ignore entry for {} until {} ({})", entry.workload, entry.until,
                                  entry.reason));
  }
  return lines;
}

std::vector<GateSection> gate_sections(const GateReport& gate) {
  std::vector<GateSection> sections = {{"Failed", {}},
                                       {"Not known, and asked", {}},
                                       {"Ignored, though it would hold the gate up", {}},
                                       {"Not known, and let pass (noisy = \"pass\")", {}},
                                       {"Changed by less than the floor", {}, true},
                                       {"Faster", {}, true}};
  for (const GateItem& item : gate.items) switch (item.judgement) {
      case Judgement::Failed:
        sections[0].items.push_back(&item);
        break;
      case Judgement::Undecided:
        sections[item.holds ? 1 : 3].items.push_back(&item);
        break;
      case Judgement::Ignored:
        sections[2].items.push_back(&item);
        break;
      case Judgement::Below:
        sections[4].items.push_back(&item);
        break;
      case Judgement::Faster:
        sections[5].items.push_back(&item);
        break;
      case Judgement::Passed:
        break;
    }
  std::erase_if(sections, [](const GateSection& section) { return section.items.empty(); });
  return sections;
}

}  // namespace assay
