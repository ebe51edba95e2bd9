#include "harness/cli/against_itself_plans.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

namespace assay {
namespace {

/// The usual mix: what the machine's parts are used for. Arithmetic in registers and caches, memory, branches; calls,
/// containers, text and start-up work of an interpreter. All take turns, so that ten minutes give a few hundred.
constexpr const char* usual_mix[] = {
    "linalg.gemm{n=96}", "linalg.svd{n=48}", "memory.sort", "memory.chase{kilobytes=64}", "python.call", "python.dict",
    "python.json",       "python.nbody",     "python.regex"};

StudyOptions with_sides(const LiveOptions& options) {
  StudyOptions study = options.study;
  study.max_time.reset();  // of all comparisons together, not of each
  study.sides = {"side=a", "side=b"};
  if (!options.runner.empty()) study.set.push_back("runner=" + options.runner);
  return study;
}

void add_groups(const Plan& plan, std::vector<Plan>& into) {
  for (const Group& group : plan.groups) {
    if (group.cells.size() != 2) continue;
    Plan one = plan;
    one.groups = {group};
    one.study.workloads = {{group.id, {}}};
    one.study.title = "A against A: " + group.id;
    const auto share = static_cast<double>(plan.groups.size());
    one.needed_seconds = one.estimated_seconds = plan.needed_seconds / share;
    into.push_back(std::move(one));
  }
}

std::string reason(const Errors& errors) {
  return errors.empty() ? "nothing of it can be measured here" : to_string(errors.front());
}

}  // namespace

Checked<SelfTestPlans> self_test_plans(const LiveOptions& options, const Common& common) {
  SelfTestPlans made;
  StudyOptions study = with_sides(options);
  if (!study.workloads.empty()) {
    const auto plan = plan_for(study, common, false);
    if (!plan) return tl::unexpected(plan.error());
    add_groups(*plan, made.plans);
    return made;
  }
  Errors last;
  for (const char* pattern : usual_mix) {
    study.workloads = {pattern};
    const auto plan = plan_for(study, common, false);
    if (plan) add_groups(*plan, made.plans);
    if (!plan) made.left_out.push_back(fmt::format("{} is left out: {}", pattern, reason(last = plan.error())));
  }
  if (made.plans.empty()) return tl::unexpected(last);
  return made;
}

std::uint64_t self_test_seed(std::uint64_t seed, const std::string& group, int number) {
  const std::string text = fmt::format("aa/{}/{}/{}", seed, group, number);
  return XXH3_64bits(text.data(), text.size()) & ((std::uint64_t{1} << 53) - 1);
}

double foreseen_seconds(std::span<const double> own, double longest_of_any, double estimated) {
  return own.empty() ? std::max(longest_of_any, estimated) : std::ranges::max(own);
}

}  // namespace assay
