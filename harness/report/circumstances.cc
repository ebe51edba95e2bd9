#include "harness/report/circumstances.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/core/clock_step.h"
#include "harness/report/effects.h"
#include "harness/report/host_kind.h"
#include "harness/stats/neighbourhood.h"
#include "harness/stats/reference.h"

namespace assay {
namespace {

/// Firmware, a hypervisor's host and cooling change for good: what is older says too little of today's clock.
constexpr double kRemembered = 30 * 86400.0;  // seconds

constexpr double kNoShare = 0.005;  // shown as 0 %

Json member(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() ? Json() : *found;
}

std::optional<double> positive(const Json& json, const char* key) {
  const Json found = member(json, key);
  return found.is_number() && found.get<double>() > 0 ? std::optional(found.get<double>()) : std::nullopt;
}

bool is_before(const RunRow& earlier, const RunRow& run) {
  return std::pair(earlier.started, earlier.id) < std::pair(run.started, run.id);
}

/// Of the load to the CPUs: from there on threads that wait for each other mostly wait for one that is not running.
constexpr double kCrowded = 2;

constexpr const char* kLeastBase = "host_base_ns";  // in RunRow::study
constexpr const char* kElsewhere = "host_base_elsewhere";

/// What an operator sets and the base follows.
bool same_clock(const Json& a, const Json& b) {
  return std::ranges::all_of(std::array{"governor", "no_turbo", "boost", "frequency_max"},
                             [&](const char* key) { return member(a, key) == member(b, key); });
}

std::string busy_sentence(const ReferenceBase& base, bool undisturbed_decide) {
  const std::string earlier = fmt::format("{:.0f} ns in an earlier run of {}", *base.least_ns,
                                          base.least_elsewhere ? "another machine of this kind" : "this host");
  if (base.busy_throughout())
    return fmt::format(
        "the neighbour was busy throughout, or the clock was lower: the reference kernel read {:.0f} ns at best, and "
        "{}; no round counts as undisturbed",
        base.base_ns, earlier);
  return fmt::format(
      "the neighbour was busy, or the clock was lower, in the first six bouts, by which it is chosen which rounds "
      "decide: the reference kernel read {:.0f} ns in them, and {}; so all rounds decide{}",
      base.base_ns, earlier,
      undisturbed_decide ? ", save where a comparison's own first six bouts had enough undisturbed ones" : "");
}

/// What the processes of a bout that was set aside say of it; they were measured, and are not to be used.
std::string why_set_aside(const BoutRecord& bout) {
  if (bout.outcome != Outcome::Skipped) return {};
  const auto process = std::ranges::find_if(bout.processes, [](const ProcessRecord& each) {
    return each.outcome == Outcome::Skipped && !each.slices.empty();
  });
  return process == bout.processes.end() ? "" : process->detail;
}

}  // namespace

bool ReferenceBase::changed() const {
  return earlier_ns && stats::clock_changed(base_ns, *earlier_ns);
}

bool ReferenceBase::busy_at_first() const {
  return stats::busy_throughout(base_ns, least_ns);
}

bool ReferenceBase::busy_throughout() const {
  return busy_at_first() && undisturbed_share < kNoShare;
}

Json to_json(const ReferenceBase& base) {
  return {{"base_ns", base.base_ns},
          {"earlier_base_ns", base.earlier_ns ? Json(*base.earlier_ns) : Json(nullptr)},
          {"earlier_run", base.earlier_ns ? Json(base.earlier_run) : Json(nullptr)},
          {"clock_changed", base.changed()},
          {"least_base_ns", base.least_ns ? Json(*base.least_ns) : Json(nullptr)},
          {"busy_at_first", base.busy_at_first()},
          {"busy_throughout", base.busy_throughout()}};
}

std::vector<std::string> sentences(const ReferenceBase& base, bool undisturbed_decide) {
  if (base.busy_at_first()) return {busy_sentence(base, undisturbed_decide)};
  if (base.changed())
    return {fmt::format(
        "the clock of this host has changed: the reference kernel reads {:.0f} ns, and {:.0f} ns in run {} before; "
        "absolute times of the two are not of one machine",
        base.base_ns, *base.earlier_ns, base.earlier_run)};
  if (undisturbed_decide && !base.least_ns)
    return {
        "the first run of this host with reference readings: its rounds are undisturbed relative to this run, and a "
        "neighbour that was busy throughout would not show"};
  return {};
}

std::optional<double> noted_base(const std::map<std::string, Json>& notes) {
  for (const auto& [group, note] : notes)
    if (const auto settled = positive(note, "reference_base_ns")) return settled;
  return std::nullopt;
}

std::optional<double> noted_own_base(const std::map<std::string, Json>& notes) {
  for (const auto& [group, note] : notes)
    if (const auto own = positive(note, "reference_own_ns")) return own;
  return noted_base(notes);
}

void store_least_base(const LeastBase& least, RunRow& run) {
  run.study[kLeastBase] = least.ns;
  if (least.elsewhere) run.study[kElsewhere] = true;
}

std::optional<double> stored_least_base(const RunRow& run) {
  return positive(run.study, kLeastBase);
}

Result<std::optional<LeastBase>> least_base(const Store& store, const RunRow& run) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  std::optional<double> own, of_kind;
  const auto add = [](std::optional<double>& least, double base) { least = std::min(base, least.value_or(base)); };
  for (const RunRow& earlier : *runs) {
    const bool counts = is_before(earlier, run) && run.started - earlier.started <= kRemembered;
    if (!counts || host_kind_of(earlier.host) != host_kind_of(run.host) || !same_clock(earlier.host, run.host))
      continue;
    const auto notes = store.group_notes(earlier.id);
    if (!notes) return tl::unexpected(notes.error());
    const auto base = noted_own_base(*notes);
    if (base) add(of_kind, *base);
    if (base && machine_of(earlier.host) == machine_of(run.host)) add(own, *base);
  }
  if (!of_kind) return std::nullopt;
  return LeastBase{own.value_or(*of_kind), !own};
}

