#include "harness/report/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "harness/report/notes.h"
#include "harness/stats/average.h"
#include "harness/stats/looks.h"
#include "harness/stats/replicas.h"
#include "harness/stats/suite.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

bool measured(const MeasuredPair* pair) {
  return pair != nullptr && !pair->values.empty();
}

/// Strata that met in the same bouts.
struct Part {
  std::vector<const MeasuredPair*> pairs;

  bool meets(const MeasuredPair& other) const {
    return std::ranges::any_of(pairs, [&](const MeasuredPair* mine) {
      return std::ranges::any_of(mine->values, [&](const auto& value) { return other.values.contains(value.first); });
    });
  }
};

/// The mean over the pairs for each bout that has them all: a mixture that changed from bout to bout would be no
/// effect.
PairSeries mean_series(const MeasuredGroup& group, const Part& part) {
  PairSeries series;
  std::vector<stats::PairValue> in_bout;
  for (const auto& [bout, first] : part.pairs.front()->values) {
    in_bout.clear();
    for (const MeasuredPair* pair : part.pairs)
      if (const auto value = pair->values.find(bout); value != pair->values.end()) in_bout.push_back(value->second);
    if (in_bout.size() != part.pairs.size()) continue;
    series.pairs.push_back(stats::mean(in_bout));
    series.started.push_back(group.bouts[bout].started);
  }
  return series;
}

struct Evidenced {
  std::vector<Part> parts;
  Strata apart;  ///< measured, but never in one bout
};

Evidenced sort_strata(const MeasuredGroup& group, const Strata& strata) {
  Evidenced found;
  for (const auto& [from, to] : strata) {
    if (group.failed(from) || group.failed(to)) continue;
    const MeasuredPair* pair = group.pair(from, to);
    if (measured(pair)) {
      const auto part = std::ranges::find_if(found.parts, [&](const Part& each) { return each.meets(*pair); });
      if (part == found.parts.end())
        found.parts.push_back({{pair}});
      else
        part->pairs.push_back(pair);
    } else if (pair != nullptr && measured(group.pair(0, from)) && measured(group.pair(0, to))) {
      found.apart.emplace_back(from, to);
    }
  }
  return found;
}

/// What an average is a sum of: parts by their strata, and what never met by either side's bouts with the baseline.
struct Term {
  PairSeries series;
  double weight = 1;
};

std::vector<Term> terms_of(const MeasuredGroup& group, const Evidenced& found) {
  std::size_t strata = found.apart.size();
  for (const Part& part : found.parts) strata += part.pairs.size();
  const auto all = static_cast<double>(strata);
  std::vector<Term> terms;
  for (const Part& part : found.parts)
    terms.push_back({mean_series(group, part), static_cast<double>(part.pairs.size()) / all});
  for (const auto& [from, to] : found.apart) {
    terms.push_back({series_of(group, *group.pair(0, to)), 1 / all});
    terms.push_back({series_of(group, *group.pair(0, from)), -1 / all});
  }
  return terms;
}

stats::Basis basis_of(const std::vector<Term>& terms) {
  std::vector<stats::Bouts> bouts;
  for (const Term& term : terms) bouts.push_back(term.series.bouts());
  return stats::common_basis(bouts);
}

std::optional<stats::Widened> average(const std::vector<Term>& terms, stats::Basis basis) {
  stats::Average average;
  for (const Term& term : terms) average.add(stats::widened(term.series.bouts().on(basis)), term.weight);
  return average.result();
}

/// Whether it is what the session compared: one configuration with the baseline.
bool is_comparison(const Evidenced& found) {
  return found.parts.size() == 1 && found.parts.front().pairs.size() == 1 &&
         found.parts.front().pairs.front()->from == 0;
}

std::optional<stats::Confirmation> confirmation_of(const MeasuredGroup& group, const Evidenced& found) {
  if (!is_comparison(found)) return std::nullopt;
  const MeasuredPair& pair = *found.parts.front().pairs.front();
  return confirmation_in(group.noted(group.cells[pair.to]), group.numbers(pair));
}

/// An average has no sequence of looks: its interval decides, widened for having been looked at.
void judge_average(EffectReport& report, const stats::Widened& found, const Question& question) {
  // In a suite of K comparisons 5 % are shared by all (Bonferroni).
  const double level = question.is_suite() ? 1 - 0.05 / question.comparisons : 0.95;
  const stats::Effect effect = stats::effect_of(found, level, stats::kLookedAt);
  const double p = stats::p_of(found, stats::kLookedAt);
  const int effects = question.is_suite() ? 1 : question.effects;
  report.effect = estimate_of(effect);
  report.bouts = found.estimate.n;
  const std::string over =
      report.strata == 1 ? "of one setting" : fmt::format("averaged over {} settings", report.strata);
  report.verdict = stats::name(stats::Verdict::Undecided);
  if (report.bouts < stats::kFirstLook) {
    report.why = fmt::format("{}: {} of at least {} bouts", over, report.bouts, stats::kFirstLook);
    return;
  }
  const double mde = stats::mde90_percent(found.estimate, {{96}, 0.05});
  report.noise = {std::string(stats::name(stats::noise_class(mde))), std::max(mde, question.care_percent)};
  report.why = question.is_suite()
                   ? fmt::format("{}; the interval holds for {} comparisons together", over, question.comparisons)
                   : over + " that were measured in different bouts";
  report.why += stats::mixture_text(found.factor, found.kinds.has_value());
  if (!found.wait.empty()) {
    report.why += "; " + found.wait;
    return;
  }
  report.verdict = stats::name(stats::word_among(effects, effect, p, question.care_percent));
  if (!question.is_suite()) report.why += stats::among_text(effect, p, effects);
}

