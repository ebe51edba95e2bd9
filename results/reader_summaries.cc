#include <algorithm>

#include "results/parse.h"
#include "results/reader.h"

namespace assay {
namespace {

/// Columns: cell, outcome, detail, mode, wall, cpu, steady_slices, executed.
void add(CellSummary& summary, const Statement& row) {
  const auto outcome = outcome_from(row.view(1)).value_or(Outcome::NoResult);
  const bool calibration = row.view(3) == name(Mode::Calibrate);
  if (outcome != Outcome::Measured) {
    ++summary.failed;
    summary.detail = row.text(2);
    if (summary.outcome != Outcome::Measured) summary.outcome = outcome;
    return;
  }
  const int time = row.view(3) == name(Mode::SharedCpu) ? 5 : 4;
  if (!row.null(7) && std::ranges::find(summary.executed, row.view(7)) == summary.executed.end())
    summary.executed.push_back(row.text(7));
  if (calibration || row.null(time)) return;
  summary.outcome = Outcome::Measured;
  summary.seconds.push_back(row.real(time));
  summary.cpu_seconds.push_back(row.null(5) ? row.real(time) : row.real(5));
  summary.slices += row.integer(6);
}

}  // namespace

std::vector<CellSummary> Reader::summaries(const std::string& run) const {
  std::vector<CellSummary> summaries;
  std::map<std::string, std::size_t, std::less<>> places;
  Statement select(database_,
                   "SELECT cell, process.outcome, process.detail, mode, wall, cpu, steady_slices, executed "
                   "FROM bout JOIN process ON process.bout = bout.id WHERE run = ? ORDER BY process.id");
  select.add(std::string_view(run));
  while (select.step()) {
    auto found = places.find(select.view(0));
    if (found == places.end()) {
      found = places.emplace(select.text(0), summaries.size()).first;
      summaries.emplace_back().cell = select.text(0);
    }
    add(summaries[found->second], select);
  }
  Statement facts(database_,
                  "SELECT facts FROM process JOIN fact ON fact.id = process.fact JOIN bout ON bout.id = process.bout "
                  "WHERE cell = ? AND run = ? AND facts <> '{}' ORDER BY process.id DESC LIMIT 1");
  for (CellSummary& summary : summaries) {
    facts.add(std::string_view(summary.cell));
    facts.add(std::string_view(run));
    if (facts.step()) summary.facts = parsed(facts.view(0), "fact.facts");
    facts.reset();
  }
  return summaries;
}

double Reader::measuring_seconds(const std::string& run) const {
  Statement select(database_, "SELECT total(seconds) FROM bout WHERE run = ?");
  select.add(std::string_view(run));
  return select.step() ? select.real(0) : 0;
}

std::map<std::string, double> Reader::process_seconds(const std::string& run) const {
  Statement select(database_,
                   "SELECT group_name, sum(seconds) / sum((SELECT count(*) FROM process WHERE process.bout = bout.id)) "
                   "FROM bout WHERE run = ? GROUP BY group_name "
                   "HAVING sum(outcome <> 'measured') = 0 AND sum(seconds) > 0");
  select.add(std::string_view(run));
  std::map<std::string, double> seconds;
  while (select.step())
    if (!select.null(1)) seconds[select.text(0)] = select.real(1);
  return seconds;
}

}  // namespace assay
