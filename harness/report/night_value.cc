#include "harness/report/night_value.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "harness/report/anchor.h"
#include "harness/report/effects.h"
#include "harness/report/host_kind.h"
#include "harness/stats/nights.h"

namespace assay {
namespace {

constexpr double seconds_of_a_day = 86400;
constexpr double level_of_interval = 0.95;

std::string digest_of(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

Json part(const Json& json, const char* key) {
  return json.is_object() ? json.value(key, Json()) : Json();
}

Json things_of(const Configuration& configuration, const Json& subjects) {
  const RunCell only{{"", {}, configuration}, "", true, false};
  Json things = Json::object();
  for (const auto& [factor, named] : anchor_of(std::span(&only, 1), subjects)) {
    const std::string digest = assay::digest_of(named);
    things[factor] = digest.empty() ? named.level : digest;
  }
  return things;
}

bool is_varied(const RunRow& run, const std::string& factor) {
  const Json levels = part(part(run.study, "factors"), factor.c_str());
  return levels.is_array() && levels.size() > 1;
}

/// Tools that only the cell has are its toolchain, unless they are what the study varies.
std::string conditions_of(const RunRow& run, const Cell& cell, const Cell& anchor) {
  Configuration tools;
  for (const auto& [factor, level] : cell.configuration)
    if (!anchor.configuration.contains(factor) && !is_varied(run, factor)) tools[factor] = level;
  return digest_of({part(part(run.subjects, "workload"), cell.workload.c_str()), part(run.subjects, "environment"),
                    things_of(tools, run.subjects)});
}

/// The words of the side that kept the cell from a value.
std::string why_not(const MeasuredGroup& group, const MeasuredCell& cell) {
  const Json note = group.noted(cell);
  if (const std::string detail = note.value("detail", ""); !detail.empty())
    return fmt::format("{} {}: {}", note.value("side", "b") == "a" ? "the anchor" : "it",
                       note.value("outcome", "failed"), detail);
  if (cell.failed > 0 && !cell.detail.empty()) return fmt::format("it {}: {}", name(cell.outcome), cell.detail);
  return "fewer than two bouts measured both it and the anchor";
}

/// A run that ended before all its bouts were measured, and was not continued on its day, counts where it has enough
/// of them; a few bouts would enter the series as a whole night, several times as noisy as the others. What a finished
/// run had time for is what its study gives every night.
std::string too_few(const RunRow& run, const MeasuredPair& pair) {
  const Json asked = part(part(run.study, "decision"), "bouts");
  if (run.state == "finished" || !asked.is_number_integer()) return {};
  const int all = asked.get<int>(), needed = std::min(all, kLeastBoutsOfANight);
  const auto measured = static_cast<int>(pair.values.size());
  if (measured >= needed) return {};
  return fmt::format("the run ended early, after {} of {} bouts; a night needs {}", measured, all, needed);
}

void fill(NightValue& value, const MeasuredGroup& group, const MeasuredPair& pair) {
  const PairSeries series = series_of(group, pair);
  const stats::Bouts bouts = series.bouts();
  const auto found = stats::widened(bouts);
  if (!found || !std::isfinite(found->estimate.mean) || !std::isfinite(found->estimate.se)) return;
  const stats::Interval interval = stats::interval(*found, level_of_interval);
  value.value = found->estimate.mean;
  value.se = found->estimate.se;
  value.bouts = found->estimate.n;
  value.note["mode"] = name(pair.mode.value_or(Mode::Turns));
  value.note["decided_on"] = stats::name(bouts.basis());
  value.note["low"] = interval.low;
  value.note["high"] = interval.high;
}

NightValue value_of(const RunRow& run, const MeasuredGroup& group, std::size_t place) {
  const MeasuredCell &anchor = group.cells[0], &cell = group.cells[place];
  NightValue value{.run = run.id, .cell = cell.id};
  value.note = {{"group", group.name},
                {"host", host_kind_of(run.host).id},
                {"conditions", conditions_of(run, cell.row.cell, anchor.row.cell)},
                {"anchor", signature_of(anchor.row.cell.configuration, run.subjects)},
                {"side", signature_of(cell.row.cell.configuration, run.subjects)}};
  const MeasuredPair* pair = group.pair(0, place);
  if (cell.row.emulated || anchor.row.emulated)
    value.note["why"] = "emulated: its times are no performance";
  else if (pair != nullptr && !pair->values.empty()) {
    if (const std::string why = too_few(run, *pair); !why.empty())
      value.note["why"] = why;
    else
      fill(value, group, *pair);
  }
  if (!value.value && !value.note.contains("why")) value.note["why"] = why_not(group, cell);
  return value;
}

}  // namespace

NightValue mean_of(std::span<const NightValue> runs) {
  std::vector<double> errors;
  for (const NightValue& run : runs) errors.push_back(run.se.value_or(0));
  const std::vector<double> weights = stats::weights_of_a_night(errors);
  double sum = 0, below = 0, above = 0;
  NightValue mean = runs.back();
  mean.bouts = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const double value = *runs[i].value;
    sum += weights[i] * value;
    below += std::pow(weights[i] * (value - runs[i].note.value("low", value)), 2);
    above += std::pow(weights[i] * (runs[i].note.value("high", value) - value), 2);
    mean.bouts += runs[i].bouts;
  }
  mean.value = sum;
  mean.note["low"] = sum - std::sqrt(below);
  mean.note["high"] = sum + std::sqrt(above);
  return mean;
}

int night_of(double epoch_seconds) {
  return static_cast<int>(std::floor(epoch_seconds / seconds_of_a_day));
}

int night_of(const RunRow& run) {
  return night_of(run.started);
}

std::string night_text(int night) {
  const auto seconds = static_cast<std::time_t>(night) * static_cast<std::time_t>(seconds_of_a_day);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

NightPlace place_in(const Json& note) {
  return {note.value("host", ""), note.value("conditions", ""), note.value("anchor", ""), note.value("decided_on", "")};
}

Json to_json(const NightPlace& place) {
  return {
      {"host", place.host}, {"conditions", place.conditions}, {"anchor", place.anchor}, {"decided_on", place.rounds}};
}

std::string rounds_text(const NightPlace& place) {
  return place.rounds == name(stats::Basis::Undisturbed) ? "undisturbed rounds" : "all rounds";
}

std::string signature_of(const Configuration& configuration, const Json& subjects) {
  return digest_of(things_of(configuration, subjects));
}

std::vector<NightValue> night_values_of(const RunRow& run, std::span<const MeasuredGroup> groups) {
  std::vector<NightValue> values;
  for (const MeasuredGroup& group : groups)
    for (std::size_t place = 1; place < group.cells.size(); ++place) values.push_back(value_of(run, group, place));
  return values;
}

}  // namespace assay
