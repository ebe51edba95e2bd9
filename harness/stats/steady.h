#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "harness/core/bout.h"

namespace assay::stats {

/// Times per iteration of one process, in order, warm-up and all (kept slices).
std::vector<double> slice_series(const ProcessRecord& process);

/// How many slices the warm-up takes: the first i from which five consecutive medians over processes of slice_i /
/// steady median lie within 1 % of 1. The steady median of a process is that of the later half of its slices. Empty
/// where there is none by 30 % of the run
/// (`kNoSteadyState`), or no process has ten slices. The shortest process sets the length.
std::optional<std::size_t> warmup_slices(std::span<const std::vector<double>> processes);

/// Whether `no steady state` may be said: the rule found none, and not because of the machine. The later half's pooled
/// medians scatter by so little from one slice to the next that five in a row within 1 % would show. (Without this,
/// nine in ten samples of six processes of `lockstep-zen3-4cpu` get the label, whose workloads are steady; with it none
/// of 1008 samples of six to 34.)
bool has_no_steady_state(std::span<const std::vector<double>> processes);

inline constexpr std::string_view kNoSteadyState = "no steady state";

}  // namespace assay::stats
