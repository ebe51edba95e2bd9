#include "harness/host/host.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/host/names.h"

namespace assay {
namespace {

HostFacts captured(const std::string& name) {
  return read_host("harness/host/testdata/" + name);
}

TEST(Host, NamesTheCpuOfEachCapturedMachine) {
  const std::map<std::string, std::string> expected = {
      {"graviton2", "AWS Graviton2 (Neoverse N1)"},
      {"graviton3", "AWS Graviton3 (Neoverse V1)"},
      {"graviton4", "AWS Graviton4 (Neoverse V2)"},
      {"altra", "Ampere Altra (Neoverse N1)"},
      {"yitian710", "Alibaba Yitian 710 (Neoverse N2)"},
      {"cobalt100", "Microsoft Azure Cobalt 100 (Neoverse N2)"},
      {"big-little", "Cortex-A53 + Cortex-A72"},
      {"xeon", "Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz (Ice Lake-SP)"},
      {"zen", "AMD EPYC 9554 64-Core Processor (Zen 4)"},
      {"firecracker", "AMD EPYC (Zen 3)"},
      {"docker-v1", "unknown CPU"}};
  for (const auto& [tree, name] : expected) EXPECT_EQ(describe_cpu(captured(tree)), name) << tree;
}

TEST(Host, TellsTheRawIdsBesideTheName) {
  EXPECT_EQ(cpu_name(captured("graviton3")).ids, "MIDR 0x41/0xd40 r1p1");
  EXPECT_EQ(cpu_name(captured("cobalt100")).ids, "MIDR 0x6d/0xd49 r0p0");
  EXPECT_EQ(cpu_name(captured("big-little")).ids, "MIDR 0x41/0xd03 r0p4, MIDR 0x41/0xd08 r0p2");
  EXPECT_EQ(cpu_name(captured("xeon")).ids, "GenuineIntel family 6 model 106 stepping 6");
}

TEST(Host, KeepsFactsAsRead) {
  const HostFacts facts = captured("graviton2");
  ASSERT_EQ(facts.midr.size(), 1u);
  EXPECT_EQ(facts.midr[0].midr, "0x00000000413fd0c1");
  EXPECT_EQ(facts.midr[0].cpus, "0-1");
  EXPECT_EQ(facts.architecture, "aarch64");
  EXPECT_EQ(facts.dmi.at("processor"), "AWS Graviton2");
  EXPECT_EQ(facts.page_size, "4 kB");
  EXPECT_EQ(facts.memory, "7950364 kB");
  EXPECT_EQ(facts.libc, "GNU C Library (Debian GLIBC 2.36-9+deb12u4) stable release version 2.36.");
  EXPECT_EQ(facts.system, "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(facts.pmus, std::vector<std::string>{"armv8_pmuv3_0"});
  EXPECT_EQ(facts.counters, std::nullopt);  // another machine's kernel cannot be asked
  EXPECT_EQ(describe_caches(facts), "2 × 64K L1 data, 2 × 64K L1 instruction, 2 × 1024K L2, 32768K L3 (2 CPUs)");
  EXPECT_EQ(captured("altra").page_size, "64 kB");
  EXPECT_EQ(captured("altra").governor, "performance schedutil");
  EXPECT_EQ(captured("altra").soc_id, "jep106:0a16:0001");
  EXPECT_EQ(captured("graviton3").sve_vector_length, "32");
}

TEST(Host, CountsSharedCachesOnce) {
  EXPECT_EQ(describe_caches(captured("xeon")),
            "2 × 48K L1 data (2 CPUs), 2 × 32K L1 instruction (2 CPUs), 2 × 1280K L2 (2 CPUs), 55296K L3 (4 CPUs)");
}

TEST(Host, LeavesOutOfTheBootLineWhatSaysNothingOfSpeed) {
  EXPECT_EQ(captured("xeon").boot_options, (std::vector<std::string>{"mitigations=off", "isolcpus=2,3"}));
}

TEST(Host, TellsVirtualMachinesFromMetal) {
  EXPECT_EQ(virtualisation(captured("graviton2")), "Amazon EC2 (Nitro)");
  EXPECT_EQ(virtualisation(captured("graviton3")), std::nullopt);  // c7g.metal
  EXPECT_EQ(virtualisation(captured("cobalt100")), "Microsoft Azure (Hyper-V)");
  EXPECT_EQ(virtualisation(captured("firecracker")), "a hypervisor that hides its name (no DMI)");
  EXPECT_EQ(virtualisation(captured("xeon")), std::nullopt);
}

TEST(Host, KnowsSmtAndTurboOnlyWhereSomethingTells) {
  EXPECT_EQ(smt_active(captured("xeon")), true);
  EXPECT_EQ(smt_active(captured("zen")), false);
  EXPECT_EQ(smt_active(captured("firecracker")), std::nullopt);
  EXPECT_EQ(turbo_active(captured("xeon")), true);
  EXPECT_EQ(turbo_active(captured("zen")), true);
  EXPECT_EQ(turbo_active(captured("graviton3")), std::nullopt);
}

TEST(Host, HasNoFactsInAnEmptyTree) {
  const HostFacts facts = captured("no-such-tree");
  EXPECT_EQ(describe_cpu(facts), "unknown CPU");
  EXPECT_EQ(describe_caches(facts), "");
  EXPECT_TRUE(facts.midr.empty());
  EXPECT_EQ(to_json(facts).at("kernel"), nullptr);
}

TEST(Host, SurvivesWhatFirmwareSays) {
  const HostFacts facts = captured("hostile");
  EXPECT_EQ(facts.dmi.at("sys_vendor"),
            "?"
            "?</script>?");
  EXPECT_FALSE(facts.dmi.contains("processor"));
  EXPECT_EQ(describe_cpu(facts), "unknown CPU");
  EXPECT_NO_THROW(to_json(facts).dump());
}

TEST(Host, IsTheSameAfterJson) {
  for (const char* tree : {"graviton2", "xeon", "zen", "firecracker", "docker-v1", "hostile"}) {
    const Json json = to_json(captured(tree));
    EXPECT_EQ(to_json(host_facts_from(Json::parse(json.dump()))), json) << tree;
  }
}

TEST(Host, ReadsWhatAnotherVersionStored) {
  const HostFacts facts =
      host_facts_from(Json::parse(R"({"kernel": 6, "thp": "never", "midr": [1, {"cpus": "0"}], "new": {}})"));
  EXPECT_EQ(facts.kernel, std::nullopt);
  EXPECT_EQ(facts.thp, "never");
  ASSERT_EQ(facts.midr.size(), 1u);
  EXPECT_EQ(facts.midr[0].cpus, "0");
  EXPECT_EQ(describe_cpu(host_facts_from(Json::array())), "unknown CPU");
}

TEST(Host, IdIsOfTheMachineNotOfTheMoment) {
  std::set<std::string> ids;
  for (const char* tree : {"graviton2", "graviton3", "altra", "yitian710", "xeon", "zen"})
    ids.insert(host_id(captured(tree)));
  EXPECT_EQ(ids.size(), 6u);
  HostFacts later = captured("xeon");
  later.load = "9.00 9.00 9.00 1/1 1";
  later.kernel = "7.0.0";
  later.governor = "performance";
  later.cpus_online = "0";
  later.dmi["processor"] = "read by root";
  EXPECT_EQ(host_id(later), host_id(captured("xeon")));
  EXPECT_EQ(host_id(later).size(), 16u);
  later.dmi["product_name"] = "another";
  EXPECT_NE(host_id(later), host_id(captured("xeon")));
}

TEST(Host, ReadsThisMachine) {
  const HostFacts facts = read_host();
  EXPECT_TRUE(facts.architecture.has_value());
  EXPECT_TRUE(facts.kernel.has_value());
  EXPECT_TRUE(facts.cpus_allowed.has_value());
  EXPECT_TRUE(facts.counters.has_value());
  EXPECT_EQ(host_id(facts), host_id(read_host()));
}

}  // namespace
}  // namespace assay
