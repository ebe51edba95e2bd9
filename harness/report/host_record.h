#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/core/json.h"
#include "results/store.h"

namespace assay {

/// Comparisons of a thing with itself (`assay doctor --aa`), counted by their verdicts.
struct SelfTally {
  int changed = 0;  ///< each of them false
  int same = 0;
  int noisy = 0;
  int undecided = 0;
  int failed = 0;  ///< measured nothing, so in no rate

  void add(const std::string& verdict);
  void add(const SelfTally& other);
  int comparisons() const { return changed + same + noisy + undecided; }
};

/// What is stored of the comparisons of things with themselves of a kind of host, by one rule: how often "changed" was
/// said of equals. Counted from the live verdicts of all finished runs of kind `aa`, so that merged stores add up.
struct HostRecord {
  double care_percent = 2;
  SelfTally tally;

  double upper_percent() const;  ///< of the false-positive rate: one-sided, 95 %, Clopper and Pearson
};

/// Of the kind of host that a run's facts describe, by the rule of `assay ab` at each care; those of which nothing is
/// stored are left out.
Result<std::vector<HostRecord>> host_records(const Store& store, const Json& host, const std::set<double>& cares);
Result<std::optional<HostRecord>> host_record(const Store& store, const Json& host, double care_percent);

/// `this host: 2 false of 120, ≤ 5.2 %`; of another care than the usual one `this host at 0.5 %: …`.
std::string host_record_line(const HostRecord& record);
/// Adds to it: `assay doctor --aa --care '0.5 %'`.
std::string self_test_command(const HostRecord& record);
/// Comparisons from which on a record stands under verdicts.
inline constexpr int kToldFrom = 20;
/// As it stands under verdicts, a line each; a handful of comparisons says nothing of a rate of 5 %.
std::vector<std::string> told_records(const std::vector<HostRecord>& records);
Json to_json(const HostRecord& record);

}  // namespace assay
