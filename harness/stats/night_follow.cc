#include "harness/stats/night_follow.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "harness/stats/night_news.h"

namespace assay::stats {
namespace {

std::vector<Night> in_order(std::span<const Night> series) {
  std::vector<Night> sorted(series.begin(), series.end());
  std::ranges::stable_sort(sorted, {}, &Night::night);
  return sorted;
}

/// Those measured on the last night, each once.
std::vector<std::string> identities_tonight(std::span<const Night> so_far) {
  std::vector<std::string> found;
  for (const Night& each : so_far)
    if (each.night == so_far.back().night && std::ranges::find(found, each.identity) == found.end())
      found.push_back(each.identity);
  return found;
}

class Follower {
 public:
  Follower(const NightlyRule& rule, const CompareAgain& compare_again) : rule_(rule), compare_again_(compare_again) {}

  Result<void> judge(std::span<const Night> so_far) {
    const int night = so_far.back().night;
    std::map<std::string, std::vector<Ruling>> rulings;
    for (const std::string& identity : identities_tonight(so_far)) {
      auto found = rulings_of(so_far, identity);
      if (!found) return tl::unexpected(found.error());
      for (const Ruling& ruling : *found)
        if (ruling.is_told()) told_.push_back(ruling.news);
      rulings[identity] = std::move(*found);
    }
    for (const auto& [identity, ruled] : rulings) memories_[identity].add(ruled, night);
    return {};
  }

  std::vector<News> told() && { return std::move(told_); }

 private:
  Result<std::vector<Ruling>> rulings_of(std::span<const Night> so_far, const std::string& identity) {
    const NightMemory& memory = memories_[identity];
    auto news = news_tonight(so_far, identity, {.here = memory.told()}, rule_);
    if (!news) return tl::unexpected(news.error());
    SeriesTonight tonight{so_far, rule_, std::move(*news), memory.standing()};
    for (const News& each : tonight.news)
      if (each.kind == News::Kind::Suspected) told_.push_back(each);
    if (const auto suspicion = suspicions({&tonight, 1}).front(); suspicion && compare_again_)
      tonight.second = compare_again_(so_far.back().night, *suspicion);
    return std::move(decide_night({&tonight, 1}).front());
  }

  const NightlyRule& rule_;
  const CompareAgain& compare_again_;
  std::map<std::string, NightMemory> memories_;  // by identity
  std::vector<News> told_;
};

}  // namespace

void NightMemory::add(std::span<const Ruling> rulings, int night) {
  std::set<std::size_t> ended, ruled_on;
  std::vector<Waiting> begun;
  for (const Ruling& ruling : rulings) {
    if (ruling.waited) ruled_on.insert(*ruling.waited);
    const bool waits = ruling.kind == Ruling::Kind::New || ruling.kind == Ruling::Kind::Waits;
    if (ruling.kind == Ruling::Kind::New) begun.push_back({ruling.news.change, night});
    if (!waits && ruling.waited) ended.insert(*ruling.waited);
    if (ruling.kind == Ruling::Kind::Dismissed && !ruling.waited) begun.clear();
    ended.insert(ruling.settled.begin(), ruling.settled.end());
    if (!ruling.is_told()) continue;
    told_.push_back(ruling.news);
    add_change(ruling);
  }
  std::vector<Waiting> left;
  for (std::size_t i = 0; i < standing_.waiting.size(); ++i) {
    ++standing_.waiting[i].nights;
    const bool is_past = is_over(standing_.waiting[i], night) && !ruled_on.contains(i);
    if (!ended.contains(i) && !is_past) left.push_back(standing_.waiting[i]);
  }
  left.insert(left.end(), begun.begin(), begun.end());
  standing_.waiting = std::move(left);
}

void NightMemory::add_change(const Ruling& ruling) {
  const News& news = ruling.news;
  auto& changes = standing_.changes;
  if (ruling.kind == Ruling::Kind::Confirmed) return changes.push_back(news.change);
  std::erase_if(changes, [&](const Change& each) { return std::ranges::count(news.absorbs, each.from) > 0; });
  const auto last = std::ranges::find(changes.rbegin(), changes.rend(), news.of, &Change::from);
  if (last == changes.rend()) return;
  if (ruling.kind == Ruling::Kind::Drifting)
    *last = news.change;
  else
    changes.erase(std::next(last).base());
}

Result<std::vector<News>> follow(std::span<const Night> series, const NightlyRule& rule,
                                 const CompareAgain& compare_again) {
  const std::vector<Night> sorted = in_order(series);
  Follower follower(rule, compare_again);
  for (std::size_t end = 0; end < sorted.size();) {
    const int night = sorted[end].night;
    while (end < sorted.size() && sorted[end].night == night) ++end;
    if (auto judged = follower.judge(std::span(sorted).first(end)); !judged) return tl::unexpected(judged.error());
  }
  return std::move(follower).told();
}

}  // namespace assay::stats
