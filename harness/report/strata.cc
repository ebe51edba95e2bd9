#include "harness/report/strata.h"

#include <algorithm>
#include <map>
#include <optional>

namespace assay {
namespace {

const std::string* level(const MeasuredCell& cell, const std::string& factor) {
  const auto found = cell.row.cell.configuration.find(factor);
  return found == cell.row.cell.configuration.end() ? nullptr : &found->second;
}

/// Factor -> levels in the order of the cells.
std::vector<std::pair<std::string, std::vector<std::string>>> levels_of(const std::vector<MeasuredCell>& cells) {
  std::vector<std::pair<std::string, std::vector<std::string>>> factors;
  for (const MeasuredCell& cell : cells)
    for (const auto& [factor, at] : cell.row.cell.configuration) {
      auto known = std::ranges::find(factors, factor, [](const auto& each) { return each.first; });
      if (known == factors.end()) known = factors.insert(factors.end(), {factor, {}});
      if (std::ranges::find(known->second, at) == known->second.end()) known->second.push_back(at);
    }
  return factors;
}

/// The levels that only one of the two has; empty where they differ in a factor that both have, other than `factor`.
std::optional<Configuration> one_sided(const Configuration& a, const Configuration& b, const std::string& factor) {
  Configuration only;
  for (const auto& [key, at] : a) {
    const auto other = b.find(key);
    if (other == b.end())
      only[key] = at;
    else if (key != factor && other->second != at)
      return std::nullopt;
  }
  for (const auto& [key, at] : b)
    if (!a.contains(key)) only[key] = at;
  return only;
}

}  // namespace

std::vector<Step> steps_of(const std::vector<MeasuredCell>& cells) {
  const auto factors = levels_of(cells);
  const auto varies = [&](const auto& entry) {
    return std::ranges::find(factors, entry.first, [](const auto& each) { return each.first; })->second.size() > 1;
  };
  std::vector<Step> steps;
  for (const auto& [factor, levels] : factors) {
    for (std::size_t next = 1; next < levels.size(); ++next) {
      std::map<Configuration, Step> by_where;
      for (std::size_t a = 0; a < cells.size(); ++a)
        for (std::size_t b = 0; b < cells.size(); ++b) {
          const std::string *from = level(cells[a], factor), *to = level(cells[b], factor);
          if (from == nullptr || to == nullptr || *from != levels.front() || *to != levels[next]) continue;
          const auto only = one_sided(cells[a].row.cell.configuration, cells[b].row.cell.configuration, factor);
          if (!only) continue;
          Configuration where;
          for (const auto& entry : *only)
            if (varies(entry)) where.insert(entry);
          by_where[where].strata.emplace_back(a, b);
        }
      for (auto& [where, step] : by_where) steps.push_back({factor, levels.front(), levels[next], where, step.strata});
    }
  }
  return steps;
}

}  // namespace assay
