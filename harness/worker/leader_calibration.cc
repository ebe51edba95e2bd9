#include "harness/worker/leader_calibration.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "harness/core/order.h"
#include "harness/core/turn_limits.h"
#include "harness/worker/leader_at_once.h"
#include "harness/worker/leader_bout.h"
#include "harness/worker/leader_turn_length.h"

namespace assay {
namespace {

constexpr double most_of_a_slice = 4;  ///< how much longer than asked for the slowest side's slice may be
constexpr int steady_group = 5;
constexpr double steady_within = 0.01;
constexpr double seconds_to_settle = 0.15;
constexpr std::size_t excess_slices = 6;
constexpr std::int64_t most_iterations = std::int64_t{1} << 40;

/// One turn of so many slices: their seconds; fewer where the member ended.
std::vector<double> time_turn(Bout& bout, Member& member, std::int64_t iterations, int slices) {
  const std::size_t before = member.record().slices.size();
  bout.take_turn(member, {.iterations = iterations,
                          .slices = slices,
                          .process_clock = bout.process_clock(),
                          .round = static_cast<int>(before),
                          .phase = Phase::Warmup,
                          .first_kept = slices});
  std::vector<double> seconds;
  for (std::size_t i = before; i < member.record().slices.size(); ++i) {
    seconds.push_back(undelayed_seconds(member.record().slices[i]));
  }
  return seconds;
}

/// Grows until a slice takes at least half of what is aimed at; that slice has warmed up what takes long.
std::int64_t find_iterations(Bout& bout, Member& member) {
  const double aim = bout.spec().slice_seconds;
  std::int64_t iterations = 1;
  while (member.idle()) {
    const auto seconds = time_turn(bout, member, iterations, 1);
    if (seconds.empty() || seconds.front() > aim / 2 || iterations >= most_iterations) break;
    const double factor = std::clamp(aim / std::max(seconds.front(), 1e-9), 1.5, 10.0);
    iterations = static_cast<std::int64_t>(std::ceil(static_cast<double>(iterations) * factor));
  }
  return iterations;
}

/// Seconds of an iteration once five slices in a row agree with the five before them, or after 0.15 s: interpreters
/// specialise code, libraries start threads, and clocks rise at first.
double settle(Bout& bout, Member& member, std::int64_t iterations) {
  double spent = 0;
  double before = 0;
  double level = 0;
  const auto& slices = member.record().slices;
  const bool is_long = !slices.empty() && undelayed_seconds(slices.back()) * steady_group > seconds_to_settle;
  while (member.idle()) {
    const auto seconds = time_turn(bout, member, iterations, is_long ? 1 : steady_group);
    if (seconds.empty()) break;
    before = level;
    level = median(seconds).value_or(0);
    for (const double each : seconds) spent += each;
    if (spent > seconds_to_settle || std::abs(level - before) < steady_within * level) break;
  }
  return level / static_cast<double>(iterations);
}

double iteration_seconds(Bout& bout, Member& member) {
  const std::int64_t iterations = member.whole_command() ? 1 : find_iterations(bout, member);
  return settle(bout, member, iterations);
}

/// Turns go round, so that every side's caches are used by the others in between, as they will be.
void find_turn_length(Bout& bout, Calibration& found) {
  auto& members = bout.members();
  std::vector<TimedTurns> all(members.size()), steady(members.size());
  for (int round = 0; round < most_timed_turns && !tell_needed_slices(steady); ++round) {
    for (std::size_t side = 0; side < members.size(); ++side) {
      const auto seconds = time_turn(bout, *members[side], found.iterations, static_cast<int>(excess_slices));
      if (seconds.size() != excess_slices) continue;
      all[side].push_back(seconds);
      if (is_steady(std::span(members[side]->record().slices).last(excess_slices))) steady[side].push_back(seconds);
    }
  }
  const std::vector<TimedTurns> turns = telling(steady, all);
  found.turn_slices = needed_slices(turns);
  for (std::size_t side = 0; side < members.size(); ++side)
    found.turn_excess[side] = turn_excess(turns[side], static_cast<std::size_t>(found.turn_slices - 1));
}

bool takes_turns(const std::vector<double>& seconds) {
  return std::ranges::all_of(seconds, [](double each) { return each <= kLongestTurnIteration; });
}

}  // namespace

double undelayed_seconds(const Slice& slice) {
  const std::int64_t running = slice.wall_ns - slice.run_delay_ns;
  return 1e-9 * static_cast<double>(std::max({running, std::min(slice.cpu_ns, slice.wall_ns), std::int64_t{1}}));
}

std::int64_t common_iterations(const std::vector<double>& iteration_seconds, double slice_seconds) {
  double logarithms = 0;
  double slowest = 0;
  double fastest = INFINITY;
  int sides = 0;
  for (const double seconds : iteration_seconds) {
    if (seconds <= 0) continue;  // of a side that ended
    logarithms += std::log(seconds);
    slowest = std::max(slowest, seconds);
    fastest = std::min(fastest, seconds);
    ++sides;
  }
  if (sides == 0) return 1;
  if (slowest > kLongestTurnIteration)
    return std::max<std::int64_t>(1, std::llround(std::ceil(kUnitSeconds / fastest)));
  const double mean = std::exp(logarithms / sides);
  return std::max<std::int64_t>(
      1, std::llround(std::min(slice_seconds / mean, most_of_a_slice * slice_seconds / slowest)));
}

void run_calibration(Bout& bout) {
  Calibration found;
  bout.start_all();
  watch_commands(bout, found);
  bout.let_members_go_first();
  for (const auto& member : bout.members()) found.iteration_seconds.push_back(iteration_seconds(bout, *member));
  found.iterations = common_iterations(found.iteration_seconds, bout.spec().slice_seconds);
  found.turn_excess.assign(bout.members().size(), 0);
  if (takes_turns(found.iteration_seconds)) find_turn_length(bout, found);
  // Sides beside an idle and beside a busy thread cannot share a CPU either: one's load would be the other's.
  const bool differ = bout.any_busy_sibling() && !bout.all_busy_siblings();
  found.threads_or_children = bout.process_clock() || differ || runs_several_at_once(found);
  bout.finish_all();
  bout.record().iterations = found.iterations;
  bout.record().turn_slices = found.turn_slices;
  bout.record().calibration = std::move(found);
}

}  // namespace assay
