#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/report/report.h"

namespace assay {

/// One interval of the forest plot and the words beside it.
struct PlotRow {
  std::string label;    ///< `linalg.gemm`
  std::string detail;   ///< `n=512 type=d`, and where it holds
  std::string verdict;  ///< may be empty
  std::optional<Estimate> effect;
  std::string evidence;  ///< `9 bouts, turns`, `4 bouts, turns, 5 replicas`
  std::string noise;     ///< `QUIET 0.7 %`
  std::string reason;    ///< what the verdict rests on, and why measuring stopped
  std::vector<std::string> notes{};
  bool noisy = false;  ///< too coarse for a factor in large letters
  bool score = false;  ///< the geometric mean over the rows of its step
};

/// From one level to another: a row for each workload, the score last.
struct PlotStep {
  std::string from;
  std::string to;
  std::string where;
  std::vector<PlotRow> rows;
};

/// One factor: its steps share a scale.
struct PlotPanel {
  std::string title;
  std::vector<PlotStep> steps;
};

std::vector<PlotPanel> plot_panels(const RunReport& report);

/// What the plot draws from: [[[{percent, low, high, verdict, score, text}]]], by panel, step and row; null without an
/// effect.
Json plot_json(const std::vector<PlotPanel>& panels);

/// Factors whose level differs between cells, and those that all cells share: `{factor: level}`.
std::vector<std::string> varying_factors(const std::vector<CellReport>& cells);
Configuration common_levels(const std::vector<CellReport>& cells);

}  // namespace assay
