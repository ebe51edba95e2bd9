#include "harness/stats/nightly.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "harness/stats/potts.h"
#include "harness/stats/told.h"
#include "harness/stats/yuen.h"

namespace assay::stats {
namespace {

constexpr double kNightLevel = 0.95;

/// The strand without its last night.
Strand until_yesterday(Strand strand) {
  strand.nights.pop_back();
  strand.values.pop_back();
  return strand;
}

bool leaves(double value, const ChangePoints& course, const NightlyRule& rule) {
  const double off = std::abs(value - course.segments.back().level);
  return off > rule.suspect_sigmas * course.sigma && off > from_percent(rule.suspect_percent);
}

/// Tonight is off the level until yesterday, and no change that is known by tonight says why.
std::optional<News> suspicion(const Strand& strand, const ChangePoints& now, const Told& told,
                              const NightlyRule& rule) {
  const auto before = change_points(until_yesterday(strand), rule.floor_percent);
  if (before.sigma == 0) return std::nullopt;  // too few nights to know what is usual
  const double value = strand.values.back();
  const Segment& segment = before.segments.back();
  const double off = value - segment.level;
  if (!leaves(value, before, rule) || !leaves(value, now, rule) || told.waits(off)) return std::nullopt;
  News news{.kind = News::Kind::Suspected, .night = strand.nights.back(), .identity = strand.identity};
  const double half = t_two_sided(1 - kNightLevel, sigma_df(strand.values.size() - 1)) * before.sigma;
  news.change.after = segment.last;
  news.change.from = news.change.to = news.night;
  news.change.before = segment.level;
  news.change.size = off;
  news.change.low = off - half;
  news.change.high = off + half;
  return news;
}

/// The latest slow-down whose level before it is back after this step.
std::optional<int> recovers(const Change& step, const Told& told, const NightlyRule& rule) {
  for (const Change& earlier : told.known_before(step))
    if (undoes(step, earlier, rule)) return earlier.from;
  return std::nullopt;
}

/// Told more than a week ago, and absent on every night of the last week: what comes and goes stays told.
std::vector<Change> gone(Strand strand, const Told& told, std::span<const News> before, const NightlyRule& rule) {
  auto gone = told.absent(kWeek);
  for (int back = 1; back < kWeek && !gone.empty(); ++back) {
    strand = until_yesterday(std::move(strand));
    const auto then = change_points(strand, rule.floor_percent);
    const auto absent = Told(before, strand, then.changes).absent(0);
    std::erase_if(gone, [&](const Change& one) {
      return std::none_of(absent.begin(), absent.end(), [&](const Change& other) { return other.from == one.from; });
    });
  }
  return gone;
}

News news_of(const Change& change, const Told& told, const NightlyRule& rule) {
  News news{.change = change};
  if (change.course == Change::Course::Drift) {
    news.kind = News::Kind::Drifting;
    const auto steps = told.steps_of(change);
    news.continues = !steps.empty();
    if (news.continues) {
      news.of = steps.front();
      news.absorbs.assign(steps.begin() + 1, steps.end());
    }
  } else if (const auto undone = recovers(change, told, rule)) {
    news.kind = News::Kind::Recovered;
    news.of = *undone;
  }
  return news;
}

void tell(const Strand& strand, std::span<const News> before, const NightlyRule& rule, std::vector<News>& found) {
  const auto now = change_points(strand, rule.floor_percent);
  const Told told(before, strand, now.changes);
  const std::size_t first = found.size();
  for (const Change& change : told.unknown()) found.push_back(news_of(change, told, rule));
  for (const Change& change : gone(strand, told, before, rule))
    found.push_back({.kind = News::Kind::Withdrawn, .change = change, .of = change.from});
  if (found.size() == first)
    if (auto suspected = suspicion(strand, now, told, rule)) found.push_back(std::move(*suspected));
  for (std::size_t i = first; i < found.size(); ++i) {
    found[i].night = strand.nights.back();
    found[i].identity = strand.identity;
  }
}

}  // namespace

std::string_view name(News::Kind kind) {
  switch (kind) {
    case News::Kind::Suspected:
      return "suspected";
    case News::Kind::Changed:
      return "changed";
    case News::Kind::Recovered:
      return "recovered";
    case News::Kind::Drifting:
      return "drifting";
    case News::Kind::Withdrawn:
      return "withdrawn";
  }
  return "";
}

Result<std::vector<News>> tonight(std::span<const Night> series, std::span<const News> told, const NightlyRule& rule) {
  const auto found = strands(series);
  if (!found) return tl::unexpected(found.error());
  std::vector<News> news;
  int last = 0;
  for (std::size_t i = 0; i < series.size(); ++i) last = i == 0 ? series[i].night : std::max(last, series[i].night);
  for (const Strand& strand : *found)
    if (strand.nights.back() == last) tell(strand, told, rule, news);
  return news;
}

bool undoes(const Change& step, const Change& earlier, const NightlyRule& rule) {
  if (earlier.size < 0 || step.size > 0) return false;
  const double near = std::max(from_percent(rule.floor_percent), (step.high - step.low) / 2);
  const double rest = std::abs(step.before + step.size - earlier.before);
  return rest < near && rest < earlier.size / 2;
}

}  // namespace assay::stats
