#include "harness/host/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "harness/host/names.h"
#include "harness/host/tree.h"

namespace assay {
namespace {

using Rule = std::optional<Advice> (*)(const HostFacts&);

std::optional<Advice> load(const HostFacts& facts) {
  const double average = facts.load ? std::atof(facts.load->c_str()) : 0;
  const int cpus = facts.cpus_online ? count_cpus(*facts.cpus_online) : 0;
  if (cpus == 0 || !(average >= std::max(0.5, 0.1 * cpus))) return std::nullopt;
  return Advice{fmt::format("load {:.2f} on {} CPUs", average, cpus),
                "other processes take the cores and caches that are measured",
                "ps -eo pcpu,pid,args --sort=-pcpu | head"};
}

std::optional<Advice> governor(const HostFacts& facts) {
  if (!facts.governor || *facts.governor == "performance") return std::nullopt;
  return Advice{fmt::format("governor {}", *facts.governor),
                "the clock follows the load, and a slice's speed what ran before it",
                "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"};
}

std::optional<Advice> turbo(const HostFacts& facts) {
  if (turbo_active(facts) != true) return std::nullopt;
  return Advice{"turbo is on", "the clock depends on temperature and on how many cores are busy",
                facts.no_turbo ? "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo"
                               : "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"};
}

std::optional<Advice> smt(const HostFacts& facts) {
  if (smt_active(facts) != true) return std::nullopt;
  if (virtualisation(facts)) {
    return Advice{"hyper-threads share cores",
                  "a busy sibling slows a core by 15-90 %, and here the host's owner places them", ""};
  }
  return Advice{"SMT is on", "a busy sibling hyper-thread slows a core by 15-90 %",
                "echo off | sudo tee /sys/devices/system/cpu/smt/control"};
}

std::optional<Advice> quota(const HostFacts& facts) {
  const int cpus = facts.cpus_allowed ? count_cpus(*facts.cpus_allowed) : 0;
  if (!facts.cgroup_cpus || cpus == 0 || *facts.cgroup_cpus >= cpus) return std::nullopt;
  return Advice{fmt::format("cgroup quota of {:g} CPUs, {} allowed", *facts.cgroup_cpus, cpus),
                "whoever uses more is stopped for tens of milliseconds at a time",
                facts.container == "docker" ? "docker update --cpu-quota=-1 --cpuset-cpus=LIST CONTAINER"
                                            : "sudo systemctl set-property --runtime UNIT CPUQuota="};
}

std::optional<Advice> aslr(const HostFacts& facts) {
  if (!facts.aslr || *facts.aslr != "0") return std::nullopt;
  return Advice{"ASLR is off", "every process gets one and the same layout, and its luck looks like an effect",
                "sudo sysctl kernel.randomize_va_space=2"};
}

std::optional<Advice> thp(const HostFacts& facts) {
  if (!facts.thp || facts.thp->find("[always]") == std::string::npos) return std::nullopt;
  return Advice{"transparent huge pages: always", "which arrays get huge pages differs from process to process",
                "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"};
}

std::optional<Advice> clock_source(const HostFacts& facts) {
  if (!facts.clock_source || (*facts.clock_source != "hpet" && *facts.clock_source != "acpi_pm")) return std::nullopt;
  return Advice{fmt::format("clock source {}", *facts.clock_source),
                "reading the clock takes a microsecond instead of 20 ns",
                "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"};
}

std::optional<Advice> counters(const HostFacts& facts) {
  if (!facts.counters || *facts.counters == "available" || facts.pmus.empty()) return std::nullopt;
  return Advice{fmt::format("counters refused: {}", *facts.counters),
                "instruction counts tell a change of code from one of layout",
                "sudo sysctl kernel.perf_event_paranoid=1"};
}

std::optional<Advice> virtual_machine(const HostFacts& facts) {
  const auto guest = virtualisation(facts);
  if (!guest || smt_active(facts) == true) return std::nullopt;
  return Advice{"virtual machine: " + *guest,
                "neighbours on the same host come and go unseen; ratios are sound, absolute times are not", ""};
}

constexpr std::array<Rule, 10> kRules = {load, governor, turbo,        smt,      quota,
                                         aslr, thp,      clock_source, counters, virtual_machine};

}  // namespace

std::vector<Advice> advise(const HostFacts& facts) {
  std::vector<Advice> all;
  for (const Rule rule : kRules) {
    if (auto advice = rule(facts)) all.push_back(std::move(*advice));
  }
  return all;
}

}  // namespace assay
