#include "harness/host/siblings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "harness/host/tree.h"

namespace assay {
namespace {

/// `0,2`, `4-5`: what is no number is none.
std::vector<int> cpus_in(std::string_view list) {
  std::vector<int> cpus;
  for (const char* at = list.data(); at < list.data() + list.size();) {
    const char* end = list.data() + list.size();
    int first = 0, last = 0;
    const auto begun = std::from_chars(at, end, first);
    if (begun.ec != std::errc{}) return cpus;
    last = first;
    at = begun.ptr;
    if (at < end && *at == '-') at = std::from_chars(at + 1, end, last).ptr;
    for (int cpu = first; cpu <= std::min(last, first + 1024); ++cpu) cpus.push_back(cpu);
    if (at < end && *at++ != ',') return cpus;
  }
  return cpus;
}

}  // namespace

Result<int> sibling_of(int cpu, const std::vector<int>& allowed, const std::filesystem::path& root) {
  const std::string file = fmt::format("sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", cpu);
  const auto list = Tree(root).text(file);
  if (!list)
    return fail(fmt::format("whether CPU {} has a sibling hyper-thread is not known", cpu), "/" + file,
                "the kernel or the container does not show it; leave the factor sibling out");
  std::vector<int> others = cpus_in(*list);
  std::erase(others, cpu);
  if (others.empty())
    return fail(fmt::format("CPU {} has no sibling hyper-thread here", cpu), "/" + file,
                "SMT is off, or the processor or hypervisor has none; leave the factor sibling out");
  for (const int other : others)
    if (std::ranges::find(allowed, other) != allowed.end()) return other;
  return fail(fmt::format("the sibling hyper-thread of CPU {}, CPU {}, is not ours", cpu, cpu_list(others)), "/" + file,
              fmt::format("start with both: taskset -c {},{} assay …", cpu, others.front()));
}

}  // namespace assay
