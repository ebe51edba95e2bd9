#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/catalog/workload.h"
#include "harness/core/cell.h"
#include "harness/core/error.h"
#include "harness/core/suspicion.h"
#include "harness/study/study.h"

namespace assay {

/// Cells that are compared with each other: one workload and parameters, every configuration. They meet in the same
/// bouts.
struct Group {
  std::string id;  ///< workload_name() of its cells: `linalg.gemm{n=512,type=d}`
  const Workload* workload = nullptr;
  std::vector<Cell> cells;  ///< the baseline first
  std::size_t baseline = 0;
  std::optional<double> floor_percent{};          ///< in a gate: the smallest change that fails it, and the care
  std::map<std::string, Suspicion> suspicions{};  ///< by cell id: in a night's second stage, what is to be borne out
};

/// An ignore entry of a gate, held against this plan.
struct PlannedIgnore {
  std::string pattern;
  std::vector<std::string> groups;                        ///< that it is about; may be none
  std::map<std::string, std::vector<std::string>> where;  ///< factor -> stored levels; empty: any
  std::string until;
  std::string reason;
};

struct SkippedCell {
  Cell cell;
  std::string reason;
};

struct Plan {
  Study study;
  std::uint64_t seed = 0;
  std::vector<Group> groups;
  std::vector<PlannedIgnore> ignores;  ///< of a gate
  std::vector<SkippedCell> skipped;    ///< by --skip-missing, or unsupported here, each with the reason
  std::optional<double> host_base_ns;  ///< the least base of the reference kernel in earlier runs here, where known
  std::vector<std::string> notes;      ///< `threads does not reach python.call: dropped there`
  double needed_seconds = 0;           ///< about, if time were not limited
  double estimated_seconds = 0;        ///< the same, within max_time

  std::size_t cells() const;
};

struct PlanOptions {
  std::uint64_t seed = 0;
  bool skip_missing = false;
};

/// What the plan may know of this host, read once by the caller, so that planning is pure.
struct HostView {
  int cpus = 1;  ///< in our affinity mask, within the cgroup's quota
};

/// Holds a study against catalog, factors and host. All that is wrong is told at once, each with its place: what was
/// wrong with the study by itself (`of_study`), too.
Checked<Plan> make_plan(const Study& study, const Catalog& catalog, const HostView& host, const PlanOptions& options,
                        const Errors& of_study = {});

/// The order in which groups get their next bouts: every group once per pass, shuffled anew from the seed for each
/// pass.
std::vector<std::size_t> pass_order(const Plan& plan, int pass);

}  // namespace assay
