#include "harness/stats/widened.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/stats/decide_parts.h"

namespace assay::stats {
namespace {

std::string wait_of(const Series& series, double factor, Widening widening) {
  const std::size_t n = series.values.size();
  if (too_few(n, widening))
    return fmt::format("beside a neighbour nothing is changed or same before {} bouts", kLeastForCorrelation);
  if (!spans_enough(series, n, factor, widening))
    return fmt::format("nothing is changed or same before such bouts span {:.0f} s", kLeastSpanSeconds);
  return {};
}

}  // namespace

std::optional<Widened> widened(const Series& series, const Mixture& mixture) {
  const auto estimate = yuen(series.values);
  if (!estimate) return std::nullopt;
  Widened result{*estimate, widening_factor(series.values, mixture.widening), mixture.kinds};
  result.estimate.se *= result.factor;
  result.wait = wait_of(series, result.factor, mixture.widening);
  return result;
}

Interval interval(const Widened& one, double level, double widen) {
  Interval range = interval(one.estimate, level, widen);
  if (!one.kinds) return range;
  for (const Yuen& kind : {one.kinds->alone, one.kinds->beside}) {
    const Interval also = interval(kind, level, widen);
    range = {std::min(range.low, also.low), std::max(range.high, also.high)};
  }
  return range;
}

Effect effect_of(const Widened& one, double level, double widen) {
  const Interval range = interval(one, level, widen);
  return {to_percent(one.estimate.mean), to_percent(range.low), to_percent(range.high), level};
}

double p_of(const Widened& one, double widen) {
  const auto p_widened = [&](Yuen kind) {
    kind.se *= widen;
    return p_two_sided(kind);
  };
  double p = p_widened(one.estimate);
  if (!one.kinds) return p;
  for (const Yuen& kind : {one.kinds->alone, one.kinds->beside})
    p = std::max(p, kind.mean * one.estimate.mean > 0 ? p_widened(kind) : 1);
  return p;
}

std::string mixture_text(double factor, bool both_kinds) {
  std::string text;
  if (factor > 1) text += fmt::format("; the bouts correlate, standard error widened x{:.2f}", factor);
  if (both_kinds) text += "; it depends on the neighbour, the interval holds it alone and beside one";
  return text;
}

}  // namespace assay::stats
