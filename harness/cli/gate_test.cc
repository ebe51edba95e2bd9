#include <gmock/gmock.h>
#include <unistd.h>

#include "harness/cli/store_lock.h"
#include "harness/cli/testing.h"
#include "harness/core/json.h"

namespace assay {
namespace {

using assay::testing::Answer;
using assay::testing::Words;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Gates of whole commands; the anchor takes 20 ms.
class GateCommand : public assay::testing::Typed {
 protected:
  void SetUp() override { study(""); }

  /// Of the other command, relative to the anchor.
  void other_takes(double ratio, const std::string& more = {}) const {
    world("[[cell]]\nmatch = {command = \"true b\"}\nseconds = " + std::to_string(0.02 * ratio) + "\n" + more +
          "[[cell]]\nseconds = 0.02\n");
  }

  void study(const std::string& gate, const std::string& commands = "\"true\", \"true b\"",
             const std::string& anchor = "true") const {
    file("study.toml", "title = \"t\"\nworkloads = [\"command.run\"]\nbaseline = {command = \"" + anchor +
                           "\"}\n[factors]\ncommand = [" + commands + "]\n[decision]\nrule = \"gate\"\n[gate]\n" +
                           gate);
  }

  Answer gate(const Words& more = {}) const { return simulated({"gate", path("study.toml"), "--seed", "7"}, more); }

