#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/stats/looks.h"
#include "harness/stats/neighbourhood.h"
#include "harness/stats/pair.h"
#include "harness/stats/yuen.h"

namespace assay::stats {

enum class Verdict { Open, Changed, Same, Undecided, Noisy, Failed, Flagged };
enum class Noise { Quiet, Ok, Coarse, Noisy };
std::string_view name(Verdict verdict);  ///< `open`, `changed`, …, `flagged`
std::string_view name(Noise noise);      ///< `QUIET`, `OK`, `COARSE`, `NOISY`

/// B relative to A in time, percent; negative: B is faster.
struct Effect {
  double percent = 0;
  double low = 0;
  double high = 0;
  double level = 0.95;  ///< of the interval
};

/// What is known of one comparison, and why it stopped. `Open`: go on. `Flagged`: awaits its confirmation (stages.h).
struct Finding {
  Verdict verdict = Verdict::Open;
  std::optional<Effect> effect;  ///< empty below two bouts
  int bouts = 0;                 ///< that it rests on
  double p = 1;
  double nominal_p = 0;  ///< 0 where nothing was tested
  int look = 0;          ///< k of
  int looks = 0;         ///< K
  Noise noise = Noise::Noisy;
  double mde90_percent = 0;  ///< the change that could be found with 90 % power, were all looks taken; 0 below two
  double widened = 1;        ///< se was multiplied by this (neighbourhood.h)
  bool both_kinds = false;   ///< the ratio depends on the neighbour: the interval holds it alone and beside one
  Basis basis = Basis::All;  ///< which rounds decided
  std::string why;
  std::string wait{};  ///< of an estimate: why it is neither changed nor same, whatever ends it
};

/// How one comparison is decided.
struct ComparisonRule {
  double care_percent = 2;
  Looks looks = comparison_looks(2);
  Mixture mixture{};         ///< of the values
  double same_level = 0.98;  ///< of the interval that must lie within the care
};

/// `assay ab` with one workload; stage 1 of a suite; stage 2 for k flagged comparisons, on fresh bouts.
ComparisonRule comparison_rule(double care_percent);
ComparisonRule screen_rule(double care_percent);
ComparisonRule confirm_rule(int k, double care_percent);

/// The values of a comparison in the order of its bouts, and when each bout started (seconds, any origin; may be empty:
/// not known).
struct Series {
  std::span<const double> values;
  std::span<const double> started = {};
};

/// Failed where some value is no log ratio of two times (NaN, infinite). Otherwise:
/// Goes through the looks that the values reach, in order, and stops at the first that decides: changed, same, noisy
/// (from 9 bouts), at the last look undecided. The finding rests on the bouts up to that look and on no later ones.
/// Open with an estimate so far otherwise. A function of the values alone, so that a session, a resumed one and a
/// report from the store agree.
/// `mixture`: of the first n values, where it is not the rule's for all n.
Finding decide(const Series& series, const ComparisonRule& rule,
               const std::function<Mixture(std::size_t n)>& mixture = {});

/// Ends a comparison that is open or flagged early: undecided, `why` first ("--max-time 10m was up"). Other verdicts
/// stay.
Finding close(Finding finding, const std::string& why);

/// A comparison of which a side could not be measured.
Finding failed(const std::string& why);

/// Stage 2 confirms stage 1: both changed, with the same sign. Report stage 2's estimate.
bool confirms(const Finding& screen, const Finding& confirmation);

/// The half-width of an estimate is multiplied by this, for the interval was looked at after every bout.
inline constexpr double kLookedAt = 1.25;

/// "Give me a number": stop on the width of the interval (low to high, widened x1.25 for having looked), never on
/// significance.
struct EstimateRule {
  double width_percent = 2;  ///< in points between low and high
  double care_percent = 2;   ///< for the word at the end only
  double level = 0.95;
  int least = 6;  ///< bouts
  int most = 96;
  Mixture mixture{};
  int effects = 1;  ///< that are told together and share the error of "changed"
};

/// The rule for a width in points, or the standard one.
EstimateRule estimate_rule(double care_percent, std::optional<double> width_percent = {});

/// Open until narrow enough or `most` bouts are in, and those that correlate span long enough. Then a word for what is
/// known (word_for): undecided where it must wait.
Finding estimate(const Series& series, const EstimateRule& rule);

/// Ends an open estimate early, as `close` does, with a word for what is known.
Finding close_estimate(Finding finding, const EstimateRule& rule, const std::string& why);

/// The word that an interval deserves when measuring has ended: changed (without 0), same (within care), else
/// undecided.
Verdict word_for(const Effect& effect, double care_percent);

/// The same for one of several effects: changed only where p < (1 - level) / effects, too, which keeps all of them
/// together as seldom wrong as one (Bonferroni). `p`: of the standard error that the interval has.
Verdict word_among(int effects, const Effect& effect, double p, double care_percent);

/// `; an interval without 0 is not enough among 16 effects: p = 0.012 >= 0.0031`, for a word that the interval alone
/// does not explain; else empty.
std::string among_text(const Effect& effect, double p, int effects);

/// The class of an MDE90: up to 1 % QUIET, 2 % OK, 5 % COARSE, else NOISY.
Noise noise_class(double mde90_percent);

/// (t at the nominal p + t.10) se sqrt(n / n_last), in percent; the t of the last look's degrees of freedom.
double mde90_percent(const Yuen& estimate, const Looks& looks);

}  // namespace assay::stats
