#include "harness/replay/recording.h"

#include <gtest/gtest.h>

#include <fstream>

namespace assay::replay {
namespace {

class Recording : public ::testing::Test {
 protected:
  ~Recording() override { std::filesystem::remove(file_); }

  Result<void> read_text(const std::string& text) {
    std::ofstream(file_) << text;
    return read(file_, found_);
  }

  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / (::testing::UnitTest::GetInstance()->current_test_info()->name());
  Recordings found_;
};

TEST_F(Recording, OfAPairInTurns) {
  const std::string walls = "[1,2,3,4,5,6,7,8,9,10,11]";
  const auto done = read_text(
      R"({"workload":"json","block":1,"load":"loaded","start_s":2.5,"duration_s":0.25,"order":"ab","a_wall_ns":)" +
      walls + R"(,"b_wall_ns":)" + walls + R"(,"a_cpu_ns":[7],"reference_ns":[40,41,42,43,44]})" + "\n\n");
  ASSERT_TRUE(done) << to_string(done.error());
  ASSERT_EQ(found_.blocks.size(), 1u);
  const Block& block = found_.blocks[0];
  EXPECT_EQ(block.label(), "json loaded");
  EXPECT_TRUE(block.of_equals());
  const BoutRecord& bout = block.bouts.at(0);
  EXPECT_EQ(bout.mode, Mode::Turns);
  EXPECT_EQ(bout.started, 2.5);
  EXPECT_EQ(bout.seconds, 0.25);
  const auto &a = bout.processes[0].slices, &b = bout.processes[1].slices;
  EXPECT_EQ(a[9].phase, Phase::Warmup);
  EXPECT_EQ(a[10].phase, Phase::Steady);
  EXPECT_EQ(a[10].wall_ns, 11);
  EXPECT_EQ(a[0].cpu_ns, 7);
  // The order is ab, then ba: a has the first turn of round 0 and the second of round 1.
  EXPECT_EQ(a[0].reference_before_ns, 40);
  EXPECT_EQ(a[0].reference_after_ns, 41);
  EXPECT_EQ(b[0].reference_before_ns, 41);
  EXPECT_EQ(b[1].reference_before_ns, 42);
  EXPECT_EQ(a[1].reference_before_ns, 43);
  EXPECT_EQ(a[1].reference_after_ns, 44);
  EXPECT_EQ(a[2].reference_before_ns, 0);  // not recorded
}

TEST_F(Recording, TellsSubjectsModesAndRatiosApart) {
  const auto pair = [](const std::string& more) {
    return R"({"workload":"json","a_wall_ns":[1],"b_wall_ns":[1],"start_s":1)" + more + "}\n";
  };
  ASSERT_TRUE(read_text(pair("") + pair(R"(,"a":"3.11","b":"3.12","true_ratio":null)") +
                        pair(R"(,"a":"16","b":"17","true_ratio":1.0625)") +
                        pair(R"(,"mode":"shared CPU","a":"same","b":"same","true_ratio":1)") +
                        pair(R"(,"mode":"adjacent")") + pair("")));
  ASSERT_EQ(found_.blocks.size(), 5u);
  EXPECT_EQ(found_.blocks[0].bouts.size(), 2u);
  EXPECT_EQ(found_.blocks[1].label(), "json 3.12 / 3.11");
  EXPECT_FALSE(found_.blocks[1].of_equals());
  EXPECT_EQ(found_.blocks[2].label(), "json 1.0625");
  EXPECT_EQ(found_.blocks[3].mode, Mode::SharedCpu);
  EXPECT_EQ(found_.blocks[3].bouts[0].processes[0].slices[0].phase, Phase::Steady);
  EXPECT_TRUE(found_.blocks[3].of_equals());
  EXPECT_EQ(found_.blocks[4].mode, Mode::Adjacent);
}

TEST_F(Recording, OfProcessesIsInTheOrderOfTime) {
  ASSERT_TRUE(read_text(
      "{\"workload\":\"sort\",\"block\":2,\"start_s\":9,\"wall_ns\":[1000000,3000000],\"cpu_ns\":[900000,2000000]}\n"
      "{\"workload\":\"sort\",\"block\":2,\"start_s\":5,\"duration_s\":0.5,\"wall_ns\":[1]}\n"));
  ASSERT_EQ(found_.process_blocks.size(), 1u);
  const auto& processes = found_.process_blocks[0].processes;
  EXPECT_EQ(processes[0].seconds, 0.5);
  EXPECT_EQ(processes[0].cpu_ns, (std::vector<double>{1}));
  EXPECT_DOUBLE_EQ(processes[1].seconds, 0.004);  // of its slices
  EXPECT_EQ(processes[1].cpu_ns[1], 2000000);
}

TEST_F(Recording, TellsWhereALineIsOfNoUse) {
  const auto series = read_text("{\"workload\":\"json\",\"log_ratio_to_anchor\":[]}\n");
  ASSERT_FALSE(series);
  EXPECT_EQ(to_string(series.error()),
            file_.filename().string() +
                ":1: neither a pair nor a process; a line has a_wall_ns and b_wall_ns, or wall_ns; "
                "scripts/replay-nightly reads series");
  const auto cut = read_text("{\"workload\":\"json\",\"wall_ns\":[1,2\n");
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().where, file_.filename().string() + ":1");
  EXPECT_EQ(cut.error().hint, "docs/statistics.md, Replay, tells the keys");
  const auto none = read("/nowhere/a.jsonl", found_);
  ASSERT_FALSE(none);
  EXPECT_EQ(to_string(none.error()),
            "/nowhere/a.jsonl: cannot be read; name a file of JSON lines, one for each pair or process");
}

}  // namespace
}  // namespace assay::replay
