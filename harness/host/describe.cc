#include "harness/host/describe.h"

#include <fmt/format.h>

#include <cstdlib>

#include "harness/host/names.h"
#include "harness/host/tree.h"

namespace assay {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

class Sentence {
 public:
  void add(const std::string& part) {
    if (!part.empty()) text_ += (text_.empty() ? "" : ", ") + part;
  }
  void add(const std::string& before, const std::optional<std::string>& fact, const std::string& after = {}) {
    if (fact) add(before + *fact + after);
  }
  void end(Rows& rows, const char* label) const {
    if (!text_.empty()) rows.emplace_back(label, text_);
  }

 private:
  std::string text_;
};

std::string cpus(const std::optional<std::string>& list, const char* what) {
  return list && count_cpus(*list) > 0 ? fmt::format("{} {} ({})", count_cpus(*list), what, *list) : std::string();
}

std::string on_off(const char* what, std::optional<bool> on) {
  return on ? fmt::format("{} {}", what, *on ? "on" : "off") : "";
}

/// `8 GiB` from `7950364 kB`; as it is when it is not of that form.
std::string memory(const std::string& fact) {
  const double kilobytes = std::atof(fact.c_str());
  return kilobytes > 0 && fact.ends_with(" kB") ? fmt::format("{:.1f} GiB", kilobytes / (1 << 20)) : fact;
}

/// The word in brackets of `always [madvise] never`.
std::string chosen(const std::string& words) {
  const auto open = words.find('[');
  const auto close = words.find(']', open == std::string::npos ? 0 : open);
  return open == std::string::npos || close == std::string::npos ? words : words.substr(open + 1, close - open - 1);
}

void processor(const HostFacts& facts, Rows& rows) {
  const CpuName name = cpu_name(facts);
  rows.emplace_back("CPU", describe_cpu(facts));
  if (!name.ids.empty() && name.ids != describe_cpu(facts)) rows.emplace_back("Raw ids", name.ids);
  Sentence count;
  count.add(cpus(facts.cpus_online, "online"));
  count.add(cpus(facts.cpus_allowed, "allowed"));
  if (facts.cgroup_cpus) count.add(fmt::format("cgroup quota {:g}", *facts.cgroup_cpus));
  count.end(rows, "CPUs");
  Sentence threads;
  if (const auto smt = smt_active(facts)) threads.add(*smt ? "on" : "off");
  threads.add("control ", facts.smt_control);
  threads.add("CPU 0 shares its core with ",
              facts.siblings && count_cpus(*facts.siblings) > 1 ? facts.siblings : std::nullopt);
  threads.end(rows, "SMT");
  Sentence caches;
  caches.add(describe_caches(facts));
  caches.end(rows, "Caches");
  if (facts.sve_vector_length)
    rows.emplace_back("SVE", fmt::format("{} bit", 8 * std::atoi(facts.sve_vector_length->c_str())));
}

void clock(const HostFacts& facts, Rows& rows) {
  Sentence clock;
  clock.add("governor ", facts.governor);
  clock.add("driver ", facts.frequency_driver);
  clock.add(on_off("turbo", turbo_active(facts)));
  if (facts.frequency_max) clock.add(fmt::format("at most {:.2f} GHz", std::atof(facts.frequency_max->c_str()) / 1e6));
  clock.end(rows, "Clock");
  if (facts.clock_source) rows.emplace_back("Clock source", *facts.clock_source);
}

void memory_and_layout(const HostFacts& facts, Rows& rows) {
  Sentence sizes;
  if (facts.memory) sizes.add(memory(*facts.memory));
  sizes.add("pages of ", facts.page_size);
  if (!facts.numa.empty())
    sizes.add(fmt::format("{} NUMA node{}", facts.numa.size(), facts.numa.size() == 1 ? "" : "s"));
  sizes.end(rows, "Memory");
  if (facts.thp) rows.emplace_back("THP", chosen(*facts.thp));
  if (facts.aslr) rows.emplace_back("ASLR", fmt::format("{} ({})", *facts.aslr == "0" ? "off" : "on", *facts.aslr));
}

void software(const HostFacts& facts, Rows& rows) {
  if (facts.kernel) rows.emplace_back("Kernel", *facts.kernel);
  std::string options;
  for (const auto& option : facts.boot_options) options += (options.empty() ? "" : " ") + option;
  if (!options.empty()) rows.emplace_back("Boot options", options);
  std::size_t mitigated = 0;
  for (const auto& [name, state] : facts.vulnerabilities) mitigated += state.starts_with("Mitigation") ? 1 : 0;
  if (!facts.vulnerabilities.empty()) {
    rows.emplace_back("Mitigations",
                      fmt::format("{} of {} known weaknesses mitigated", mitigated, facts.vulnerabilities.size()));
  }
  Sentence system;
  system.add("", facts.system);
  system.add("", facts.libc);
  system.end(rows, "System");
}

void machine(const HostFacts& facts, Rows& rows) {
  const auto guest = virtualisation(facts);
  if (guest) rows.emplace_back("Virtualisation", *guest);
  if (!guest && !facts.dmi.empty()) rows.emplace_back("Virtualisation", "none seen");
  if (facts.container) rows.emplace_back("Container", *facts.container);
  Sentence counters;
  counters.add(facts.counters == "available" ? "" : "not available: ", facts.counters);
  if (facts.counters && facts.pmus.empty()) counters.add("the kernel has no hardware PMU");
  counters.add("perf_event_paranoid ", facts.perf_paranoid);
  counters.end(rows, "Counters");
  if (facts.load) rows.emplace_back("Load", facts.load->substr(0, facts.load->find_last_of(' ')));
}

std::string aligned(const Rows& rows) {
  std::string text;
  for (const auto& [label, value] : rows) text += fmt::format("  {:<16}{}\n", label, value);
  return text;
}

double percent(double share) {
  return 100 * share;
}

std::string shares_text(const NoiseShares& shares) {
  return fmt::format("{:3.0f} % undisturbed, {:3.0f} % disturbed", percent(shares.undisturbed),
                     percent(shares.disturbed));
}

Json shares_json(const NoiseShares& shares) {
  return {{"base_ns", shares.base_ns},
          {"readings", shares.readings},
          {"undisturbed", shares.undisturbed},
          {"disturbed", shares.disturbed}};
}

}  // namespace