Result<ReferenceBase> reference_base(const Store& store, const RunRow& run, double own_ns) {
  ReferenceBase found{own_ns, {}, {}, stored_least_base(run), member(run.study, kElsewhere) == true, 0};
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  for (const RunRow& earlier : *runs) {  // the newest first
    if (!is_before(earlier, run) || machine_of(earlier.host) != machine_of(run.host)) continue;
    const auto notes = store.group_notes(earlier.id);
    if (!notes) return tl::unexpected(notes.error());
    found.earlier_ns = noted_own_base(*notes);
    found.earlier_run = earlier.id;
    if (found.earlier_ns) break;
  }
  return found;
}

void Mishaps::add(const StoredBout& bout) {
  const BoutRecord& record = bout.record;
  if (const std::string why = why_set_aside(record); !why.empty()) {
    set_aside_[bout.group].why = why;
    ++set_aside_[bout.group].bouts;
  }
  if (record.outcome == Outcome::Measured && !record.detail.empty())
    steps_.push_back(fmt::format("{}: {}; times of day are off, durations are not", bout.group, record.detail));
  if (record.outcome == Outcome::Measured && record.cpus.size() > 1) {
    const auto [crowd, first] = crowds_.try_emplace(bout.group, Crowd{record.load_1min, record.cpus.size()});
    if (!first) crowd->second.least_load = std::min(crowd->second.least_load, record.load_1min);
  }
  const auto last = last_started_.find(bout.group);
  if (last != last_started_.end() && record.started < last->second - kClockStep)
    steps_.push_back(
        fmt::format("{}: a bout began {:.1f} s before the one that was taken before it: the time of day "
                    "was set back; durations are not touched by it",
                    bout.group, last->second - record.started));
  last_started_[bout.group] = record.started;
}

std::vector<std::string> Mishaps::sentences(int cpus_online) const {
  std::vector<std::string> all;
  for (const auto& [group, each] : set_aside_)
    all.push_back(fmt::format("{}: {} set aside: {}", group,
                              each.bouts == 1 ? "a bout was" : fmt::format("{} bouts were", each.bouts), each.why));
  for (const auto& [group, each] : crowds_)
    if (cpus_online > 0 && each.least_load >= kCrowded * cpus_online)
      all.push_back(fmt::format(
          "{}: a load of {:.0f} or more on {} CPUs while {} of them were measured: threads wait for each other while "
          "one of them waits for a CPU; measure several threads on a machine with little else to do",
          group, each.least_load, cpus_online, each.cpus));
  all.insert(all.end(), steps_.begin(), steps_.end());
  return all;
}

std::string noisy_turn(const MeasuredGroup& group) {
  if (group.mode != Mode::Turns) return {};
  for (const MeasuredPair& pair : group.pairs) {
    const auto turn = stats::turned_noisy(series_of(group, pair).pairs);
    if (!turn) continue;
    return fmt::format(
        "{}: the machine turned noisy while this was measured: {:.0f} % of the rounds were undisturbed in "
        "the first six bouts, {:.0f} % in the last six",
        group.name, 100 * turn->before, 100 * turn->after);
  }
  return {};
}

}  // namespace assay
