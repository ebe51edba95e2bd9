#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/suspicion.h"
#include "harness/stats/decide.h"
#include "harness/stats/nightly.h"

namespace assay::stats {

/// A suspicion that no night has borne out and that has not ended.
struct Waiting {
  Change change{};  ///< from the level so far to the night that was suspected first
  int since = 0;    ///< that night
  int nights = 0;   ///< of its own series since then, tonight among them; others say nothing about it
};
/// More than a week has gone by, with nights enough of its own series for the rule to have borne it out: it ends,
/// unless tonight rules on it (or says that it comes again).
bool is_over(const Waiting& suspicion, int night);

/// What the nights before left open of a series, in the order in which it was told.
struct Standing {
  std::vector<Waiting> waiting{};  ///< suspicions; of this build on this machine, over whichever rounds
  std::vector<Change> changes{};   ///< told as more than suspicions
};

/// A series that was measured tonight, with what is known of it by now.
struct SeriesTonight {
  std::span<const Night> nights{};  ///< up to tonight
  NightlyRule rule{};
  std::vector<News> news{};  ///< what tonight brings to it (news_tonight())
  Standing standing{};
  double shift = 0;                 ///< ln(tonight's anchor / the one on whose scale the nights are)
  std::string rounds{};             ///< that decided tonight; empty: not known
  std::optional<Finding> second{};  ///< what fresh bouts of tonight say of its suspicion, where some were measured
};

/// What tonight's news say of the series, once all that was measured tonight is weighed.
struct Ruling {
  enum class Kind {
    New,        ///< a suspicion, as no night before had it
    Waits,      ///< a suspicion of a night before comes again, and waits on
    Dismissed,  ///< a suspicion, of tonight or before, ends: tonight's fresh bouts refute it
    Confirmed,  ///< a change is told: the nights bear it out, or fresh bouts of a second night in a row do
    Drifting,   ///< what was told as a change goes on
    Recovered,  ///< the level before a change that was told is back
    Withdrawn,  ///< the nights do not show any more what was told
  };
  Kind kind = Kind::New;
  News news{};
  std::string why{};                    ///< a clause for the reader
  std::optional<std::size_t> waited{};  ///< which of Standing::waiting it is about; none: one that begins tonight
  std::optional<std::size_t> undone{};  ///< Recovered, by fresh bouts: which of Standing::changes
  std::vector<std::size_t> settled{};   ///< others of Standing::waiting, of the same change: they end with it

  /// Whether tonight() has to know of it on the nights that follow.
  bool is_told() const { return kind != Kind::New && kind != Kind::Waits && kind != Kind::Dismissed; }
};
std::string_view name(Ruling::Kind kind);  ///< `new`, `waits`, `dismissed`, `confirmed`, …

/// What a second comparison of tonight is to test, for each series; empty where nothing is suspected. Its level is on
/// the scale of tonight's anchor, and K is the number of all that are suspected.
std::vector<std::optional<Suspicion>> suspicions(std::span<const SeriesTonight> series);

/// The rulings of a night, for each series in the order of its news: the one decision behind `assay nightly` and the
/// replay of recorded nights (STATISTICS.md, Nightly series). A function of its arguments alone.
///
/// Fresh bouts of one night confirm nothing: it takes the second night in a row that is off its level in the same
/// direction and is found again (night_confirmation.h), and a suspicion of a night before that still waits. What they
/// refute is dismissed. Everything that is to be told as a change has a p, which is held against the false discovery
/// rate over all series of the night (discoveries.h); each of them counts once, with the least p of what it would tell,
/// and with 1 where it would tell nothing. What is no discovery is not told, and has a lower p on a later night.
std::vector<std::vector<Ruling>> decide_night(std::span<const SeriesTonight> series);

}  // namespace assay::stats
