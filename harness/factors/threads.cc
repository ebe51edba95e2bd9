#include <fmt/format.h>

#include <charconv>

#include "harness/factors/factor.h"
#include "harness/factors/thread_environment.h"
#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

std::optional<int> number(const std::string& level) {
  int value = 0;
  const char* end = level.data() + level.size();
  const auto [read, error] = std::from_chars(level.data(), end, value);
  return error == std::errc() && read == end && value > 0 ? std::optional(value) : std::nullopt;
}

class Threads final : public Factor {
 public:
  std::string name() const override { return "threads"; }
  std::string about() const override { return "How many threads a library uses."; }
  std::string value() const override { return "a number, or 'all' CPUs that are ours"; }
  int rank() const override { return 60; }
  std::optional<std::string> standard() const override { return "1"; }

  Result<std::string> check(const std::string& level) const override {
    if (level == "all") return level;
    const auto wanted = number(level);
    if (!wanted)
      return fail(fmt::format("threads \"{}\" is neither a number nor all", level), {}, "threads=1, or threads=all");
    if (const int cpus = usable_cpus(); *wanted > cpus)
      return fail(fmt::format("{} threads, and {} CPU{} ours here", *wanted, cpus, cpus == 1 ? " is" : "s are"), {},
                  "threads=all uses each of them once");
    return std::to_string(*wanted);
  }

  bool plural() const override { return true; }
  std::string here(const std::string& level, int cpus) const override {
    return level == "all" ? std::to_string(cpus) : level;
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    if (auto checked = check(level); !checked) return tl::unexpected(checked.error());
    draft.member.threads = level == "all" ? usable_cpus() : *number(level);
    set_thread_environment(draft, draft.member.threads);
    return {};
  }
};

const FactorRegistration threads_registration(std::make_unique<Threads>());

}  // namespace

void set_thread_environment(Draft& draft, int threads) {
  for (const char* variable : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"})
    if (!draft.cell.configuration.contains(std::string("env.") + variable))
      draft.member.environment[variable] = std::to_string(threads);
}

}  // namespace assay
