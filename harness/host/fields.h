#pragma once

#include "harness/host/host.h"

namespace assay {

/// Calls `visit(key, member)` for every fact, in the order in which they are written as JSON: the one list of all
/// facts.
template <typename Facts, typename Visit>
void each_fact(Facts& facts, const Visit& visit) {
  visit("architecture", facts.architecture);
  visit("cpu", facts.cpu);
  visit("midr", facts.midr);
  visit("soc_id", facts.soc_id);
  visit("dmi", facts.dmi);
  visit("cpus_possible", facts.cpus_possible);
  visit("cpus_online", facts.cpus_online);
  visit("cpus_allowed", facts.cpus_allowed);
  visit("caches", facts.caches);
  visit("numa", facts.numa);
  visit("memory", facts.memory);
  visit("page_size", facts.page_size);
  visit("sve_vector_length", facts.sve_vector_length);
  visit("thp", facts.thp);
  visit("aslr", facts.aslr);
  visit("governor", facts.governor);
  visit("frequency_driver", facts.frequency_driver);
  visit("frequency_max", facts.frequency_max);
  visit("no_turbo", facts.no_turbo);
  visit("boost", facts.boost);
  visit("smt_control", facts.smt_control);
  visit("smt_active", facts.smt_active);
  visit("siblings", facts.siblings);
  visit("vulnerabilities", facts.vulnerabilities);
  visit("boot_options", facts.boot_options);
  visit("kernel", facts.kernel);
  visit("kernel_build", facts.kernel_build);
  visit("system", facts.system);
  visit("libc", facts.libc);
  visit("hypervisor", facts.hypervisor);
  visit("container", facts.container);
  visit("load", facts.load);
  visit("cgroup_cpus", facts.cgroup_cpus);
  visit("clock_source", facts.clock_source);
  visit("pmus", facts.pmus);
  visit("perf_paranoid", facts.perf_paranoid);
  visit("counters", facts.counters);
}

}  // namespace assay
