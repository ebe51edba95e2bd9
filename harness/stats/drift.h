#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "harness/stats/bend.h"

namespace assay::stats {

/// The jumps of a strand as steps, except where a straight ramp (ramp.h) explains one or several neighbouring jumps of
/// the same sign at less cost. Cost is potts': night_cost about the course, and jump_penalty for each jump; a ramp has
/// two knots and pays for two. It must cost less than the steps that are left and than those that potts() had found
/// (`all_jumps`), so that a ramp is no way to report two steps too small for that; and it must have what a change
/// needs. It stays possible, and is named with the steps that would be part of it, until the steps cost less by a
/// jump_penalty.
std::vector<Bend> bends(std::span<const double> values, const Need& need, std::span<const std::size_t> jumps,
                        std::span<const std::size_t> all_jumps);

}  // namespace assay::stats
