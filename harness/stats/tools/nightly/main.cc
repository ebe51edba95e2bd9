#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <random>
#include <string_view>

#include "harness/core/json.h"
#include "harness/stats/night_confirmation.h"
#include "harness/stats/night_follow.h"
#include "harness/stats/yuen.h"

/* assay-nightly [FLOOR_PERCENT]: reads series from standard input, one JSON object for each line, feeds each of them
 * night by night to the decision of `assay nightly` (night_decision.h), and prints what is told on which night and the
 * changes seen in hindsight. For scripts/replay-nightly.
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
  if (news.fresh) item["fresh"] = true;
  if (!news.identity.empty()) item["identity"] = news.identity;
  if (news.kind == News::Kind::Recovered || news.kind == News::Kind::Withdrawn || news.continues) item["of"] = news.of;
  return item;
}

constexpr std::size_t kMostBouts = 272;  // more than any second stage looks at

/// Second comparisons whose bouts are drawn about each night's own ratio.
class DrawnBouts {
 public:
  DrawnBouts(const Json& line, std::span<const Night> series, int seed)
      : bout_sd_(line.at("bout_sd").get<double>()), random_(static_cast<std::uint64_t>(seed)) {
    for (std::size_t i = 0; i < series.size(); ++i) about_[series[i].night] = line.at("fresh").at(i).get<double>();
  }

  Finding compare_again(int night, const Suspicion& suspicion) {
    std::normal_distribution<double> noise(about_.at(night), bout_sd_);
    std::vector<PairValue> pairs(kMostBouts);
    for (PairValue& pair : pairs) pair.all = noise(random_);
    return confirm_night(pairs, {}, suspicion);
  }

 private:
  double bout_sd_;
  std::map<int, double> about_;  // by night
  std::mt19937_64 random_;
};

Result<std::vector<News>> follow_with_second_stage(const Json& line, std::span<const Night> series,
                                                   const NightlyRule& rule, int seed) {
  for (std::size_t i = 1; i < series.size(); ++i)
    if (series[i].night <= series[i - 1].night)
      return fail("with fresh, nights are in order and each once", fmt::format("night {}", series[i].night),
                  "scripts/nightly/make-series --night-effect makes such series");
  DrawnBouts bouts(line, series, seed);
  return follow(series, rule,
                [&](int night, const Suspicion& suspicion) { return bouts.compare_again(night, suspicion); });
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
