#include "harness/cli/pace.h"

#include <algorithm>
#include <array>
#include <vector>

namespace assay {
namespace {

constexpr std::size_t kLatest = 9;      // one busy hour ago is no forecast for ever
constexpr double kAlmostLimited = 0.9;  // of the time that was allowed: it may have been cut
constexpr double kLeast = 0.5;
constexpr double kMost = 4;

double number(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

bool counts(const RunRow& run, const Json& host) {
  constexpr std::array kinds{"run", "ab", "gate"};
  return run.state == "finished" && std::ranges::find(kinds, run.kind) != kinds.end() &&
         number(run.study, kForetold) > 0 && run.host.value("id", "") == host.value("id", "") &&
         run.host.value("name", "") == host.value("name", "");
}

bool was_limited(const RunRow& run, double seconds) {
  const double limit = number(run.study.value("decision", Json::object()), "max_seconds");
  return limit > 0 && seconds > kAlmostLimited * limit;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace

Result<double> host_pace(const Store& store, const Json& host) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  std::vector<double> paces;
  for (const RunRow& run : *runs) {  // the newest first
    if (paces.size() == kLatest) break;
    if (!counts(run, host)) continue;
    const auto seconds = store.measuring_seconds(run.id);
    if (!seconds) return tl::unexpected(seconds.error());
    if (*seconds > 0 && !was_limited(run, *seconds)) paces.push_back(*seconds / number(run.study, kForetold));
  }
  return paces.empty() ? 1 : std::clamp(median(std::move(paces)), kLeast, kMost);
}

void keep_pace(Plan& plan, double pace) {
  plan.needed_seconds *= pace;
  plan.estimated_seconds = std::min(plan.needed_seconds, plan.study.decision.max_seconds.value_or(plan.needed_seconds));
}

}  // namespace assay
