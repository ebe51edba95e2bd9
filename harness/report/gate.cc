#include "harness/report/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/report/report.h"
#include "harness/stats/looks.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

/// A side that fails in so large a part of its processes is broken, however fast the others are.
constexpr double failing_share = 0.25;
constexpr int failing_least = 2;

/// The log ratio of a change, in percent.
double log_ratio(double percent) {
  return std::log1p(percent / 100);
}

bool fails_often(const ComparisonReport::Failures& side) {
  return side.failed >= failing_least && side.failed >= failing_share * side.processes;
}

std::string failing_text(const ComparisonReport::Failures& side) {
  return fmt::format("fails in {} of {} processes{}", side.failed, side.processes,
                     side.detail.empty() ? "" : ": " + side.detail);
}

/// One comparison, before ignore entries have their say.
class GateJudge {
 public:
  GateJudge(const ComparisonReport& comparison, const GateQuestion& question, GateItem& item)
      : of_(comparison), question_(question), item_(item) {}

  void judge() {
    if (of_.emulated) return lacks("emulated: its times are no performance");
    if (of_.verdict == "failed") return failed_side();
    if (fails_often(of_.b_failures)) return fails_now_and_then();
    if (of_.verdict == "changed" && of_.effect) return changed();
    if (of_.verdict == "same") return set(Judgement::Passed, "the same, as far as the floor asks");
    undecided();
  }

 private:
  void set(Judgement judgement, const std::string& reason) {
    item_.judgement = judgement;
    item_.reason = reason;
    item_.holds = judgement == Judgement::Failed;
  }

  void lacks(const std::string& reason) {
    set(Judgement::Undecided, reason);
    item_.holds = true;
  }

  std::string outcome() const {
    const std::string text = of_.outcome ? std::string(name(*of_.outcome)) : of_.why;
    return of_.detail.empty() ? text : text + ": " + of_.detail;
  }

  /// A new thing that cannot run although the anchor does is worse than a slow one.
  void failed_side() {
    if (of_.failed_side == "a") return lacks("the anchor could not be measured: " + outcome());
    const bool never_ran = of_.outcome == Outcome::Skipped || of_.outcome == Outcome::Unsupported;
    if (!of_.outcome || never_ran) return lacks("could not be measured: " + outcome());
    set(Judgement::Failed, "cannot be measured, and the anchor can: " + outcome());
  }

  void fails_now_and_then() {
    if (fails_often(of_.a_failures))
      return lacks(failing_text(of_.b_failures) + "; so does the anchor, in " +
                   fmt::format("{} of {}", of_.a_failures.failed, of_.a_failures.processes));
    set(Judgement::Failed, failing_text(of_.b_failures));
  }

  void changed() {
    const double delta = log_ratio(of_.effect->percent), floor = log_ratio(item_.floor_percent);
    const std::string text = stats::percent_text(item_.floor_percent);
    if (std::abs(delta) < floor)
      return set(Judgement::Below, fmt::format("changed, by less than the floor of {} %", text));
    if (delta < 0 && !question_.both_sides) return set(Judgement::Faster, "faster, which does not fail here");
    set(Judgement::Failed, fmt::format("{} by the floor of {} % or more", delta > 0 ? "slower" : "faster", text));
  }

  /// What was asked is whether it is slower by the floor: the interval may rule that out where it leaves open whether
  /// anything changed at all. It is the one look at which the comparison ended.
  bool is_ruled_out() const {
    if (!of_.effect || of_.pairs < stats::kFirstLook) return false;
    const double floor = log_ratio(item_.floor_percent);
    return log_ratio(of_.effect->high) < floor && (!question_.both_sides || log_ratio(of_.effect->low) > -floor);
  }

  void undecided() {
    if (is_ruled_out())
      return set(Judgement::Passed,
                 fmt::format("{}, but a change of the floor's size that would fail is ruled out", of_.verdict));
    lacks(of_.pairs == 0 ? "no bout was measured: " + of_.why
                         : fmt::format("{}: whether it changed by {} % is not known", of_.verdict,
                                       stats::percent_text(item_.floor_percent)));
    if (question_.noisy_passes && of_.pairs > 0) item_.holds = false;
  }

  const ComparisonReport& of_;
  const GateQuestion& question_;
  GateItem& item_;
};

bool is_about(const IgnoreEntry& entry, const ComparisonReport& comparison) {
  if (std::ranges::find(entry.groups, comparison.group) == entry.groups.end()) return false;
  return std::ranges::all_of(entry.where, [&](const auto& named) {
    const auto level = comparison.b_configuration.find(named.first);
    return level != comparison.b_configuration.end() &&
           std::ranges::find(named.second, level->second) != named.second.end();
  });
}

/// The first entry in force; else the last of those that ended, for the report to say so.
void ignore(GateItem& item, const ComparisonReport& comparison, const GateQuestion& question) {
  if (!item.holds) return;
  for (std::size_t i = 0; i < question.ignore.size(); ++i) {
    const IgnoreEntry& entry = question.ignore[i];
    if (!is_about(entry, comparison)) continue;
    item.ignore = i;
    if (is_expired(entry, question.date)) continue;
    item.judgement = Judgement::Ignored;
    item.holds = false;
    return;
  }
}

GateStatus status_of(const std::vector<GateItem>& items) {
  const auto any = [&](auto is) { return std::ranges::any_of(items, is); };
  if (any([](const GateItem& item) { return item.judgement == Judgement::Failed; })) return GateStatus::Failed;
  const bool lacks = any([](const GateItem& item) { return item.holds; });
  const bool decided = any([](const GateItem& item) { return item.judgement != Judgement::Undecided; });
  return lacks || !decided ? GateStatus::Undecided : GateStatus::Passed;
}

}  // namespace

int GateReport::count(Judgement judgement) const {
  return static_cast<int>(std::ranges::count(items, judgement, &GateItem::judgement));
}

GateReport judge_gate(std::span<const ComparisonReport> comparisons, const GateQuestion& question) {
  GateReport report;
  report.question = question;
  for (std::size_t place = 0; place < comparisons.size(); ++place) {
    GateItem item;
    item.comparison = place;
    const auto floor = question.floors.find(comparisons[place].group);
    item.floor_percent = floor == question.floors.end() ? 1 : floor->second;
    GateJudge(comparisons[place], question, item).judge();
    ignore(item, comparisons[place], question);
    report.items.push_back(std::move(item));
  }
  report.status = status_of(report.items);
  return report;
}

bool is_expired(const IgnoreEntry& entry, const std::string& date) {
  return entry.until < date;  // both are YYYY-MM-DD
}

std::string_view name(Judgement judgement) {
  switch (judgement) {
    case Judgement::Passed:
      return "passed";
    case Judgement::Below:
      return "below";
    case Judgement::Faster:
      return "faster";
    case Judgement::Undecided:
      return "undecided";
    case Judgement::Ignored:
      return "ignored";
    case Judgement::Failed:
      return "failed";
  }
  return {};
}

std::string_view name(GateStatus status) {
  switch (status) {
    case GateStatus::Passed:
      return "passed";
    case GateStatus::Failed:
      return "failed";
    case GateStatus::Undecided:
      return "undecided";
  }
  return {};
}

}  // namespace assay
