#include "harness/host/describe.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Describe, TellsAHostInAlignedLines) {
  EXPECT_EQ(host_text(read_host("harness/host/testdata/xeon")),
            "Host bd32a35174b8c243\n"
            "  CPU             Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz (Ice Lake-SP)\n"
            "  Raw ids         GenuineIntel family 6 model 106 stepping 6\n"
            "  CPUs            4 online (0-3), 4 allowed (0-3), cgroup quota 2.5\n"
            "  SMT             on, control on, CPU 0 shares its core with 0,2\n"
            "  Caches          2 × 48K L1 data (2 CPUs), 2 × 32K L1 instruction (2 CPUs), 2 × 1280K L2 (2 CPUs), "
            "55296K L3 (4 CPUs)\n"
            "  Clock           governor powersave, driver intel_pstate, turbo on\n"
            "  Clock source    hpet\n"
            "  Memory          2 NUMA nodes\n"
            "  THP             always\n"
            "  ASLR            off (0)\n"
            "  Virtualisation  none seen\n"
            "  Counters        perf_event_paranoid 3\n"
            "  Load            3.10 2.00 1.00 5/700\n"
            "  Kernel          6.8.0-45-generic\n"
            "  Boot options    mitigations=off isolcpus=2,3\n"
            "  Mitigations     1 of 2 known weaknesses mitigated\n");
}

TEST(Describe, LeavesOutWhatAMachineHides) {
  EXPECT_EQ(host_text(read_host("harness/host/testdata/firecracker")).substr(22),
            "  CPU             AMD EPYC (Zen 3)\n"
            "  Raw ids         AuthenticAMD family 25 model 1 stepping 1\n"
            "  Clock source    kvm-clock\n"
            "  Virtualisation  a hypervisor that hides its name (no DMI)\n"
            "  Kernel          6.1.102\n");
}

TEST(Describe, TellsTheNoiseOfEachCpu) {
  NoiseState noise;
  noise.all = {.base_ns = 3930, .readings = 48000, .undisturbed = 0.5, .disturbed = 0.25};
  noise.cpus = {{.cpu = 0, .shares = {3930, 24000, 0.831, 0.124}}, {.cpu = 12, .shares = {3930, 24000, 1, 0}}};
  EXPECT_EQ(
      noise_text(noise, 1),
      "Noise: 1 s of the reference kernel, 48000 readings, base 3.93 µs\n"
      "  CPU 0            83 % undisturbed,  12 % disturbed\n"
      "  CPU 12          100 % undisturbed,   0 % disturbed\n"
      "  Undisturbed: within 1 % of the base, no busy sibling hyper-thread. Disturbed: more than 15 % above it.\n");
  EXPECT_EQ(to_json(noise).dump(), R"({"base_ns":3930,"readings":48000,"undisturbed":0.5,"disturbed":0.25,"cpus":[)"
                                   R"({"cpu":0,"base_ns":3930,"readings":24000,"undisturbed":0.831,"disturbed":0.124},)"
                                   R"({"cpu":12,"base_ns":3930,"readings":24000,"undisturbed":1.0,"disturbed":0.0}]})");
}

TEST(Describe, PutsEachAdviceOnOneLineThatCanBePasted) {
  EXPECT_EQ(advice_text({{"turbo is on", "the clock varies", "echo 0 > boost"}, {"virtual machine", "neighbours", ""}}),
            "Advice\n"
            "  turbo is on      echo 0 > boost  # the clock varies\n"
            "  virtual machine  # neighbours\n");
  EXPECT_EQ(advice_text({}), "Advice: nothing to change.\n");
  EXPECT_EQ(to_json(std::vector<Advice>{{"a", "b", ""}}).dump(), R"([{"what":"a","why":"b","command":null}])");
}

}  // namespace
}  // namespace assay
