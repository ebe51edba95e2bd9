#include "harness/report/night_series.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr double kLeastSe = 1e-6;  // of bouts that were all equal, as simulated ones may be

std::string chain_name(const std::string& group, const NightPlace& place) {
  return group + " " + place.host + " " + place.rounds;
}

}  // namespace

void AnchorChain::add_overlap(const std::string& anchor, const std::string& side, double value, double se) {
  if (anchor != side) overlaps_.push_back({anchor, side, value, 1 / std::pow(std::max(se, kLeastSe), 2)});
}

/// To an anchor from one whose scale is known, where they met.
bool AnchorChain::reach(const std::string& anchor, const std::string& from, const Scale& scale) {
  double weighted = 0, weight = 0;  // of ln(from / anchor)
  for (const Overlap& each : overlaps_)
    if (each.anchor == anchor && each.side == from) {
      weighted += each.weight * each.value;
      weight += each.weight;
    }
  if (weight == 0)
    for (const Overlap& each : overlaps_)
      if (each.anchor == from && each.side == anchor) {
        weighted = -each.weight * each.value;
        weight = each.weight;
      }
  if (weight > 0) known_[anchor] = {scale.root, scale.shift - weighted / weight, scale.variance + 1 / weight};
  return weight > 0;
}

AnchorChain::Scale AnchorChain::scale_of(const std::string& anchor) {
  if (const auto known = known_.find(anchor); known != known_.end()) return known->second;
  const auto before = known_;
  const bool reached =
      std::ranges::any_of(before, [&](const auto& each) { return reach(anchor, each.first, each.second); });
  if (!reached) known_[anchor] = {anchor, 0, 0};
  return known_.at(anchor);
}

SeriesOfNights::SeriesOfNights(const NightHistory& history, int until, std::span<const NightValue> tonight) {
  const auto each = [&](const auto& visit) {
    for (const RunRow& run : history.runs) {
      const auto said = history.said.find(run.id);
      std::span<const NightValue> values;
      if (said != history.said.end()) values = said->second;
      if (!tonight.empty() && tonight.front().run == run.id) values = tonight;
      if (night_of(run) > until) continue;
      for (const NightValue& value : values)
        if (value.value) visit(run, value, place_in(value.note));
    }
  };
  each([&](const RunRow&, const NightValue& value, const NightPlace& place) {
    chains_[chain_name(value.note.value("group", ""), place)].add_overlap(place.anchor, value.note.value("side", ""),
                                                                          *value.value, value.se.value_or(0));
  });
  each([&](const RunRow& run, const NightValue& value, const NightPlace& place) {
    auto series = std::ranges::find(series_, value.cell, &NightSeries::cell);
    if (series == series_.end())
      series = series_.insert(series_.end(), {value.cell, value.note.value("group", ""), {}, {}});
    const std::string identity = this->identity(series->group, place);
    const auto scale = chains_[chain_name(series->group, place)].scale_of(place.anchor);
    const double se = value.se.value_or(0);
    series->nights.push_back(
        {night_of(run), *value.value + scale.shift, std::sqrt(se * se + scale.variance), identity});
    series->places.push_back(place);
  });
}

const NightSeries* SeriesOfNights::find(const std::string& cell) const {
  const auto found = std::ranges::find(series_, cell, &NightSeries::cell);
  return found == series_.end() ? nullptr : &*found;
}

std::string SeriesOfNights::identity(const std::string& group, const NightPlace& place) {
  return place.host + "/" + place.conditions + "/" + chains_[chain_name(group, place)].scale_of(place.anchor).root +
         "/" + place.rounds;
}

double SeriesOfNights::shift(const std::string& group, const NightPlace& place) {
  return chains_[chain_name(group, place)].scale_of(place.anchor).shift;
}

}  // namespace assay
