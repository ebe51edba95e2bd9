#include "harness/report/host_record.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "harness/stats/proportion.h"

namespace assay {
namespace {

constexpr double kSameCare = 1e-9;  // of percentages that were typed

/// `aa` runs are decided one by one, as a single `assay ab` is; what the rule was is stored with each.
bool counts_for(const RunRow& run, const std::string& host, double care_percent) {
  if (run.kind != "aa" || run.state != "finished" || host_id_of(run.host) != host) return false;
  const Json decision = run.study.is_object() ? run.study.value("decision", Json()) : Json();
  if (!decision.is_object() || decision.value("rule", Json()) != "compare") return false;
  const Json care = decision.value("care_percent", Json());
  return care.is_number() && std::abs(care.get<double>() - care_percent) < kSameCare;
}

void add_verdicts(SelfTally& tally, const Json& note) {
  const auto comparisons = note.find("comparisons");
  if (comparisons == note.end() || !comparisons->is_object()) return;
  for (const auto& [cell, comparison] : comparisons->items())
    if (comparison.is_object()) tally.add(comparison.value("verdict", ""));
}

}  // namespace

void SelfTally::add(const std::string& verdict) {
  const std::array<std::pair<const char*, int*>, 5> counts = {
      {{"changed", &changed}, {"same", &same}, {"noisy", &noisy}, {"undecided", &undecided}, {"failed", &failed}}};
  for (const auto& [word, count] : counts)
    if (verdict == word) ++*count;
}

void SelfTally::add(const SelfTally& other) {
  changed += other.changed;
  same += other.same;
  noisy += other.noisy;
  undecided += other.undecided;
  failed += other.failed;
}

double HostRecord::upper_percent() const {
  return 100 * stats::clopper_pearson_upper(tally.changed, tally.comparisons());
}

std::string host_id_of(const Json& host) {
  for (const char* key : {"id", "name"})
    if (const auto found = host.find(key); found != host.end() && found->is_string()) return found->get<std::string>();
  return "unknown";
}

Result<std::optional<HostRecord>> host_record(const Store& store, const Json& host, double care_percent) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  HostRecord record{care_percent, {}};
  for (const RunRow& run : *runs) {
    if (!counts_for(run, host_id_of(host), care_percent)) continue;
    const auto notes = store.group_notes(run.id);
    if (!notes) return tl::unexpected(notes.error());
    for (const auto& [group, note] : *notes) add_verdicts(record.tally, note);
  }
  if (record.tally.comparisons() == 0) return std::optional<HostRecord>{};
  return record;
}

std::string host_record_line(const HostRecord& record) {
  return fmt::format("this host: {} false of {}, ≤ {:.1f} %", record.tally.changed, record.tally.comparisons(),
                     record.upper_percent());
}

Json to_json(const HostRecord& record) {
  const auto [low, high] = stats::clopper_pearson(record.tally.changed, record.tally.comparisons());
  return {{"care_percent", record.care_percent}, {"comparisons", record.tally.comparisons()},
          {"false", record.tally.changed},       {"low_percent", 100 * low},
          {"high_percent", 100 * high},          {"upper_percent", record.upper_percent()},
          {"noisy", record.tally.noisy},         {"undecided", record.tally.undecided},
          {"failed", record.tally.failed}};
}

}  // namespace assay