  Json item(const Answer& answer) { return Json::parse(answer.out)["comparisons"].at(0); }
};

TEST_F(GateCommand, IsGreenWhereNothingChanged) {
  other_takes(1);
  const Answer answer = gate({"--json"});
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  EXPECT_EQ(Json::parse(answer.out)["status"], "passed");
  EXPECT_EQ(item(answer)["judgement"], "passed");
  EXPECT_EQ(item(answer)["floor_percent"], 1);
  EXPECT_EQ(Json::parse(answer.out)["reference"]["base_ns"], 4000);
  EXPECT_EQ(Json::parse(answer.out)["host_records"], Json::array());
}

TEST_F(GateCommand, OfARunThatAnotherProcessIsMeasuringIsRefused) {
  other_takes(1);
  EXPECT_EQ(gate().status, Exit::Fine);
  const std::string run = store().runs()->front().id;
  ASSERT_TRUE(store(Store::Access::ReadWrite).finish_run(run, "interrupted", 1));
  std::filesystem::create_symlink(path("test.db"), path("link.db"));
  const auto other = StoreLock::of_run(path("link.db"), run);  // as another process would hold it
  ASSERT_TRUE(other);
  const Answer answer = gate({"--json", "--junit", path("g.xml")});
  EXPECT_EQ(answer.status, Exit::Nothing);
  const std::string why = path("test.db") + ": process " + std::to_string(getpid()) + " is measuring run " + run +
                          ", which this command would continue; wait until it has ended, or give --new for a run of "
                          "its own; nothing was begun";
  EXPECT_EQ(answer.err, why + "\n");
  EXPECT_EQ(Json::parse(answer.out)["status"], "refused");
  EXPECT_EQ(Json::parse(answer.out)["why"], why);
  EXPECT_THAT(text("g.xml"), HasSubstr("type=\"refused\""));
}

TEST_F(GateCommand, FailsAtAConfirmedChange) {
  other_takes(1.1);
  const Answer answer = gate({"--json", "--junit", path("g.xml"), "--markdown", path("g.md")});
  EXPECT_EQ(answer.status, Exit::GateFailed) << answer.err;
  EXPECT_EQ(Json::parse(answer.out)["status"], "failed");
  const Json found = item(answer);
  EXPECT_EQ(found["judgement"], "failed");
  EXPECT_NEAR(found["effect"]["percent"].get<double>(), 10, 1);
  EXPECT_THAT(found["why"].get<std::string>(), StartsWith("confirmed by fresh bouts: p < 0.000001 < 0.0081 at look "));
  EXPECT_EQ(found["test"]["looks"], 9);
  EXPECT_EQ(found["reproduce"], "assay ab command=true 'command=true b' --workload command.run --set runner=mock:" +
                                    path("world.toml") + " --care '1 %'");
  EXPECT_THAT(text("g.xml"), HasSubstr("<failure message=\"takes "));
  EXPECT_THAT(text("g.md"), StartsWith("## Gate FAILED: 1 of 1 comparison fails\n"));
  std::filesystem::remove(path("g.xml"));
  EXPECT_THAT(gate().out, StartsWith("Gate FAILED: 1 of 1 comparison fails\n"));
  EXPECT_FALSE(std::filesystem::exists(path("g.xml"))) << "nobody asked for it this time";
}

TEST_F(GateCommand, JudgesFromTheStoreAsTheSessionDid) {
  for (const double ratio : {1.0, 1.005, 1.012, 1.1}) {
    other_takes(ratio);
    const Answer answer = gate({"--json", "--new"});
    const auto notes = store().group_notes(Json::parse(answer.out)["run"]);
    const Json noted = notes->at("command.run")["comparisons"].begin().value();
    EXPECT_EQ(item(answer)["why"], noted["why"]);
    EXPECT_EQ(item(answer)["verdict"], noted["verdict"]);
  }
}

TEST_F(GateCommand, ALargerFloorLetsItPassAndListsIt) {
  other_takes(1.1);
  study("[gate.floors]\n\"command.*\" = \"20 %\"\n");
  const Answer answer = gate({"--json"});
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  EXPECT_EQ(item(answer)["judgement"], "below");
  EXPECT_THAT(gate().out, HasSubstr("\nChanged by less than the floor\n"));
  EXPECT_EQ(gate({"--floor", "command.run=5 %"}).status, Exit::GateFailed);
  EXPECT_EQ(item(gate({"--care", "20 %", "--floor", "command.run=5 %", "--json"}))["floor_percent"], 5);
}

TEST_F(GateCommand, FasterFailsOnlyWhereAskedFor) {
  other_takes(0.9);
  EXPECT_EQ(item(gate({"--json"}))["judgement"], "faster");
  EXPECT_EQ(gate({"--sided", "both"}).status, Exit::GateFailed);
}

TEST_F(GateCommand, AnIgnoredFailureIsListed) {
  other_takes(1.1);
  file("rules.toml",
       "[[gate.ignore]]\nworkload = \"command.run\"\nwhere = {command = \"true b\"}\nuntil = 2999-01-31\nreason = "
       "\"known\"\n");
  const Answer answer = gate({"--rules", path("rules.toml"), "--json"});
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  EXPECT_EQ(item(answer)["judgement"], "ignored");
  EXPECT_EQ(item(answer)["ignore"]["reason"], "known");
  const std::string out = gate({"--rules", path("rules.toml")}).out;
  EXPECT_THAT(out, StartsWith("Gate passed: 1 comparison, 1 is ignored\n"));
  EXPECT_THAT(out, HasSubstr("\n    ignored until 2999-01-31: known\n"));
}

TEST_F(GateCommand, AnExpiredEntryCountsNoMoreAndTheReportSaysSo) {
  other_takes(1.1);
  study("[[gate.ignore]]\nworkload = \"command.run\"\nuntil = 2020-01-31\nreason = \"known\"\n");
  const Answer answer = gate({"--columns", "200"});
  EXPECT_EQ(answer.status, Exit::GateFailed);
  EXPECT_THAT(answer.out, HasSubstr("\n    was ignored until 2020-01-31: known\n"));
  EXPECT_THAT(answer.out,
              HasSubstr("\nNote: the ignore entry for command.run ended on 2020-01-31 and counts no more (known)\n"));
}

TEST_F(GateCommand, OnANoisyHostNothingIsGreen) {
  world("[[cell]]\nseconds = 0.02\nprocess_noise = 0.3\n");
  const Answer answer = gate({"--json"});
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_EQ(item(answer)["verdict"], "noisy");
  EXPECT_EQ(item(answer)["judgement"], "undecided");
  EXPECT_EQ(gate({"--noisy", "pass"}).status, Exit::Nothing) << "it decided nothing at all";
}

TEST_F(GateCommand, NoiseMayBeLetPassBesideWhatIsDecided) {
  study("", "\"true\", \"true b\", \"true c\"");
  other_takes(1, "process_noise = 0.3\n");
  EXPECT_EQ(gate().status, Exit::Nothing);
  EXPECT_EQ(gate({"--noisy", "pass"}).status, Exit::Fine);
}

TEST_F(GateCommand, ASideThatAlwaysFailsFailsTheGate) {
  other_takes(1, "[[cell.fail]]\ndetail = \"ended by SIGSEGV\"\n");
  const Answer answer = gate({"--json"});
  EXPECT_EQ(answer.status, Exit::GateFailed) << answer.err;
  EXPECT_EQ(item(answer)["reason"], "cannot be measured, and the anchor can: crashed: ended by SIGSEGV");
}

TEST_F(GateCommand, ASideThatFailsHalfOfTheTimeFailsTheGate) {
  std::string attempts = "2";
  for (int attempt = 4; attempt < 300; attempt += 2) attempts += ", " + std::to_string(attempt);
  other_takes(1, "[[cell.fail]]\nattempts = [" + attempts + "]\ndetail = \"no memory\"\n");
  const Answer answer = gate({"--json"});
  EXPECT_EQ(answer.status, Exit::GateFailed) << answer.err;
  EXPECT_EQ(item(answer)["verdict"], "same");
  EXPECT_THAT(item(answer)["reason"].get<std::string>(), ::testing::MatchesRegex("fails in .* processes: no memory"));
}

TEST_F(GateCommand, AnAnchorThatFailsDecidesNothing) {
  world("[[cell]]\nmatch = {command = \"true\"}\n[[cell.fail]]\ndetail = \"gone\"\n[[cell]]\n");
  const Answer answer = gate({"--json"});
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_EQ(item(answer)["reason"], "the anchor could not be measured: crashed: gone");
}

TEST_F(GateCommand, WhatTimeDidNotSufficeForIsNotGreen) {
  other_takes(1);
  const Answer answer = gate({"--max-time", "1s", "--json"});
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_EQ(Json::parse(answer.out)["status"], "undecided");
}

TEST_F(GateCommand, AnotherAnchorIsRefusedAndSaysWhatDiffers) {
  other_takes(1);
  EXPECT_EQ(gate().status, Exit::Fine);
  EXPECT_THAT(gate({"--new"}).out, HasSubstr("the same as in"));
  study("recipe = \"make anchor\"\n", "\"true\", \"true b\"", "true b");
  const Answer answer = gate({"--json", "--junit", path("g.xml"), "--markdown", path("g.md")});
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_THAT(answer.err,
              StartsWith("assay gate: the anchor is not what it was; it was command=true and is command=true b (run "));
  EXPECT_THAT(answer.err, ::testing::EndsWith("); make it again as it was: make anchor; or take it as it is from here "
                                              "on: --anchor any\n"));
  EXPECT_EQ(Json::parse(answer.out)["status"], "refused");
  EXPECT_THAT(text("g.xml"), HasSubstr("type=\"refused\""));
  EXPECT_THAT(text("g.md"), StartsWith("## Gate REFUSED: t\n"));
  EXPECT_EQ(store().runs()->size(), 2U) << "nothing was begun";
  const Answer any = gate({"--anchor", "any", "--columns", "200"});
  EXPECT_EQ(any.status, Exit::Fine);
  EXPECT_THAT(any.out, HasSubstr("not what it was, and taken as it is"));
  EXPECT_EQ(gate().status, Exit::Fine) << "from here on it is the anchor";
}

TEST_F(GateCommand, ADigestThatDoesNotHoldIsRefused) {
  other_takes(1);
  study("[gate.digests]\ncommand = \"0123456789abcdef\"\n");
  const Answer answer = gate();
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_THAT(answer.err, StartsWith("assay gate: the anchor is not what it was; command=true has the digest "));
  EXPECT_THAT(answer.err,
              HasSubstr(", and the study states 0123456789abcdef; make it again as it was; or take it as it "
                        "is from here on: --anchor any\n"));
}

TEST_F(GateCommand, AReportThatCannotBeWrittenIsNotGreen) {
  other_takes(1);
  const std::string problem = "/dev/full: cannot be written: No space left on device; the same command with --resume ";
  const Answer junit = gate({"--quiet", "--junit", "/dev/full", "--markdown", path("g.md")});
  EXPECT_EQ(junit.status, Exit::Nothing);
  EXPECT_EQ(junit.err, problem + store().runs()->front().id + " writes it from what is stored\n");
  EXPECT_THAT(text("g.md"), StartsWith("## Gate passed: 1 comparison\n")) << "the other one is written all the same";
  const Answer markdown = gate({"--quiet", "--markdown", "/dev/full"});
  EXPECT_EQ(markdown.status, Exit::Nothing);
  EXPECT_EQ(markdown.err, problem + store().runs()->front().id + " writes it from what is stored\n");
  other_takes(1.1);
  EXPECT_EQ(gate({"--quiet", "--markdown", "/dev/full"}).status, Exit::GateFailed) << "red stays red";
}

TEST_F(GateCommand, GoesOnByTheRulesThatItWasBegunWith) {
  other_takes(1);
  const std::string id = Json::parse(gate({"--max-time", "1s", "--json"}).out)["run"];
  const auto resumed = [&](const Words& more) {
    Words words = {"--resume", id, "--quiet", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return gate(words);
  };
  EXPECT_EQ(resumed({"--floor", "20 %"}).err,
            "--resume: run " + id + " is decided by another rule; leave --resume out for a new run\n");
  EXPECT_EQ(resumed({"--sided", "both"}).err,
            "--resume: run " + id + " is judged by other rules; leave --resume out for a new run\n");
  EXPECT_EQ(resumed({"--noisy", "pass"}).status, Exit::Usage);
  EXPECT_EQ(Json::parse(resumed({}).out)["run"], id);
  EXPECT_EQ(store().runs()->size(), 1U);
}

TEST_F(GateCommand, WhatCannotBeAskedIsToldBeforeAnythingRuns) {
  other_takes(1);
  EXPECT_EQ(gate({"--junit", path("none/g.xml")}).err,
            "--junit " + path("none/g.xml") + ": there is no folder " + path("none") + "; make it first\n");
  EXPECT_EQ(gate({"--markdown", path("")}).err, "--markdown " + path("") + ": is a directory; name a file\n");
  EXPECT_EQ(gate({"--markdown", path("study.toml")}).err,
            "--markdown " + path("study.toml") + ": would overwrite what the gate needs; name another file\n");
  EXPECT_EQ(gate({"--junit", path("./test.db")}).err,
            "--junit " + path("./test.db") + ": would overwrite what the gate needs; name another file\n");
  EXPECT_EQ(gate({"--junit", path("r"), "--markdown", path("r")}).err,
            "--markdown " + path("r") + ": would overwrite the report of --junit; name another file\n");
  EXPECT_EQ(gate({"--rules", ""}).err, "assay gate: --rules: an empty word; 'assay gate --help' shows what it takes\n");
  EXPECT_EQ(gate({"--sided", "up"}).err, "--sided: sided \"up\" is unknown; it is \"slower\" or \"both\"\n");
  EXPECT_EQ(gate({"--care", "1 %", "--floor", "2 %"}).err,
            "assay gate: --care and --floor both state the floor of all workloads; give one of them; --floor "
            "'python.*=0.5 %' states that of some\n");
  EXPECT_EQ(gate({"--rules", path("none.toml")}).status, Exit::Usage);
  file("study.toml", "workloads = [\"command.run\"]\n[factors]\ncommand = [\"true\", \"true b\"]\n");
  const Answer answer = gate();
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err, path("study.toml") +
                            ": a gate needs a baseline: it is the anchor, which everything else is "
                            "held against; write baseline = { python = \"python3.11\" }\n");
  study("", "\"true\"");
  EXPECT_EQ(gate().err, path("study.toml") +
                            ": there is nothing to compare: every workload has one cell; vary a "
                            "factor that reaches them\n");
  EXPECT_FALSE(std::filesystem::exists(path("test.db")));
}

}  // namespace
}  // namespace assay