/// By the rounds that decide the average.
std::optional<EffectReport::Range> range_of(const MeasuredGroup& group, const Evidenced& found, stats::Basis basis) {
  const auto mean = [&](const MeasuredPair& pair) {
    const PairSeries series = series_of(group, pair);
    const auto estimate = stats::yuen(series.bouts().on(basis).values());
    return estimate ? std::optional(estimate->mean) : std::nullopt;
  };
  Percents percents;
  for (const Part& part : found.parts)
    for (const MeasuredPair* pair : part.pairs)
      if (const auto one = mean(*pair)) percents.add(*one);
  for (const auto& [from, to] : found.apart) {
    const auto a = mean(*group.pair(0, from)), b = mean(*group.pair(0, to));
    if (a && b) percents.add(*b - *a);
  }
  return percents.range();
}

/// Of a step's sides one that was not measured: rather one that failed than one whose time had not come.
const MeasuredCell* unmeasured_side(const MeasuredGroup& group, const Step& step) {
  const MeasuredCell* found = nullptr;
  for (const auto& [from, to] : step.strata)
    for (const std::size_t side : {from, to}) {
      const MeasuredCell& cell = group.cells[side];
      if (cell.row.emulated) return &cell;
      if (cell.outcome == Outcome::Measured && !group.failed(side)) continue;
      if (found == nullptr || (found->failed == 0 && cell.failed > 0)) found = &cell;
    }
  return found;
}

std::string end_of(const MeasuredGroup& group) {
  const auto why = group.note.find("why");
  return why != group.note.end() && why->is_string() && !why->get<std::string>().empty()
             ? why->get<std::string>()
             : "ended before it was decided";
}

void explain_failure(EffectReport& report, const MeasuredGroup& group, const Step& step) {
  report.verdict = stats::name(stats::Verdict::Failed);
  report.why = "no setting of the other factors has both levels measured";
  const MeasuredCell* cell = unmeasured_side(group, step);
  if (cell == nullptr) return;
  if (cell->row.emulated) {
    report.why = "emulated: its times are no performance";
    return;
  }
  const Json note = group.noted(*cell);
  const Outcome outcome = outcome_from(note.value("outcome", "")).value_or(cell->outcome);
  if (outcome == Outcome::Skipped) {  // nothing went wrong with what was never begun
    report.verdict = stats::name(stats::Verdict::Undecided);
    report.why = end_of(group);
    return;
  }
  report.why = fmt::format("{}: {}", to_string(cell->row.cell.configuration), name(outcome));
  if (const std::string detail = note.value("detail", cell->detail); !detail.empty()) report.why += ": " + detail;
}

/// Two of its cells stand for a step: what executed in others of the same levels is built in the same way.
SmallChange claim_of(const EffectReport& report, const MeasuredGroup& group, const Step& step) {
  const auto [from, to] = step.strata.front();
  return {report.verdict, report.effect, &group.cells[from], &group.cells[to], step.factor == kReplica};
}

void take(EffectReport& report, const OverReplicas& found) {
  report.effect = found.effect;
  report.verdict = found.verdict;
  report.evidence = found.evidence;
  report.bouts = found.bouts;
  report.replicas = found.replicas;
  report.why = found.why;
  report.decided_on = stats::name(found.basis);
}

EffectReport heading(const MeasuredGroup& group, const Step& step) {
  EffectReport report;
  report.factor = step.factor;
  report.from = step.from;
  report.to = step.to;
  report.where = step.where;
  report.group = group.name;
  report.workload = group.cells.front().row.cell.workload;
  report.parameters = group.cells.front().row.cell.parameters;
  report.mode = group.mode.value_or(mode_from(group.note.value("mode", "")).value_or(Mode::Turns));
  report.mode_why = group.note.value("mode_why", "");
  return report;
}

}  // namespace

std::vector<std::pair<const MeasuredGroup*, Step>> steps_among(const std::vector<MeasuredGroup>& groups) {
  std::vector<std::pair<const MeasuredGroup*, Step>> steps;
  for (const MeasuredGroup& group : groups) {
    if (std::ranges::all_of(group.cells, [](const MeasuredCell& cell) { return cell.row.emulated; })) continue;
    for (Step& step : steps_of(group.cells)) steps.emplace_back(&group, std::move(step));
  }
  return steps;
}

int effects_among(const std::vector<MeasuredGroup>& groups) {
  return std::max(1, static_cast<int>(steps_among(groups).size()));
}

