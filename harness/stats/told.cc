#include "harness/stats/told.h"

#include <algorithm>
#include <cmath>

namespace assay::stats {
namespace {

// In measured nights. The best place of a step moves as nights come in, most where it turns out to be part of a ramp.
constexpr std::size_t kStepMoves = 10;
constexpr std::size_t kDriftReaches = 5;
// By then a ramp has shown, or the step stands alone: two steps ten nights apart can look like a ramp for ever.
constexpr std::size_t kRampShows = 21;

bool is_drift(const Change& change) {
  return change.course == Change::Course::Drift;
}
/// Two steps of about the same size: one of more than twice the size came on top.
bool same_step(const Change& told, const Change& now) {
  return !is_drift(told) && !is_drift(now) && std::abs(now.size) <= 2 * std::abs(told.size);
}
bool same_sign(const Change& a, const Change& b) {
  return (a.size > 0) == (b.size > 0);
}

}  // namespace

Told::Told(std::span<const News> news, const Strand& strand, std::span<const Change> changes)
    : strand_(strand), changes_(changes) {
  for (const News& one : news)
    if (one.identity == strand.identity) read(one);
  match();
}

void Told::read(const News& news) {
  if (news.kind == News::Kind::Suspected) return;
  if (news.kind == News::Kind::Withdrawn) {
    std::erase_if(entries_, [&](const Entry& entry) { return entry.change.from == news.of; });
    return;
  }
  if (news.kind == News::Kind::Drifting)
    std::erase_if(entries_, [&](const Entry& entry) { return near(entry.change, news.change, kDriftReaches); });
  entries_.push_back({.change = news.change, .told = news.night});
}

std::size_t Told::index(int night) const {
  return static_cast<std::size_t>(std::lower_bound(strand_.nights.begin(), strand_.nights.end(), night) -
                                  strand_.nights.begin());
}

/// Of the same sign, with at most so many measured nights between them.
bool Told::near(const Change& a, const Change& b, std::size_t nights) const {
  return same_sign(a, b) && index(a.from) <= index(b.to) + nights && index(b.from) <= index(a.to) + nights;
}

void Told::match() {
  for (std::size_t i = 0; i < changes_.size(); ++i)
    for (Entry& entry : entries_)
      if (is_drift(entry.change) || is_drift(changes_[i]))
        if (!entry.now && near(entry.change, changes_[i], kDriftReaches)) entry.now = i;
  pair_steps();
}

/// One told for one of tonight, the nearest first.
void Told::pair_steps() {
  for (std::size_t apart = 0; apart <= kStepMoves; ++apart)
    for (std::size_t i = 0; i < changes_.size(); ++i)
      for (Entry& entry : entries_)
        if (!entry.now && !is_known(i) && near(entry.change, changes_[i], apart) &&
            same_step(entry.change, changes_[i]))
          entry.now = i;
}

bool Told::is_known(std::size_t change) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.now == change || (is_drift(entry.change) && near(entry.change, changes_[change], kDriftReaches));
  });
}

/// While one ramp may yet be both this step and one that was told, or is told tonight, no second word is due.
bool Told::waits_for_ramp(const Change& step, std::span<const Change> tonight) const {
  if (!step.may_be || strand_.values.size() - index(step.from) > kRampShows) return false;
  Change ramp = step;
  ramp.from = step.may_be->from;
  ramp.to = step.may_be->to;
  const auto is_part = [&](const Change& other) { return !is_drift(other) && near(other, ramp, kDriftReaches); };
  return std::ranges::any_of(entries_, is_part, &Entry::change) || std::ranges::any_of(tonight, is_part);
}

std::vector<Change> Told::unknown() const {
  std::vector<Change> found;
  for (std::size_t i = 0; i < changes_.size(); ++i)
    if (!steps_of(changes_[i]).empty() || (!is_known(i) && !waits_for_ramp(changes_[i], found)))
      found.push_back(changes_[i]);
  return found;
}

std::vector<Change> Told::absent(int nights) const {
  std::vector<Change> found;
  for (const Entry& entry : entries_)
    if (!entry.now && strand_.nights.back() - entry.told > nights) found.push_back(entry.change);
  return found;
}

std::vector<Change> Told::known_before(const Change& change) const {
  std::vector<Change> found;
  for (const Entry& entry : entries_) {
    if (!entry.now || entry.change.from >= change.from) continue;
    Change open = changes_[*entry.now];
    open.from = entry.change.from;  // as it was told, for that is its name
    found.push_back(open);
  }
  std::sort(found.begin(), found.end(), [](const Change& a, const Change& b) { return a.from > b.from; });
  return found;
}

std::vector<int> Told::steps_of(const Change& drift) const {
  std::vector<int> nights;
  if (!is_drift(drift)) return nights;
  for (const Entry& entry : entries_) {
    if (!near(entry.change, drift, kDriftReaches)) continue;
    if (is_drift(entry.change)) return {};
    nights.push_back(entry.change.from);
  }
  std::ranges::sort(nights);
  return nights;
}

bool Told::waits(double off) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return !entry.now && (entry.change.size > 0) == (off > 0) && strand_.nights.back() - entry.told <= kWeek;
  });
}

}  // namespace assay::stats
