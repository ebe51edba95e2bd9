#pragma once

#include <string>

#include "harness/report/report.h"
#include "harness/report/table.h"

namespace assay {

// The sections of to_text(); each starts with an empty line, or is empty where there is nothing to say.

std::string comparisons_text(const RunReport& report, const TextStyle& style);  ///< of an `ab`
/// Of a gate: its status in a line, without an empty one before it, and what a reviewer acts on.
std::string gate_heading(const RunReport& report, const TextStyle& style);
std::string gate_text(const RunReport& report, const TextStyle& style);
/// Of a night, likewise.
std::string nightly_heading(const RunReport& report, const TextStyle& style);
std::string nightly_text(const RunReport& report, const TextStyle& style);
std::string cells_text(const RunReport& report,
                       const TextStyle& style);  ///< of a `run`: by workload, the baseline first
std::string effects_text(const RunReport& report, const TextStyle& style);
std::string explained_text(const RunReport& report, const TextStyle& style);
std::string executed_text(const RunReport& report, const TextStyle& style);

/// `4.90 ms`, `12.7 ms CPU`
std::string time_text(double seconds, stats::Clock clock);
/// `+3.9 %`, green where faster and red where slower, if the verdict is that it changed.
TableCell change_cell(const std::optional<Estimate>& effect, const std::string& verdict);
/// `[+3.2, +4.7]`
std::string interval_text(const std::optional<Estimate>& effect);
TableCell verdict_cell(const std::string& verdict);
TableCell noise_cell(const Noise& noise);
std::string section(const std::string& title, const TextStyle& style);
/// A command to be pasted: one line, however long, for a break would end it.
std::string again_line(const std::string& command);

}  // namespace assay
