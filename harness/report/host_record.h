#pragma once

#include <optional>
#include <string>

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

/// What is stored of a host's comparisons of things with themselves, by one rule: how often "changed" was said of
/// equals. Counted from the live verdicts of all finished runs of kind `aa`, so that merged stores add up.
struct HostRecord {
  double care_percent = 2;
  SelfTally tally;

  double upper_percent() const;  ///< of the false-positive rate: one-sided, 95 %, Clopper and Pearson
};

/// Of the host that a run's facts describe, by the rule of `assay ab` at this care; empty where nothing is stored.
Result<std::optional<HostRecord>> host_record(const Store& store, const Json& host, double care_percent);

/// `this host: 2 false of 120, ≤ 5.2 %`: stands under every verdict of the host.
std::string host_record_line(const HostRecord& record);
Json to_json(const HostRecord& record);

/// Two machines of one model are one host, as everywhere in reports.
std::string host_id_of(const Json& host);

}  // namespace assay