Rows describe(const HostFacts& facts) {
  Rows rows;
  processor(facts, rows);
  clock(facts, rows);
  memory_and_layout(facts, rows);
  machine(facts, rows);
  software(facts, rows);
  return rows;
}

std::string host_text(const HostFacts& facts) {
  return "Host " + host_id(facts) + '\n' + aligned(describe(facts));
}

std::string noise_text(const NoiseState& noise, double seconds) {
  std::string text = fmt::format("Noise: {:g} s of the reference kernel, {} readings, base {:.2f} µs\n", seconds,
                                 noise.all.readings, static_cast<double>(noise.all.base_ns) / 1e3);
  for (const CpuNoise& cpu : noise.cpus)
    text += fmt::format("  {:<16}{}\n", fmt::format("CPU {}", cpu.cpu), shares_text(cpu.shares));
  return text +
         "  Undisturbed: within 1 % of the base, no busy sibling hyper-thread. Disturbed: more than 15 % above it.\n";
}

std::string advice_text(const std::vector<Advice>& advice) {
  if (advice.empty()) return "Advice: nothing to change.\n";
  std::size_t width = 0;
  for (const Advice& item : advice) width = std::max(width, item.what.size());
  std::string text = "Advice\n";
  for (const Advice& item : advice) {
    const std::string command = item.command.empty() ? std::string() : item.command + "  ";
    text += fmt::format("  {:<{}}  {}# {}\n", item.what, width, command, item.why);
  }
  return text;
}

Json to_json(const NoiseState& noise) {
  Json json = shares_json(noise.all);
  json["cpus"] = Json::array();
  for (const CpuNoise& cpu : noise.cpus) {
    Json entry = {{"cpu", cpu.cpu}};
    entry.update(shares_json(cpu.shares));
    json["cpus"].push_back(entry);
  }
  return json;
}

Json to_json(const std::vector<Advice>& advice) {
  Json json = Json::array();
  for (const Advice& item : advice) {
    json.push_back({{"what", item.what},
                    {"why", item.why},
                    {"command", item.command.empty() ? Json(nullptr) : Json(item.command)}});
  }
  return json;
}

}  // namespace assay
