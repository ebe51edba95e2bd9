#include "harness/report/strata.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace assay {
namespace {

const Configuration& levels(const MeasuredCell& cell) {
  return cell.row.cell.configuration;
}

bool has(const MeasuredCell& cell, const std::string& factor, const std::string& level) {
  const auto found = levels(cell).find(factor);
  return found != levels(cell).end() && found->second == level;
}

std::optional<std::string> replica_of(const MeasuredCell& cell) {
  const auto found = levels(cell).find(kReplica);
  return found == levels(cell).end() ? std::nullopt : std::optional(found->second);
}

/// Factor -> levels in the order of the cells.
std::vector<std::pair<std::string, std::vector<std::string>>> levels_of(const std::vector<MeasuredCell>& cells) {
  std::vector<std::pair<std::string, std::vector<std::string>>> factors;
  for (const MeasuredCell& cell : cells)
    for (const auto& [factor, at] : levels(cell)) {
      auto known = std::ranges::find(factors, factor, [](const auto& each) { return each.first; });
      if (known == factors.end()) known = factors.insert(factors.end(), {factor, {}});
      if (std::ranges::find(known->second, at) == known->second.end()) known->second.push_back(at);
    }
  return factors;
}

/// The levels that only one of the two has; empty where they differ in a factor that reaches both, other than `factor`.
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
  if (std::ranges::any_of(only, [](const auto& entry) { return may_be_unset(entry.first); })) return std::nullopt;
  return only;
}

bool at_baseline(const Configuration& only, const Configuration& baseline) {
  return std::ranges::all_of(only, [&](const auto& entry) {
    const auto level = baseline.find(entry.first);
    return entry.first == kReplica || level == baseline.end() || level->second == entry.second;
  });
}

/// One step of a factor, sorted by what only one side has.
class StepMaker {
 public:
  StepMaker(const std::vector<MeasuredCell>& cells, Step step)
      : cells_(cells), step_(std::move(step)), set_in_some_(set_in_some()) {}

  std::vector<Step> steps() const {
    std::map<Configuration, Strata> all, comparable;
    for (std::size_t a = 0; a < cells_.size(); ++a)
      for (std::size_t b = 0; b < cells_.size(); ++b) {
        if (!has(cells_[a], step_.factor, step_.from) || !has(cells_[b], step_.factor, step_.to)) continue;
        const auto only = one_sided(levels(cells_[a]), levels(cells_[b]), step_.factor);
        if (!only) continue;
        const Configuration at = where(*only, levels(cells_[a]));
        all[at].emplace_back(a, b);
        if (at_baseline(*only, levels(cells_.front()))) comparable[at].emplace_back(a, b);
      }
    std::vector<Step> made;
    for (const auto& [where, strata] : comparable.empty() ? all : comparable)
      made.push_back({step_.factor, step_.from, step_.to, where, strata});
    return made;
  }

 private:
  bool takes_part(const MeasuredCell& cell) const {
    return has(cell, step_.factor, step_.from) || has(cell, step_.factor, step_.to);
  }

  /// Factors that were set in some of the cells and left as they were found in others.
  std::set<std::string> set_in_some() const {
    std::map<std::string, std::ptrdiff_t> set;
    for (const MeasuredCell& cell : cells_)
      for (const auto& [factor, level] : levels(cell))
        if (factor != step_.factor && may_be_unset(factor) && takes_part(cell)) ++set[factor];
    const auto all = std::ranges::count_if(cells_, [&](const MeasuredCell& cell) { return takes_part(cell); });
    std::set<std::string> found;
    for (const auto& [factor, cells] : set)
      if (cells < all) found.insert(factor);
    return found;
  }

  /// Those with several levels on the side that has them, and what was set in some cells only.
  Configuration where(const Configuration& only, const Configuration& from) const {
    Configuration varied;
    for (const auto& [factor, level] : only) {
      if (factor == kReplica) continue;
      std::set<std::string> seen;
      for (const MeasuredCell& cell : cells_)
        if (const auto at = levels(cell).find(factor); takes_part(cell) && at != levels(cell).end())
          seen.insert(at->second);
      if (seen.size() > 1) varied[factor] = level;
    }
    for (const std::string& factor : set_in_some_) {
      const auto at = from.find(factor);
      varied[factor] = at == from.end() ? kInherited : at->second;
    }
    return varied;
  }

  const std::vector<MeasuredCell>& cells_;
  Step step_;
  std::set<std::string> set_in_some_;
};

}  // namespace

Strata sides_of(const std::vector<MeasuredCell>& cells) {
  const auto side = [&](std::size_t place) {
    Configuration all = levels(cells[place]);
    all.erase(kReplica);
    return all;
  };
  std::size_t other = 1;
  while (other < cells.size() && side(other) == side(0)) ++other;
  Strata pairs;
  for (std::size_t a = 0; a < cells.size(); ++a)
    for (std::size_t b = other; b < cells.size(); ++b) {
      const auto mine = replica_of(cells[a]), its = replica_of(cells[b]);
      if (side(a) == side(0) && side(b) == side(other) && (!mine || !its || mine == its)) pairs.emplace_back(a, b);
    }
  return pairs;
}

std::map<std::string, Strata> by_replica(const std::vector<MeasuredCell>& cells, const Strata& pairs) {
  std::map<std::string, Strata> sorted;
  for (const auto& [from, to] : pairs) {
    const auto mine = replica_of(cells[from]), its = replica_of(cells[to]);
    if (!mine && !its) return {};
    sorted[its ? *its : *mine].emplace_back(from, to);
  }
  return sorted.size() > 1 ? sorted : std::map<std::string, Strata>{};
}

std::vector<Step> steps_of(const std::vector<MeasuredCell>& cells) {
  std::vector<Step> steps;
  for (const auto& [factor, levels] : levels_of(cells))
    for (std::size_t next = 1; next < levels.size(); ++next)
      for (Step& step : StepMaker(cells, {factor, levels.front(), levels[next], {}, {}}).steps())
        steps.push_back(std::move(step));
  return steps;
}

}  // namespace assay
