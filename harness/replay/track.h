#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "harness/replay/recording.h"
#include "harness/stats/pair.h"

namespace assay::replay {

/// Recorded bouts of equals, or of two subjects, in the order of time, as values of harness/stats.
class Track {
 public:
  explicit Track(const Block& block);
  /// Neighbouring processes as bouts of adjacent mode: the first slices warm up, 20 count (STATISTICS, Adjacent).
  explicit Track(const ProcessBlock& block);

  const std::string& file() const { return file_; }
  const std::string& label() const { return label_; }
  const std::string& workload() const { return workload_; }
  Mode mode() const { return mode_; }
  std::size_t size() const { return bouts_.size(); }
  std::size_t stride() const { return stride_; }  ///< to the next bout that shares no process with this one
  std::size_t bouts_in_order() const { return (size() + stride_ - 1) / stride_; }
  std::size_t with_value() const;  ///< how many of its bouts are of use
  bool has_references() const { return has_references_; }
  const BoutRecord& bout(std::size_t place) const { return bouts_[place]; }

  /// pair_value with member 0 as A, or swapped. Remembered by base.
  const std::optional<stats::PairValue>& value(std::size_t place, bool swapped, std::optional<double> base_ns) const;

  /// Spread of the bouts' values over all rounds: half the distance between the 15.87 and 84.13 % quantiles, which is
  /// the standard deviation where they are normal, and not moved by a wild bout. A log ratio; 0 below two bouts.
  double spread() const;

 private:
  struct Both {
    std::optional<stats::PairValue> as_recorded, swapped;
  };
  const std::vector<Both>& values_by(std::optional<double> base_ns) const;

  std::string file_, label_, workload_;
  Mode mode_;
  std::size_t stride_ = 1;
  bool has_references_ = false;
  std::vector<BoutRecord> bouts_;
  mutable std::map<std::optional<double>, std::vector<Both>> values_;
};

/// One bout of a comparison: which, who is called B, and when it would have started.
struct Pick {
  std::size_t bout = 0;
  bool swapped = false;
  double started = 0;
};

using Random = std::mt19937_64;

/// Up to `most` bouts of a track in the order of time from a random place on. Whoever started first is A or B by a
/// coin, as in a session; at the end of the track they go on at another random place.
std::vector<Pick> drawn(const Track& track, std::size_t most, Random& random);

/// The same with a as A throughout, from a place from which `wanted` bouts follow (from the first where there are
/// fewer), to the end of the track.
std::vector<Pick> as_recorded(const Track& track, std::size_t wanted, std::size_t most, Random& random);

}  // namespace assay::replay
