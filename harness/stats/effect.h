#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "harness/stats/pair.h"

namespace assay::stats {

/// Two cells that differ in one factor only.
struct Stratum {
  std::string from;  ///< cell ids
  std::string to;

  bool operator==(const Stratum&) const = default;
};

/// The strata of `factor` going from one level to another within a group's cells: every pair that is equal in all else.
/// A cell without the factor belongs to none.
std::vector<Stratum> strata(std::span<const Cell> cells, const std::string& factor, const std::string& from,
                            const std::string& to);

/// The main effect of one factor: a value per bout.
struct EffectSeries {
  std::vector<double> values;    ///< mean over the strata of the pair's value, for each bout that has them all
  std::vector<double> started;   ///< of those bouts
  std::vector<PairValue> pairs;  ///< with one stratum: its pair values; else the means of theirs
  int strata = 0;                ///< that were ever measured; others do not count
};

/// Over a group's bouts in order. Bouts in which a stratum is missing are left out, lest the mixture of strata change
/// from bout to bout.
EffectSeries main_effect(std::span<const BoutRecord* const> bouts, std::span<const Stratum> strata,
                         const PairOptions& options, Basis basis = Basis::All);

}  // namespace assay::stats
