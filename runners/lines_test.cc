#include "runners/lines.h"

#include <gmock/gmock.h>

namespace assay {
namespace {

const std::string hello = R"({"v":1,"type":"hello","worker":"0.1.0 abc"})";

/// Of two members, `x` and `y`.
BoutSpec two() {
  BoutSpec spec;
  spec.members.resize(2);
  spec.members[0].cell = "x";
  spec.members[1].cell = "y";
  return spec;
}

std::string process(int member, const std::string& cell, int pid) {
  Json columns = Json::object();
  for (const char* name :
       {"round", "position", "steady", "kept", "iterations", "wall_ns", "cpu_ns", "reference_before_ns",
        "reference_after_ns", "run_delay_ns", "voluntary_switches", "involuntary_switches"})
    columns[name] = {1};
  const Json line = {{"type", "process"},
                     {"member", member},
                     {"cell", cell},
                     {"outcome", "measured"},
                     {"detail", ""},
                     {"pid", pid},
                     {"start_position", 0},
                     {"started", 1.5},
                     {"ready_seconds", 0},
                     {"exit_status", 0},
                     {"signal", nullptr},
                     {"stderr_tail", ""},
                     {"user_seconds", 0},
                     {"system_seconds", 0},
                     {"max_rss_bytes", 0},
                     {"facts", Json::object()},
                     {"result", Json::object()},
                     {"slices", columns}};
  return line.dump();
}

const std::string bout =
    R"({"type":"bout","outcome":"measured","detail":"","started":1.5,"seconds":2,"load_1min":0,"steal_seconds":0.25,)"
    R"("iterations":7,"turn_slices":1,"calibration":null})";

std::string answer_to(BoutLines& lines, const std::string& line) {
  const auto taken = lines.take(line);
  return taken ? "taken" : to_string(taken.error());
}

TEST(BoutLines, MakeARecord) {
  const BoutSpec spec = two();
  BoutLines lines(spec, "0.1.0 abc", "/worker");
  for (const std::string& line : {hello, process(1, "y", 12), process(0, "x", 11), bout})
    ASSERT_EQ(answer_to(lines, line), "taken");
  ASSERT_TRUE(lines.complete());
  const BoutRecord record = std::move(lines).finish(Outcome::Crashed, "too late for this to count");
  EXPECT_EQ(record.outcome, Outcome::Measured);
  EXPECT_EQ(record.iterations, 7);
  EXPECT_EQ(record.steal_seconds, 0.25);
  EXPECT_EQ(record.processes[0].pid, 11);
  EXPECT_EQ(record.processes[1].pid, 12);
  EXPECT_EQ(record.processes[1].slices.size(), 1U);
}

TEST(BoutLines, OfAMemberComeOnce) {
  const BoutSpec spec = two();
  BoutLines lines(spec, "0.1.0 abc", "/worker");
  ASSERT_EQ(answer_to(lines, hello), "taken");
  ASSERT_EQ(answer_to(lines, process(0, "x", 11)), "taken");
  EXPECT_EQ(answer_to(lines, process(0, "x", 99)),
            "line of the leader: member 0 came twice; driver and worker must be of one build");
  const BoutRecord record = std::move(lines).finish(Outcome::Garbled, "");
  EXPECT_EQ(record.processes[0].pid, 11);  // the first one stays
  EXPECT_EQ(record.processes[1].outcome, Outcome::Garbled);
}

TEST(BoutLines, AreRefusedOutOfOrderOrOfOthers) {
  const BoutSpec spec = two();
  BoutLines lines(spec, "0.1.0 abc", "/worker");
  const std::string end = "; driver and worker must be of one build";
  EXPECT_EQ(answer_to(lines, bout), "line of the leader: \"bout\" came before \"hello\"" + end);
  ASSERT_EQ(answer_to(lines, hello), "taken");
  EXPECT_EQ(answer_to(lines, process(2, "x", 1)), "line of the leader: \"member\" is 2 and not in 0 … 1" + end);
  EXPECT_EQ(answer_to(lines, process(1, "x", 1)), "line of the leader: member 1 is of another cell" + end);
}

TEST(BoutLines, EndWithTheBoutAndNotBeforeItsProcesses) {
  const BoutSpec spec = two();
  const std::string end = "; driver and worker must be of one build";
  BoutLines lines(spec, "0.1.0 abc", "/worker");
  for (const std::string& line : {hello, process(1, "y", 12)}) ASSERT_EQ(answer_to(lines, line), "taken");
  EXPECT_EQ(answer_to(lines, bout), "line of the leader: \"bout\" came before all its processes" + end);
  for (const std::string& line : {process(0, "x", 11), bout}) ASSERT_EQ(answer_to(lines, line), "taken");
  EXPECT_EQ(answer_to(lines, process(0, "x", 11)), "line of the leader: \"process\" came after \"bout\"" + end);
}

}  // namespace
}  // namespace assay
