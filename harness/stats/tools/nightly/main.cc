#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <random>
#include <string_view>

#include "harness/core/json.h"
#include "harness/stats/discoveries.h"
#include "harness/stats/night_confirmation.h"
#include "harness/stats/nightly.h"
#include "harness/stats/told.h"
#include "harness/stats/yuen.h"

/* assay-nightly [FLOOR_PERCENT]: reads series from standard input, one JSON object for each line, feeds each of them
 * night by night and prints what is told on which night, and the changes seen in hindsight. For scripts/replay-nightly.
 *
 * A line has log_ratio_to_anchor, and may have standard_error, night (numbers; 0, 1, 2, ... unless told), identity (one
 * text for each night) and mode ("turns" or another; sets the floor where none is asked for).
 *
 * With fresh (what bouts of each night are about: its own log ratio) and bout_sd, a suspected night is compared again
 * as `assay nightly` does: with bouts that are drawn about that ratio, and as the only series of its night. */

namespace {

using namespace assay;
using namespace assay::stats;

double floor_of(const Json& line, std::optional<double> asked) {
  if (asked) return *asked;
  return line.value("mode", "turns") == "turns" ? kFloorInTurns : kFloorOtherwise;
}

std::vector<Night> read_series(const Json& line) {
  std::vector<Night> series;
  const Json& values = line.at("log_ratio_to_anchor");
  for (std::size_t i = 0; i < values.size(); ++i) {
    Night night{.night = static_cast<int>(i), .value = values[i].get<double>()};
    if (line.contains("standard_error")) night.se = line["standard_error"].at(i).get<double>();
    if (line.contains("night")) night.night = line["night"].at(i).get<int>();
    if (line.contains("identity")) night.identity = line["identity"].at(i).get<std::string>();
    series.push_back(std::move(night));
  }
  return series;
}

constexpr int kLeastNightsOfAStep = 2;  // after its first: no sooner is a step told by the nights alone

Json json_of(const Change& change) {
  return {{"course", change.course == Change::Course::Drift ? "drift" : "step"},
          {"after", change.after},
          {"from", change.from},
          {"to", change.to},
          {"size", change.size},
          {"low", change.low},
          {"high", change.high},
          {"p", change.p}};
}

Json json_of(const News& news) {
  Json item = {{"kind", name(news.kind)}, {"told", news.night}};
  item.update(json_of(news.change));
  if (news.kind == News::Kind::Changed && news.night - news.change.from < kLeastNightsOfAStep) item["fresh"] = true;
  if (!news.identity.empty()) item["identity"] = news.identity;
  if (news.kind == News::Kind::Recovered || news.kind == News::Kind::Withdrawn || news.continues) item["of"] = news.of;
  return item;
}

constexpr std::size_t kMostBouts = 272;  // more than any second stage looks at

/// The second stages of a series that is the only one of its nights.
class SecondStage {
 public:
  SecondStage(const Json& line, const NightlyRule& rule, int seed)
      : fresh_(line.at("fresh")),
        bout_sd_(line.at("bout_sd").get<double>()),
        rule_(rule),
        random_(static_cast<std::uint64_t>(seed)) {}

  /// What a suspicion and the nights before it bear out.
  std::optional<News> compare_again(std::span<const Night> so_far, const News& suspected) {
    std::normal_distribution<double> noise(fresh_.at(so_far.size() - 1).get<double>(), bout_sd_);
    std::vector<PairValue> pairs(kMostBouts);
    for (PairValue& pair : pairs) pair.all = noise(random_);
    const Suspicion suspicion{suspected.change.before, suspected.change.size, rule_.floor_percent, 1};
    const Finding finding = confirm_night(pairs, {}, suspicion);
    const bool waited = std::erase_if(waiting_, [&](const News& each) { return is_near(each, suspected); }) > 0;
    if (second_look(finding, suspicion) != SecondLook::Refuted) waiting_.push_back(suspected);
    const auto found = found_again(so_far, suspected, finding, suspicion, rule_);
    if (!found || !found->enough() || !waited || found->news.change.p > kFalseDiscoveries) return std::nullopt;
    return found->news;
  }

 private:
  static constexpr std::size_t kMostBouts = 272;  // more than any second stage looks at

  static bool is_near(const News& a, const News& b) {
    return (a.change.size > 0) == (b.change.size > 0) && b.night - a.night <= kWeek;
  }

  const Json& fresh_;
  double bout_sd_;
  const NightlyRule& rule_;
  std::mt19937_64 random_;
  std::vector<News> waiting_{};
};

/// As follow(), with a second stage. Nights in order, each once.
Result<std::vector<News>> follow_with_second_stage(const Json& line, std::span<const Night> series,
                                                   const NightlyRule& rule, int seed) {
  SecondStage second(line, rule, seed);
  std::vector<News> told;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (i > 0 && series[i].night <= series[i - 1].night)
      return fail("with fresh, nights are in order and each once", fmt::format("night {}", series[i].night),
                  "scripts/nightly/make-series --night-effect makes such series");
    const auto news = tonight(series.first(i + 1), told, rule);
    if (!news) return tl::unexpected(news.error());
    for (const News& each : *news) {
      told.push_back(each);
      if (each.kind != News::Kind::Suspected) continue;
      if (auto found = second.compare_again(series.first(i + 1), each)) told.push_back(std::move(*found));
    }
  }
  return told;
}

Result<Json> answer(const Json& line, double floor_percent, int number) {
  const auto series = read_series(line);
  const NightlyRule rule{.floor_percent = floor_percent};
  const auto told =
      line.contains("fresh") ? follow_with_second_stage(line, series, rule, number) : follow(series, rule);
  if (!told) return tl::unexpected(told.error());
  Json result = {{"floor_percent", floor_percent}, {"told", Json::array()}, {"hindsight", Json::array()}};
  for (const News& news : *told) result["told"].push_back(json_of(news));
  const auto whole = strands(series);
  for (const Strand& strand : *whole)
    for (const Change& change : change_points(strand, floor_percent).changes)
      result["hindsight"].push_back(json_of(change));
  return result;
}

bool read(const char* text, double& number) {
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end && number > 0;
}

}  // namespace

int main(int argc, char** argv) {
  double floor_percent = 0;
  if (argc > 2 || (argc == 2 && !read(argv[1], floor_percent))) {
    fmt::print(stderr, "assay-nightly: the floor is a number of percent above 0; usage: assay-nightly [FLOOR]\n");
    return 2;
  }
  int number = 0;
  for (std::string text; std::getline(std::cin, text);) {
    ++number;
    try {
      const Json line = Json::parse(text);
      const auto result = answer(line, floor_of(line, argc == 2 ? std::optional(floor_percent) : std::nullopt), number);
      if (!result) {
        fmt::print(stderr, "series {}: {}\n", number, to_string(result.error()));
        return 2;
      }
      fmt::print("{}\n", result->dump());
    } catch (const nlohmann::json::exception& error) {
      fmt::print(stderr, "series {}: {}; a series is a JSON object with log_ratio_to_anchor\n", number, error.what());
      return 2;
    }
  }
  return 0;
}
