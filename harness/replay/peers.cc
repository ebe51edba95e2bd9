#include "harness/replay/peers.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace assay::replay {
namespace {

constexpr double kSignificant = 0.05;

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / static_cast<double>(values.size() - 1);
}

double two_sided(double difference, double se, double df) {
  if (se == 0) return difference == 0 ? 1 : 0;
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(df), std::abs(difference) / se));
}

/// `parts` means over neighbouring slices, without the first of them.
std::vector<double> parts_after_the_first(std::span<const double> wall_ns, std::size_t parts) {
  std::vector<double> values;
  const std::size_t length = wall_ns.size() / parts;
  for (std::size_t i = 1; i < parts && length > 0; ++i) values.push_back(mean_of(wall_ns.subspan(i * length, length)));
  return values;
}

/// pyperf: one warm-up value, then three, each of at least 100 ms.
std::vector<double> pyperf_values(std::span<const double> wall_ns) {
  return parts_after_the_first(wall_ns, 4);
}

/// Google Benchmark: a warm-up, then the nine repetitions that its U test wants at least.
std::vector<double> repetitions(std::span<const double> wall_ns) {
  return parts_after_the_first(wall_ns, 10);
}

/// hyperfine times whole runs.
std::vector<double> whole_run(std::span<const double> wall_ns) {
  return {std::accumulate(wall_ns.begin(), wall_ns.end(), 0.0)};
}

double mann_whitney(std::span<const double> a, std::span<const double> b) {
  return mann_whitney_p({a.begin(), a.end()}, {b.begin(), b.end()});
}

std::vector<double> values_of(const Peer& peer, std::span<const Process> processes) {
  std::vector<double> values;
  for (const Process& process : processes) {
    const auto some = peer.values(process.wall_ns);
    values.insert(values.end(), some.begin(), some.end());
  }
  return values;
}

Ended judged(const Peer& peer, std::span<const double> a, std::span<const double> b, double seconds) {
  Ended result;
  result.seconds = seconds;
  result.finding.verdict = peer.p(a, b) < kSignificant ? stats::Verdict::Changed : stats::Verdict::Undecided;
  result.finding.effect = stats::Effect{.percent = mean_of(b) - mean_of(a)};  // its sign is read
  return result;
}

}  // namespace

double student_p(std::span<const double> a, std::span<const double> b) {
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  const double pooled = ((n - 1) * variance_of(a) + (m - 1) * variance_of(b)) / (n + m - 2);
  return two_sided(mean_of(a) - mean_of(b), std::sqrt(pooled * (1 / n + 1 / m)), n + m - 2);
}

double welch_p(std::span<const double> a, std::span<const double> b) {
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  const double u = variance_of(a) / n, v = variance_of(b) / m;
  const double df = (u + v) * (u + v) / (u * u / (n - 1) + v * v / (m - 1));
  return two_sided(mean_of(a) - mean_of(b), std::sqrt(u + v), df);
}

double mann_whitney_p(std::vector<double> a, std::vector<double> b) {
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size()), all = n + m;
  std::ranges::sort(a);
  std::ranges::sort(b);
  std::vector<double> both = a;
  both.insert(both.end(), b.begin(), b.end());
  std::ranges::sort(both);
  double ranks = 0, ties = 0;
  for (auto it = both.begin(); it != both.end();) {
    const auto end = std::upper_bound(it, both.end(), *it);
    const auto equal = static_cast<double>(end - it);
    const double rank = static_cast<double>(it - both.begin()) + (equal + 1) / 2;
    const auto [first, last] = std::ranges::equal_range(a, *it);
    ranks += rank * static_cast<double>(last - first);
    ties += equal * equal * equal - equal;
    it = end;
  }
  const double u = ranks - n * (n + 1) / 2;
  const double sd = std::sqrt(n * m / 12 * (all + 1 - ties / (all * (all - 1))));
  if (sd == 0) return 1;
  const double z = (std::max(u, n * m - u) - n * m / 2 - 0.5) / sd;
  return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), z)));
}

std::span<const Peer> peers() {
  static const Peer all[] = {
      {"pyperf", "t test over three values of each of 20 processes, all of A before B", 20, pyperf_values, student_p},
      {"google-benchmark", "U test over 9 repetitions in one process of A and one of B", 1, repetitions, mann_whitney},
      {"hyperfine", "Welch's t test over 10 runs of A, then 10 of B", 10, whole_run, welch_p},
  };
  return all;
}

void replay_peer(const Peer& peer, const Line& line, std::span<const double> effects, int times, Random& random,
                 ByEffect& found) {
  const std::size_t n = peer.processes;
  if (line.size() < 2 * n) return;
  for (int i = 0; i < times; ++i) {
    const auto processes =
        std::span(line).subspan(static_cast<std::size_t>(random() % (line.size() - 2 * n + 1)), 2 * n);
    const auto a = values_of(peer, processes.first(n)), as_recorded = values_of(peer, processes.last(n));
    if (a.empty() || as_recorded.empty()) return;
    double seconds = 0;
    for (const Process& process : processes) seconds += process.seconds;
    for (const double percent : effects) {
      auto b = as_recorded;
      for (double& value : b) value *= 1 + percent / 100;
      found[percent].add(judged(peer, a, b, seconds), percent);
    }
  }
}

}  // namespace assay::replay