void Percents::add(double log_ratio) {
  const double percent = stats::to_percent(log_ratio);
  range_ = strata_++ == 0 ? EffectReport::Range{percent, percent}
                          : EffectReport::Range{std::min(range_.least, percent), std::max(range_.most, percent)};
}

std::optional<EffectReport::Range> Percents::range() const {
  return strata_ > 1 ? std::optional(range_) : std::nullopt;
}

PairSeries series_of(const MeasuredGroup& group, const MeasuredPair& pair) {
  return mean_series(group, {{&pair}});
}

std::optional<OverReplicas> over_replicas(const MeasuredGroup& group, const Strata& pairs, const Question& question,
                                          int comparisons) {
  std::vector<double> values;
  OverReplicas found;
  std::vector<std::vector<Term>> replicas;
  std::vector<Term> all;
  for (const auto& [replica, strata] : by_replica(group.cells, pairs)) {
    const Evidenced evidenced = sort_strata(group, strata);
    replicas.push_back(terms_of(group, evidenced));
    all.insert(all.end(), replicas.back().begin(), replicas.back().end());
    if (!evidenced.apart.empty()) found.evidence = Evidence::SameRun;
  }
  const stats::Basis basis = found.basis = basis_of(all);
  for (const auto& terms : replicas) {
    const auto one = average(terms, basis);
    if (!one) continue;
    values.push_back(one->estimate.mean);
    found.bouts = values.size() == 1 ? one->estimate.n : std::min(found.bouts, one->estimate.n);
  }
  const auto estimate = stats::over_replicas(values);
  if (!estimate) return std::nullopt;
  const double level = 1 - 0.05 / std::max(1, comparisons);
  const stats::Effect effect = stats::effect_of(stats::Widened{*estimate}, level);
  found.replicas = estimate->n;
  found.effect = estimate_of(effect);
  found.verdict = stats::name(stats::word_for(effect, question.care_percent));
  found.why = fmt::format("over {} replicas, {}", found.replicas, stats::p_text(stats::p_two_sided(*estimate)));
  return found;
}

StepEffect effect_of(const MeasuredGroup& group, const Step& step, const Question& question) {
  StepEffect effect{heading(group, step), {}};
  EffectReport& report = effect.report;
  const Evidenced found = sort_strata(group, step.strata);
  if (!found.parts.empty()) report.mode = found.parts.front().pairs.front()->mode.value_or(report.mode);
  report.strata = static_cast<int>(found.apart.size());
  for (const Part& part : found.parts) report.strata += static_cast<int>(part.pairs.size());
  const std::vector<Term> terms = terms_of(group, found);
  const stats::Basis basis = basis_of(terms);
  report.range = range_of(group, found, basis);
  report.evidence = found.apart.empty() ? Evidence::SameBouts : Evidence::SameRun;
  const int comparisons = question.is_suite() ? question.comparisons : question.effects;
  const auto replicated = over_replicas(group, step.strata, question, comparisons);
  if (replicated) {
    take(report, *replicated);
    return effect;
  }
  if (found.parts.size() == 1 && found.apart.empty() && (!question.is_suite() || is_comparison(found))) {
    const PairSeries series = mean_series(group, found.parts.front());
    const stats::Finding finding = judge(series.bouts(), question, end_of(group), confirmation_of(group, found));
    if (finding.effect) report.effect = estimate_of(*finding.effect);
    report.verdict = stats::name(finding.verdict);
    report.noise = noise_of(finding, question.care_percent);
    report.bouts = finding.bouts;
    report.why = finding.why;
    report.decided_on = stats::name(finding.basis);
    report.cpu = estimate_by(series.pairs, &stats::PairValue::cpu);
    report.notes = notes_on(series.bouts(), report.effect);
    if (const auto note = small_change(claim_of(report, group, step), question)) report.notes.push_back(*note);
    effect.series = series;
  } else if (const auto estimate = average(terms, basis)) {
    judge_average(report, *estimate, question);
    report.decided_on = stats::name(basis);
  } else if (report.strata > 0) {
    report.verdict = stats::name(stats::Verdict::Undecided);
    report.bouts = 1;
    report.why = end_of(group);
  } else {
    explain_failure(report, group, step);
  }
  return effect;
}

std::vector<ScoreReport> scores_of(const std::vector<StepEffect>& effects) {
  std::vector<ScoreReport> scores;
  const auto same = [](const EffectReport& a, const EffectReport& b) {
    return a.factor == b.factor && a.from == b.from && a.to == b.to && a.where == b.where && a.host == b.host;
  };
  std::vector<bool> done(effects.size(), false);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    if (done[i]) continue;
    const EffectReport& first = effects[i].report;
    std::vector<stats::Bouts> bouts;
    for (std::size_t j = i; j < effects.size(); ++j) {
      if (!same(first, effects[j].report)) continue;
      done[j] = true;
      if (!effects[j].series.pairs.empty()) bouts.push_back(effects[j].series.bouts());
    }
    if (const auto score = stats::suite_score(bouts))
      scores.push_back({first.factor,
                        first.from,
                        first.to,
                        first.where,
                        {score->percent, score->low, score->high},
                        score->workloads});
  }
  return scores;
}

}  // namespace assay
