#include "harness/session/method.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/core/turn_limits.h"

namespace assay {
namespace {

constexpr int shared_units = 5;
constexpr int adjacent_slices = 20;  // STATISTICS.md, Adjacent: skip 3 (native) or 10 (CPython), keep 20
constexpr int adjacent_warmup_native = 3;
constexpr int adjacent_warmup_interpreter = 10;
constexpr double long_iteration_seconds = 0.05;  // 30 slices of it would take as long as a dozen fresh processes
constexpr double grace = 10;                     // a bout may be slowed down so much before it is called hung
constexpr double start_limit_seconds = 60;

std::int64_t whole_iterations(double seconds, double iteration_seconds) {
  if (iteration_seconds <= 0) return 1;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(seconds / iteration_seconds)));
}

std::int64_t most_iterations(const Calibrated& calibrated) {
  const double slowest = calibrated.facts.iteration_seconds;
  if (slowest <= 0) return std::numeric_limits<std::int64_t>::max();
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(kLongestUnitSeconds / slowest));
}

void share_the_cpu(Method& method, const Calibrated& calibrated, bool whole_command) {
  const std::int64_t fitting = whole_iterations(kUnitSeconds, calibrated.fastest_seconds);
  method.iterations = whole_command ? 1 : std::min(fitting, most_iterations(calibrated));
  method.turn_slices = 1;
  method.warmup_rounds = 1;
  method.rounds = shared_units;
  method.slice_seconds = kUnitSeconds;
}

void one_after_the_other(Method& method, const Calibrated& calibrated, const std::string& kind) {
  const bool once = calibrated.facts.iteration_seconds > long_iteration_seconds;
  method.iterations = once ? 1 : std::min(calibrated.iterations, most_iterations(calibrated));
  method.turn_slices = 1;
  const int warmup = kind == "native" ? adjacent_warmup_native : adjacent_warmup_interpreter;
  method.warmup_rounds = once ? 1 : warmup;
  method.rounds = once ? 1 : adjacent_slices;
}

}  // namespace

void merge(Calibrated& into, const BoutRecord& calibration) {
  const stats::ModeFacts facts = stats::mode_facts(calibration, static_cast<int>(calibration.cpus.size()));
  const bool first = into.iterations == 0;
  into.facts.iteration_seconds = std::max(into.facts.iteration_seconds, facts.iteration_seconds);
  into.facts.turn_excess = std::max(into.facts.turn_excess, facts.turn_excess);
  into.facts.threads = std::max(into.facts.threads, facts.threads);
  into.facts.threads_or_children = into.facts.threads_or_children || facts.threads_or_children;
  into.facts.cpu_share = std::min(into.facts.cpu_share, facts.cpu_share);
  into.facts.at_once = std::max(into.facts.at_once, facts.at_once);
  const Calibration& found = *calibration.calibration;
  into.iterations = first ? found.iterations : std::min(into.iterations, found.iterations);
  into.turn_slices = std::max(into.turn_slices, found.turn_slices);
  for (const double seconds : found.iteration_seconds) {
    into.fastest_seconds = into.fastest_seconds > 0 ? std::min(into.fastest_seconds, seconds) : seconds;
    into.all_seconds += seconds;
  }
}

Method choose_method(const Calibrated& calibrated, const std::string& kind, std::optional<Mode> asked) {
  stats::ModeFacts facts = calibrated.facts;
  facts.whole_command = kind == "command";
  facts.turn_slices = std::max(1, calibrated.turn_slices);
  const stats::ModeChoice choice = asked ? stats::asked_mode(facts, *asked) : stats::choose_mode(facts);
  Method method;
  method.mode = choice.mode;
  method.clock = choice.clock;
  method.why = choice.why;
  method.all_cpus = choice.mode != Mode::SharedCpu && stats::several_at_once(facts);
  method.iterations = std::max<std::int64_t>(1, calibrated.iterations);
  method.turn_slices = std::max(1, calibrated.turn_slices);
  if (choice.mode == Mode::SharedCpu) share_the_cpu(method, calibrated, facts.whole_command);
  if (choice.mode == Mode::Adjacent) one_after_the_other(method, calibrated, kind);
  method.limit_seconds = start_limit_seconds + grace * measuring_seconds(method, calibrated.all_seconds);
  return method;
}

double measuring_seconds(const Method& method, double iteration_seconds) {
  const double slices = static_cast<double>(method.warmup_rounds + method.rounds) * method.turn_slices;
  return slices * static_cast<double>(method.iterations) * iteration_seconds;
}

}  // namespace assay
