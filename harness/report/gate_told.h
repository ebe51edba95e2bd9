#pragma once

#include <string>
#include <vector>

#include "harness/report/report.h"

namespace assay {

// The words of a gate's report, which its forms (text, Markdown, JUnit) share.

/// `Gate FAILED: 1 of 4 comparisons fails, 1 is ignored`
std::string gate_headline(const RunReport& report);

/// `the anchor is python=python3.11, the same as in run …`; each line a sentence.
std::vector<std::string> told_anchor(const RunReport& report);

/// What the side that is held against the anchor has and the anchor has not: `python=python3.13`.
std::string differing_levels(const ComparisonReport& comparison);

/// What was found: `takes 4.2 % more time than the anchor, between 3.1 and 5.3 %: slower by the floor of 1 % or more`.
std::string told_finding(const ComparisonReport& comparison, const GateItem& item);

/// Where an entry stands for it, or stood: `ignored until 2027-01-31: known, fixed in 3.14`.
std::string told_ignore(const GateQuestion& question, const GateItem& item);

/// What it rests on, a line each: the test, bouts and mode, which rounds decided, its notes, what executed.
std::vector<std::string> told_evidence(const ComparisonReport& comparison);

/// `assay ab python=A python=B --workload … --care '0.5 %'`: measures this comparison alone again.
std::string command_again(const ComparisonReport& comparison, double floor_percent);

/// Sentences about the ignore entries that no longer count or that nothing needed.
std::vector<std::string> told_entries(const GateReport& gate);

/// Its parts in the order in which a reviewer wants them: what holds the gate up first.
struct GateSection {
  std::string title;
  std::vector<const GateItem*> items;
  bool brief = false;  ///< a line each will do
};
std::vector<GateSection> gate_sections(const GateReport& gate);

}  // namespace assay
