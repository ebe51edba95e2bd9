#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/json.h"

namespace assay {

struct ComparisonReport;
struct RunRow;

/// What may fail for a while, as it is stored with a run.
struct IgnoreEntry {
  std::string workload;                                   ///< the pattern, as written
  std::vector<std::string> groups;                        ///< that it is about
  std::map<std::string, std::vector<std::string>> where;  ///< levels of the side held against the anchor; empty: any
  std::string until;                                      ///< `2027-01-31`: the last day on which it counts
  std::string reason;
};

/// What a gate was asked, from RunRow::study.
struct GateQuestion {
  std::map<std::string, double> floors;  ///< percent, by group
  bool both_sides = false;               ///< faster fails, too
  bool noisy_passes = false;
  std::vector<IgnoreEntry> ignore;
  std::string date;  ///< when the run was begun (UTC), which entries are held against
};
GateQuestion gate_question_of(const RunRow& run);

/// `Passed`: the same, or no worse than the floor allows. `Below`: a confirmed change that is smaller than the floor.
/// `Faster`: a confirmed change in the direction that does not fail. `Undecided`: what was asked is not known.
/// `Ignored`: failed or undecided, and an entry says that this may be so.
enum class Judgement { Passed, Below, Faster, Undecided, Ignored, Failed };
std::string_view name(Judgement judgement);  ///< `passed`, …, `failed`

struct GateItem {
  std::size_t comparison = 0;  ///< its place among the report's
  Judgement judgement = Judgement::Passed;
  bool holds = false;  ///< keeps the gate from being green
  double floor_percent = 0;
  std::string reason;                 ///< half a sentence: what the judgement rests on
  std::optional<std::size_t> ignore;  ///< place of the entry that stands for it, in force or expired
};

enum class GateStatus { Passed, Failed, Undecided };
std::string_view name(GateStatus status);  ///< `passed`, `failed`, `undecided`

struct GateReport {
  GateStatus status = GateStatus::Undecided;
  GateQuestion question;
  std::vector<GateItem> items;   ///< in the order of the comparisons
  Json anchor = Json::object();  ///< as the command noted it (anchor.h)

  int count(Judgement judgement) const;
};

/// A function of the comparisons and the rules alone. It fails at a confirmed change of the floor's size or more, and
/// at a side that cannot be measured though the anchor can; it is green only where all that it was asked is known.
GateReport judge_gate(std::span<const ComparisonReport> comparisons, const GateQuestion& question);

/// Whether an entry no longer counts.
bool is_expired(const IgnoreEntry& entry, const std::string& date);

}  // namespace assay
