#include "harness/report/level_table.h"

#include <algorithm>
#include <map>
#include <set>

#include "harness/core/units.h"

namespace assay {
namespace {

struct Levels {
  std::set<std::string> seen;
  std::size_t rows = 0;  ///< that have one
};

std::map<std::string, Levels> seen_levels(const Configurations& rows) {
  std::map<std::string, Levels> levels;
  for (const Configuration* row : rows)
    for (const auto& [factor, level] : *row) {
      levels[factor].seen.insert(level);
      ++levels[factor].rows;
    }
  return levels;
}

/// What is known of all rows says nothing of one; where nothing else does, it has to.
std::string row_label(const LevelTable::Row& row, const Configuration& known) {
  const Configuration own = without(*row.levels, known);
  if (row.name.empty()) return to_string(own.empty() ? *row.levels : own);
  return own.empty() ? row.name : row.name + " " + to_string(own);
}

}  // namespace

std::vector<std::string> varied(const Configurations& rows, const Configuration& known) {
  std::vector<std::string> factors;
  for (const auto& [factor, levels] : seen_levels(rows))
    if (!known.contains(factor) && (levels.seen.size() > 1 || levels.rows < rows.size())) factors.push_back(factor);
  return factors;
}

Configuration fixed(const Configurations& rows) {
  Configuration one;
  for (const auto& [factor, levels] : seen_levels(rows))
    if (levels.seen.size() == 1 && levels.rows == rows.size()) one[factor] = *levels.seen.begin();
  return one;
}

Configuration fixed_where_it_reaches(const Configurations& rows) {
  Configuration one;
  for (const auto& [factor, levels] : seen_levels(rows))
    if (levels.seen.size() == 1 && (levels.rows == rows.size() || !may_be_unset(factor)))
      one[factor] = *levels.seen.begin();
  return one;
}

Configuration without(Configuration levels, const Configuration& known) {
  std::erase_if(levels, [&](const auto& each) { return known.contains(each.first); });
  return levels;
}

std::string level_in(const Configuration& row, const std::string& factor) {
  const auto found = row.find(factor);
  return found == row.end() ? "-" : found->second;
}

Table LevelTable::by_factor(const std::vector<std::string>& factors) const {
  const bool named = std::ranges::any_of(rows, [](const Row& row) { return !row.name.empty(); });
  Table table;
  if (named) table.columns.push_back({title, Align::Left, 9});
  for (const std::string& factor : factors) table.columns.push_back({factor, Align::Left, 9});
  std::ranges::copy(columns, std::back_inserter(table.columns));
  for (const Row& row : rows) {
    std::vector<TableCell> line;
    if (named) line.push_back({row.name, Paint::None});
    for (const std::string& factor : factors) line.push_back({level_in(*row.levels, factor), Paint::None});
    std::ranges::copy(row.cells, std::back_inserter(line));
    table.rows.push_back(std::move(line));
  }
  return table;
}

Table LevelTable::by_configuration(const Configuration& known) const {
  Table table{{{title, Align::Left, 9}}, {}};
  std::ranges::copy(columns, std::back_inserter(table.columns));
  for (const Row& row : rows) {
    std::vector<TableCell> line{{row_label(row, known), Paint::None}};
    std::ranges::copy(row.cells, std::back_inserter(line));
    table.rows.push_back(std::move(line));
  }
  return table;
}

std::string LevelTable::text(const Configuration& known, const TextStyle& style) const {
  Configurations all;
  for (const Row& row : rows) all.push_back(row.levels);
  const std::vector<std::string> factors = varied(all, known);
  const Table table = by_factor(factors);
  if (!factors.empty() && table.least_width() <= static_cast<std::size_t>(style.width))
    return table.text(style.width, style.colour);
  return by_configuration(known).text(style.width, style.colour);
}

std::string known_text(const Configuration& known, const TextStyle& style) {
  return known.empty() ? "" : "\n" + wrapped("Everywhere, where it reaches: " + to_string(known), style.width, 0);
}

}  // namespace assay
