#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/report/measured.h"
#include "harness/stats/reference.h"
#include "results/night.h"
#include "results/store.h"

namespace assay {

/// A night is the UTC day on which its run was begun: days since 1970-01-01.
int night_of(double epoch_seconds);
int night_of(const RunRow& run);
std::string night_text(int night);  ///< `2026-11-21`

/// What a value of a series belongs to. Levels of one machine, set of conditions, anchor and
/// kind of rounds can be compared.
struct NightPlace {
  std::string host;        ///< its id: a kind of machine
  std::string conditions;  ///< digest of the workload's source, the steering environment and tools that are not varied
  std::string anchor;      ///< digest of the configuration it was held against
  std::string rounds;      ///< which of them decided: `all`, `undisturbed`; the effect can depend on the neighbour
  bool operator==(const NightPlace&) const = default;
};
NightPlace place_in(const Json& note);
Json to_json(const NightPlace& place);
std::string rounds_text(const NightPlace& place);  ///< `all rounds`

/// 16 hexadecimal digits over the things that a configuration names, by what they say of themselves, and its other
/// levels: an anchor that lies elsewhere now is the same one.
std::string signature_of(const Configuration& configuration, const Json& subjects);

/// Bouts that a night needs of a run that was cut short: from them on, which rounds decide is settled.
inline constexpr int kLeastBoutsOfANight = stats::kChoiceBouts;

/// Every cell of a nightly run against its anchor: trimmed mean and standard error by Yuen over the run's bouts. The
/// note holds `group`, the place, `side` (the cell's own signature), `mode`, `decided_on`, `low` and `high` of the 95 %
/// interval, and where there is no value `why`.
std::vector<NightValue> night_values_of(const RunRow& run, std::span<const MeasuredGroup> groups);

/// Of several runs of a night in one place, their mean by the weights of stats::strands(), with its interval.
NightValue mean_of(std::span<const NightValue> runs);

}  // namespace assay
