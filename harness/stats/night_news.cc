#include "harness/stats/night_news.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace assay::stats {
namespace {

bool is_same_change(const Change& a, const Change& b) {
  const double ratio = std::abs(a.size / b.size);
  return is_near(a, b) && ratio >= 0.5 && ratio <= 2;
}

/// Adds to `before.here` what nights over other rounds told and this series is about to tell; whether there was such a
/// thing. A suspicion of it is dropped.
bool take_as_told(std::vector<News>& news, const std::string& identity, ToldBefore& before) {
  bool more = false;
  for (const News& other : before.elsewhere) {
    if (other.identity != identity || !is_tested(other)) continue;
    const auto same = [&](const News& each) { return is_same_change(each.change, other.change); };
    std::erase_if(news, [&](const News& each) { return each.kind == News::Kind::Suspected && same(each); });
    if (std::ranges::none_of(news, [&](const News& each) { return is_tested(each) && same(each); })) continue;
    before.here.push_back(other);
    more = true;
  }
  return more;
}

Result<std::vector<News>> of_strand(std::span<const Night> nights, const std::string& identity,
                                    std::span<const News> told, const NightlyRule& rule) {
  auto found = tonight(nights, told, rule);
  if (found) std::erase_if(*found, [&](const News& news) { return news.identity != identity; });
  return found;
}

}  // namespace

Result<std::vector<News>> news_tonight(std::span<const Night> nights, const std::string& identity, ToldBefore before,
                                       const NightlyRule& rule) {
  auto news = of_strand(nights, identity, before.here, rule);
  if (!news || !take_as_told(*news, identity, before)) return news;
  return of_strand(nights, identity, before.here, rule);
}

bool is_near(const Change& a, const Change& b) {
  constexpr int near = 10;  // nights
  return (a.size > 0) == (b.size > 0) && std::abs(a.from - b.from) <= near;
}

bool is_tested(const News& news) {
  return news.kind != News::Kind::Suspected && news.kind != News::Kind::Withdrawn;
}

}  // namespace assay::stats
