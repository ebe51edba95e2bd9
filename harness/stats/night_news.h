#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/stats/nightly.h"

namespace assay::stats {

/// What was told of a build before tonight, each in its order.
struct ToldBefore {
  std::vector<News> here{};       ///< of the series that tonight belongs to
  std::vector<News> elsewhere{};  ///< of nights over other rounds, under this series' identity where all else is equal
};

/// What tonight brings to the series with this identity that was not told (tonight()). Nights that rest on the other
/// kind of rounds are a series of their own, in which a change of the build is the same one: what they told is not new.
Result<std::vector<News>> news_tonight(std::span<const Night> nights, const std::string& identity, ToldBefore before,
                                       const NightlyRule& rule);

/// Of the same sign, and no farther apart than the best place of a step moves (nightly.h).
bool is_near(const Change& a, const Change& b);

/// Whether its p is held against the false discovery rate: not suspicions, which fresh bouts test, nor what is taken
/// back.
bool is_tested(const News& news);

}  // namespace assay::stats
