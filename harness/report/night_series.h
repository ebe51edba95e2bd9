#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "harness/report/night_history.h"
#include "harness/stats/nightly.h"

namespace assay {

/// The nights of one cell, shifted to one scale over the anchors that it was held against.
struct NightSeries {
  std::string cell;
  std::string group;
  std::vector<stats::Night> nights;  ///< of all hosts; identity: host, conditions, first anchor of the chain, rounds
  std::vector<NightPlace> places;    ///< of each
};

/// How the scales of anchors that were measured side by side lie to each other, for one group on one kind of machine
/// and one kind of rounds.
///
/// ln(cell / old) = ln(cell / new) + ln(new / old): values against an anchor are shifted by its measured log ratio to
/// the first anchor of the chain, whose variance is added. The ratio is the mean (weighted by 1/se²) over the nights on
/// which the old anchor was a level beside the new one; where there is none, that of the last night on which the new
/// one was a level beside the old.
class AnchorChain {
 public:
  /// `side` was measured beside `anchor`: value = ln(side / anchor). In the order of the nights.
  void add_overlap(const std::string& anchor, const std::string& side, double value, double se);
  struct Scale {
    std::string root;     ///< the first anchor of the chain
    double shift = 0;     ///< ln(anchor / root)
    double variance = 0;  ///< of the shift
  };
  /// Of an anchor, as it is met; one without a way to an earlier one begins a chain.
  Scale scale_of(const std::string& anchor);

 private:
  struct Overlap {
    std::string anchor, side;
    double value = 0, weight = 0;  ///< ln(side / anchor), 1/se²
  };
  bool reach(const std::string& anchor, const std::string& from, const Scale& scale);

  std::vector<Overlap> overlaps_;
  std::map<std::string, Scale> known_;
};

/// Every cell that was measured up to a night, as it stands then.
class SeriesOfNights {
 public:
  /// `tonight`: what a run of the history says that was not judged yet.
  SeriesOfNights(const NightHistory& history, int until, std::span<const NightValue> tonight = {});
  const std::vector<NightSeries>& all() const { return series_; }
  const NightSeries* find(const std::string& cell) const;
  /// What a series is told apart by at a place.
  std::string identity(const std::string& group, const NightPlace& place);
  /// What its values are shifted by there: ln(anchor / first anchor).
  double shift(const std::string& group, const NightPlace& place);

 private:
  std::vector<NightSeries> series_;
  std::map<std::string, AnchorChain> chains_;  // by group, host and rounds
};

}  // namespace assay
