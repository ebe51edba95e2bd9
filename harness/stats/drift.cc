#include "harness/stats/drift.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "harness/stats/potts.h"
#include "harness/stats/ramp.h"

namespace assay::stats {
namespace {

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

/// A course of steps through the values. Jump i leads from segment i - 1 to segment i.
class Staircase {
 public:
  Staircase(std::span<const double> values, double sigma, std::span<const std::size_t> jumps)
      : edges_(jumps.begin(), jumps.end()) {
    edges_.insert(edges_.begin(), 0);
    edges_.push_back(values.size());
    for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
      const auto segment = values.subspan(edges_[i], edges_[i + 1] - edges_[i]);
      levels_.push_back(median_of(segment));
      for (const double value : segment) costs_.push_back(night_cost(value, levels_.back(), sigma));
    }
  }

  std::size_t jumps() const { return levels_.size() - 1; }
  std::size_t edge(std::size_t i) const { return edges_[i]; }  ///< where segment i begins
  double level(std::size_t i) const { return levels_[i]; }
  bool rises(std::size_t jump) const { return levels_[jump] > levels_[jump - 1]; }

  double cost(Range nights) const {
    const auto inside = [&](std::size_t edge) { return edge > nights.begin && edge < nights.end; };
    const auto jumped = static_cast<double>(std::count_if(edges_.begin(), edges_.end(), inside));
    double sum = jumped * jump_penalty(costs_.size());
    for (std::size_t t = nights.begin; t < nights.end; ++t) sum += costs_[t];
    return sum;
  }

 private:
  std::vector<std::size_t> edges_;  ///< where segments begin, and the end
  std::vector<double> levels_;
  std::vector<double> costs_;  ///< of each night
};

struct Ramp {
  Range jumps;
  Bend bend{};
  double saved = 0;  ///< cost of the steps - cost of the ramp
};

/// Finds the ramps among the steps.
class Explanation {
 public:
  Explanation(std::span<const double> values, const Need& need, std::span<const std::size_t> jumps,
              std::span<const std::size_t> all_jumps)
      : values_(values), need_(need), steps_(values, need.sigma, jumps), all_steps_(values, need.sigma, all_jumps) {}

  std::vector<Bend> all() const {
    std::vector<Bend> found;
    for (std::size_t first = 1; first <= steps_.jumps();) {
      std::size_t end = first + 1;
      while (end <= steps_.jumps() && steps_.rises(end) == steps_.rises(first)) ++end;
      explain({first, end}, found);
      first = end;
    }
    return found;
  }

 private:
  Bend step(std::size_t jump) const {
    const std::size_t edge = steps_.edge(jump);
    const double se = need_.se(edge - steps_.edge(jump - 1), steps_.edge(jump + 1) - edge);
    return {edge - 1, edge, steps_.level(jump - 1), steps_.level(jump), se};
  }

  /// From the segment before the jumps to that after them. One that lies between two changes is shared: half for each.
  Range nights_about(Range jumps) const {
    Range nights{steps_.edge(jumps.begin - 1), steps_.edge(jumps.end)};
    if (nights.begin > 0) nights.begin = (nights.begin + steps_.edge(jumps.begin)) / 2;
    if (nights.end < values_.size()) nights.end = (nights.end + steps_.edge(jumps.end - 1)) / 2;
    return nights;
  }

  double cost(const Bend& bend, Range nights) const {
    double sum = 2 * jump_penalty(values_.size());
    for (std::size_t t = nights.begin; t < nights.end; ++t)
      sum += night_cost(values_[t], bend.level_at(t), need_.sigma);
    return sum;
  }

  std::optional<Ramp> ramp_for(Range jumps) const {
    const Range nights = nights_about(jumps);
    if (nights.size() <= kLeastRamp) return std::nullopt;
    Ramp ramp{jumps, best_ramp(values_.subspan(nights.begin, nights.size()), need_.sigma)};
    ramp.bend.last_before += nights.begin;
    ramp.bend.first_after += nights.begin;
    ramp.saved = std::min(steps_.cost(nights), all_steps_.cost(nights)) - cost(ramp.bend, nights);
    if (need_.share(ramp.bend.size(), ramp.bend.se) < 1) return std::nullopt;
    return ramp;
  }

  /// Of the ramps for some of these jumps.
  std::vector<Ramp> ramps_among(Range jumps) const {
    std::vector<Ramp> ramps;
    for (std::size_t first = jumps.begin; first < jumps.end; ++first)
      for (std::size_t end = first + 1; end <= jumps.end; ++end)
        if (auto ramp = ramp_for({first, end})) ramps.push_back(std::move(*ramp));
    return ramps;
  }

  /// The steps say it better, but not by the price of a jump, without which no jump is believed either.
  bool is_possible(const Ramp& ramp) const { return ramp.saved > -jump_penalty(values_.size()); }

  Bend step_among(std::size_t jump, const std::vector<Ramp>& ramps) const {
    Bend bend = step(jump);
    for (const Ramp& ramp : ramps) {
      if (jump < ramp.jumps.begin || jump >= ramp.jumps.end || !is_possible(ramp)) continue;
      const Reach reach = bend.may_be.value_or(Reach{ramp.bend.last_before, ramp.bend.first_after});
      bend.may_be = {std::min(reach.last_before, ramp.bend.last_before),
                     std::max(reach.first_after, ramp.bend.first_after)};
    }
    return bend;
  }

  /// Neighbouring jumps of one sign: the ramp that saves most, and what is left on either side of it.
  void explain(Range jumps, std::vector<Bend>& found) const {
    const auto ramps = ramps_among(jumps);
    const auto best = std::ranges::max_element(ramps, {}, &Ramp::saved);
    if (best == ramps.end() || best->saved <= 0) {
      for (std::size_t jump = jumps.begin; jump < jumps.end; ++jump) found.push_back(step_among(jump, ramps));
      return;
    }
    explain({jumps.begin, best->jumps.begin}, found);
    found.push_back(best->bend);
    explain({best->jumps.end, jumps.end}, found);
  }

  std::span<const double> values_;
  Need need_;
  Staircase steps_;
  Staircase all_steps_;
};

}  // namespace

std::vector<Bend> bends(std::span<const double> values, const Need& need, std::span<const std::size_t> jumps,
                        std::span<const std::size_t> all_jumps) {
  return Explanation(values, need, jumps, all_jumps).all();
}

}  // namespace assay::stats
