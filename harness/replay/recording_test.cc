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
                ":1: a series of nights; a line is a JSON object with a_wall_ns and b_wall_ns, or wall_ns "
                "(docs/statistics.md, Replay); scripts/replay-nightly reads series");
  const auto empty = read_text("\n \r\n");
  ASSERT_FALSE(empty);
  EXPECT_EQ(to_string(empty.error()),
            file_.filename().string() + ": has no line; a recording has one for each pair or process");
  const auto folder = read(std::filesystem::temp_directory_path(), found_);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().what, "cannot be read");
  const auto none = read("/nowhere/a.jsonl", found_);
  ASSERT_FALSE(none);
  EXPECT_EQ(to_string(none.error()),
            "/nowhere/a.jsonl: cannot be read; name a file of JSON lines, one for each pair or process");
}

struct Wrong {
  std::string line, what;
};

TEST_F(Recording, RefusesWhatIsNoMeasurement) {
  const std::string pair = R"({"workload":"w","a_wall_ns":[1],"b_wall_ns":[1],)";
  const std::string process = R"({"workload":"w","wall_ns":)";
  const std::vector<Wrong> lines = {
      {pair + R"("mode":"turn"})", "mode is \"turn\", and is turns, shared CPU or adjacent"},
      {pair + R"("mode":"calibrate"})", "mode is \"calibrate\", and is turns, shared CPU or adjacent"},
      {pair + R"("mode":3})", "mode holds 3, and is a text"},
      {pair + R"("order":"abx"})", "order is \"abx\", and has an a or a b for each round"},
      {pair + R"("duration_s":-1})", "duration_s holds -1, and is a number from 0 to 1e+10"},
      {pair + R"("start_s":"soon"})", "start_s holds \"soon\", and is a number from -1e+10 to 1e+10"},
      {pair + R"("start_s":1e308})", "start_s holds 1e+308, and is a number from -1e+10 to 1e+10"},
      {pair + R"("block":1e30})", "block holds 1e+30, and is a number from -1e+06 to 1e+06"},
      {pair + R"("true_ratio":0})", "true_ratio holds 0, and is a number from 1e-06 to 1e+06"},
      {pair + R"("reference_ns":[-1e300]})", "reference_ns holds -1e+300, and is a number from -1e+14 to 1e+14"},
      {pair + R"("start_s":1e999})", "holds a number that is too large"},
      {R"({"a_wall_ns":[1],"b_wall_ns":[1]})", "no workload is named"},
      {R"({"workload":"w","a_wall_ns":[1]})", "neither a pair nor a process"},
      {"[]", "neither a pair nor a process"},
      {process + "[1e308]}", "wall_ns holds 1e+308, and is a number from -1e+14 to 1e+14"},
      {process + "[18446744073709551615]}", "wall_ns holds 18446744073709551615, and is a number from -1e+14 to 1e+14"},
      {process + R"(["1"]})", "wall_ns holds \"1\", and is a number from -1e+14 to 1e+14"},
      {process + "7}", "wall_ns holds 7, and is a list of times"},
      {process + "[NaN]}", "no JSON from byte 28 on"},
      {process + "[1,2", "no JSON from byte 31 on"},
      {"\x1f\x8b\x08\x01\xff", "no JSON from byte 1 on"},
  };
  for (const Wrong& wrong : lines) {
    const auto done = read_text(R"({"workload":"w","wall_ns":[1]})"
                                "\n" +
                                wrong.line + "\n");
    ASSERT_FALSE(done) << wrong.line;
    EXPECT_EQ(done.error().what, wrong.what) << wrong.line;
    EXPECT_EQ(done.error().where, file_.filename().string() + ":2");
  }
}

/// A clock that was set back: the rules take such slices for none, as those of a session.
TEST_F(Recording, KeepsTimesThatAreNone) {
  ASSERT_TRUE(read_text(R"({"workload":"w","wall_ns":[-5,0,1000000000],"cpu_ns":[1,2,3]})"));
  EXPECT_EQ(found_.process_blocks[0].processes[0].wall_ns, (std::vector<double>{-5, 0, 1e9}));
  EXPECT_DOUBLE_EQ(found_.process_blocks[0].processes[0].seconds, 1);
}

}  // namespace
}  // namespace assay::replay
