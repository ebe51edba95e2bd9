#include "harness/report/host_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/report/host_kind.h"
#include "harness/stats/proportion.h"

namespace assay {
namespace {

constexpr double kSameCare = 1e-9;  // of percentages that were typed
constexpr double kUsualCare = HostRecord{}.care_percent;

bool is_same(double care, double other) {
  return std::abs(care - other) < kSameCare;
}

/// `aa` runs are decided one by one, as a single `assay ab` is; what the rule was is stored with each. Empty: the run
/// says nothing about the host.
std::optional<double> care_of(const RunRow& run, const HostKind& host) {
  if (run.kind != "aa" || run.state != "finished" || host_kind_of(run.host) != host) return std::nullopt;
  const Json decision = run.study.is_object() ? run.study.value("decision", Json()) : Json();
  if (!decision.is_object() || decision.value("rule", Json()) != "compare") return std::nullopt;
  const Json care = decision.value("care_percent", Json());
  return care.is_number() ? std::optional(care.get<double>()) : std::nullopt;
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

Result<std::vector<HostRecord>> host_records(const Store& store, const Json& host, const std::set<double>& cares) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  std::vector<HostRecord> records;
  for (const double care : cares) records.push_back({care, {}});
  for (const RunRow& run : *runs) {
    const auto care = care_of(run, host_kind_of(host));
    if (!care) continue;
    const auto record =
        std::ranges::find_if(records, [&](const HostRecord& each) { return is_same(each.care_percent, *care); });
    if (record == records.end()) continue;
    const auto notes = store.group_notes(run.id);
    if (!notes) return tl::unexpected(notes.error());
    for (const auto& [group, note] : *notes) add_verdicts(record->tally, note);
  }
  std::erase_if(records, [](const HostRecord& each) { return each.tally.comparisons() == 0; });
  return records;
}

Result<std::optional<HostRecord>> host_record(const Store& store, const Json& host, double care_percent) {
  const auto records = host_records(store, host, {care_percent});
  if (!records) return tl::unexpected(records.error());
  return records->empty() ? std::optional<HostRecord>{} : records->front();
}

std::string host_record_line(const HostRecord& record) {
  const std::string care =
      is_same(record.care_percent, kUsualCare) ? "" : fmt::format(" at {:g} %", record.care_percent);
  return fmt::format("this host{}: {} false of {}, ≤ {:.1f} %", care, record.tally.changed, record.tally.comparisons(),
                     record.upper_percent());
}

std::string self_test_command(const HostRecord& record) {
  const std::string care =
      is_same(record.care_percent, kUsualCare) ? "" : fmt::format(" --care '{:g} %'", record.care_percent);
  return "assay doctor --aa" + care;
}

std::vector<std::string> told_records(const std::vector<HostRecord>& records) {
  std::vector<std::string> lines;
  for (const HostRecord& each : records)
    if (each.tally.comparisons() >= kToldFrom)
      lines.push_back(fmt::format("{} (a thing against itself: {})", host_record_line(each), self_test_command(each)));
  return lines;
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
