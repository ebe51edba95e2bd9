#include "dashboards/page_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dashboards/numbers.h"
#include "harness/report/reasons.h"

namespace assay {
namespace {

std::string joined(const std::map<std::string, std::string>& entries) {
  std::string text;
  for (const auto& [key, value] : entries) text += (text.empty() ? "" : " ") + key + '=' + value;
  return text;
}

std::string noise_text(const Noise& noise) {
  if (noise.name.empty()) return {};
  return noise.mde90_percent ? fmt::format("{} {:.1f}\u00a0%", noise.name, *noise.mde90_percent) : noise.name;
}

std::string and_also(std::string first, const std::string& second) {
  if (!first.empty() && !second.empty()) first += "; ";
  return first + second;
}

std::string counted(int count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string with_replicas(std::string evidence, const std::optional<int>& replicas) {
  return replicas ? std::move(evidence) + ", " + counted(*replicas, "replica") : evidence;
}

std::string evidence_text(const EffectReport& effect) {
  switch (effect.evidence) {
    case Evidence::SameBouts:
      return fmt::format("{}, {}", counted(effect.bouts, "bout"), name(effect.mode));
    case Evidence::SameRun:
      return "same run, other bouts";
    case Evidence::AcrossRuns:
      return "across runs";
    case Evidence::AcrossHosts:
      return "across hosts";
  }
  return {};
}

std::string evidence_text(const ComparisonReport& comparison) {
  const std::string pairs = counted(comparison.pairs, "pair");
  return comparison.mode ? fmt::format("{}, {}", pairs, name(*comparison.mode)) : pairs;
}

std::vector<std::string> texts_of(const std::vector<Note>& notes) {
  std::vector<std::string> texts;
  for (const Note& note : notes) texts.push_back(note.text);
  return texts;
}

/// `rounds`: say on which, as others of the page rest on other ones.
PlotRow row_of(const EffectReport& effect, bool rounds) {
  const std::string on = rounds ? rounds_of(effect) : "";
  return {.label = effect.workload,
          .detail = joined(effect.parameters),
          .verdict = effect.verdict,
          .effect = effect.effect,
          .evidence = with_replicas(evidence_text(effect) + (on.empty() ? "" : ", " + on + " rounds"), effect.replicas),
          .noise = noise_text(effect.noise),
          .reason = and_also(reason_of(effect), range_of_settings(effect)),
          .notes = texts_of(effect.notes),
          .noisy = effect.noise.name == "NOISY"};
}

PlotRow row_of(const ComparisonReport& comparison) {
  return {.label = comparison.workload,
          .detail = and_also(joined(comparison.parameters), comparison.emulated ? "emulated" : ""),
          .verdict = comparison.verdict,
          .effect = comparison.effect,
          .evidence = with_replicas(evidence_text(comparison), comparison.replicas),
          .noise = noise_text(comparison.noise),
          .reason = reason_of(comparison),
          .notes = texts_of(comparison.notes),
          .noisy = comparison.noise.name == "NOISY"};
}

PlotRow row_of(const ScoreReport& score) {
  return {.label = "Geometric mean",
          .detail = fmt::format("of {} workloads", score.workloads),
          .verdict = {},
          .effect = score.effect,
          .evidence = {},
          .noise = {},
          .reason = {},
          .score = true};
}

PlotPanel& panel_of(std::vector<PlotPanel>& panels, const std::string& title) {
  const auto found = std::ranges::find(panels, title, &PlotPanel::title);
  if (found != panels.end()) return *found;
  panels.push_back({.title = title, .steps = {}});
  return panels.back();
}

PlotStep& step_of(PlotPanel& panel, const std::string& from, const std::string& to, const std::string& where) {
  for (PlotStep& step : panel.steps) {
    if (step.from == from && step.to == to && step.where == where) return step;
  }
  panel.steps.push_back({.from = from, .to = to, .where = where, .rows = {}});
  return panel.steps.back();
}

Json row_json(const PlotRow& row) {
  if (!row.effect) return nullptr;
  std::string text = percent_text(*row.effect) + ' ' + interval_text(*row.effect);
  return {{"percent", row.effect->percent}, {"low", row.effect->low}, {"high", row.effect->high},
          {"verdict", row.verdict},         {"score", row.score},     {"text", text}};
}

}  // namespace

std::vector<PlotPanel> plot_panels(const RunReport& report) {
  std::vector<PlotPanel> panels;
  for (const ComparisonReport& comparison : report.comparisons) {
    auto& panel = panel_of(panels, "A → B");
    step_of(panel, to_string(comparison.a), to_string(comparison.b), {}).rows.push_back(row_of(comparison));
  }
  if (report.suite && !panels.empty()) panels.front().steps.back().rows.push_back(row_of(*report.suite));
  for (const EffectReport& effect : report.effects) {
    auto& panel = panel_of(panels, effect.factor);
    step_of(panel, effect.from, effect.to, to_string(effect.where))
        .rows.push_back(row_of(effect, rounds_differ(report)));
  }
  for (const ScoreReport& score : report.scores) {
    auto& panel = panel_of(panels, score.factor);
    step_of(panel, score.from, score.to, to_string(score.where)).rows.push_back(row_of(score));
  }
  return panels;
}

Json plot_json(const std::vector<PlotPanel>& panels) {
  Json all = Json::array();
  for (const PlotPanel& panel : panels) {
    Json steps = Json::array();
    for (const PlotStep& step : panel.steps) {
      Json rows = Json::array();
      for (const PlotRow& row : step.rows) rows.push_back(row_json(row));
      steps.push_back(rows);
    }
    all.push_back(steps);
  }
  return all;
}

std::vector<std::string> varying_factors(const std::vector<CellReport>& cells) {
  const Configuration common = common_levels(cells);
  std::set<std::string> varying;
  for (const CellReport& cell : cells) {
    for (const auto& [factor, level] : cell.cell.configuration) {
      if (!common.contains(factor)) varying.insert(factor);
    }
  }
  return {varying.begin(), varying.end()};
}

Configuration common_levels(const std::vector<CellReport>& cells) {
  if (cells.empty()) return {};
  Configuration common = cells.front().cell.configuration;
  for (const CellReport& cell : cells) {
    std::erase_if(common, [&](const auto& entry) {
      const auto found = cell.cell.configuration.find(entry.first);
      return found == cell.cell.configuration.end() || found->second != entry.second;
    });
  }
  return common;
}

}  // namespace assay
