#pragma once

#include <optional>
#include <span>
#include <vector>

#include "harness/stats/nightly.h"

namespace assay::stats {

inline constexpr int kWeek = 7;

/// What was told of a strand, held against the changes that it has tonight: which are new, which are gone.
class Told {
 public:
  Told(std::span<const News> news, const Strand& strand, std::span<const Change> changes);

  /// Changes of tonight that were not told, and need not wait: a step waits for three weeks at most while one ramp may
  /// yet be both it and a step that was told.
  std::vector<Change> unknown() const;
  /// Told more than so many nights ago, and not among tonight's changes.
  std::vector<Change> absent(int nights) const;
  /// Changes told that began before this one, as they are tonight, the latest first.
  std::vector<Change> known_before(const Change& change) const;
  /// The first nights of the steps told that have become this drift, the earliest first; none where it is told already.
  std::vector<int> steps_of(const Change& drift) const;
  /// Whether a change of this sign was told in the last week that the series does not show yet.
  bool waits(double off) const;

 private:
  struct Entry {
    Change change{};
    int told = 0;                      ///< on this night
    std::optional<std::size_t> now{};  ///< which of tonight's changes it is
  };

  void read(const News& news);
  bool near(const Change& a, const Change& b, std::size_t nights) const;
  void match();
  void pair_steps();
  std::size_t index(int night) const;
  bool is_known(std::size_t change) const;
  bool waits_for_ramp(const Change& step, std::span<const Change> tonight) const;

  const Strand& strand_;
  std::span<const Change> changes_;
  std::vector<Entry> entries_;
};

}  // namespace assay::stats
