#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/report/host_record.h"
#include "harness/report/report.h"

namespace assay {

/// What `assay doctor --aa` found of one workload, or of all of them.
struct SelfTestRow {
  std::string workload;  ///< group name; empty: all of them together
  SelfTally tally;
  double seconds = 0;        ///< of measuring, of all comparisons that did not fail
  double undisturbed = 0;    ///< sum of the shares …
  int with_undisturbed = 0;  ///< … of so many comparisons; none where sides share a CPU

  void add(const ComparisonReport& comparison);
  void add(const SelfTestRow& other);
};

struct SelfTestReport {
  std::string version;
  Json host = Json::object();
  double care_percent = 2;
  double seconds = 0;  ///< from the first process to the last, preparing included
  std::vector<SelfTestRow> workloads;
  std::vector<std::string> left_out;  ///< of the usual mix, with the reason
  std::optional<HostRecord> record;   ///< of all that is stored, these included

  SelfTestRow pooled() const;
};

Json to_json(const SelfTestReport& report);
/// The counts, the rate of false positives with its Clopper-Pearson interval, the record; ending with a line break.
std::string to_text(const SelfTestReport& report, const TextStyle& style);

}  // namespace assay
