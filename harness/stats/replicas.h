#pragma once

#include <optional>
#include <span>

#include "harness/stats/yuen.h"

namespace assay::stats {

/// A change of compiled code that is smaller than this may be one of layout: 16 links of one source spanned 2 %.
inline constexpr double kReplicasBelowPercent = 2;

/// Replicas as the top level: one value for each (the mean over its bouts), of which the plain mean with its plain
/// standard error sd / sqrt(n) is taken, n - 1 degrees of freedom. Nothing is trimmed from three to five values. Bouts
/// make a replica's value precise, but more of them are no more layouts. Empty below two.
std::optional<Yuen> over_replicas(std::span<const double> values);

}  // namespace assay::stats
