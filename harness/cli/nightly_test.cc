#include <gmock/gmock.h>

#include "harness/cli/store_lock.h"
#include "harness/cli/testing.h"
#include "harness/core/json.h"

namespace assay {
namespace {

using assay::testing::Answer;
using ::testing::HasSubstr;
using ::testing::Not;

/// The command as it is typed.
class NightlyCommand : public assay::testing::Typed {
 protected:
  void SetUp() override {
    world("[[cell]]\nseconds = 0.02\n");
    file("study.toml",
         "title = \"nights\"\nworkloads = [\"command.run\"]\nbaseline = { command = \"true\" }\n[factors]\n"
         "command = [\"true\", \"true b\"]\n[decision]\nrule = \"gate\"\n");
  }

  Answer measure() const { return simulated({"nightly", path("study.toml"), "--seed", "7", "--json", "--quiet"}); }

  /// A change that a night told, as its run stored it.
  std::string told() {
    const Json night = Json::parse(measure().out);
    const Json series = night["series"].at(0);
    NightEvent event{"0123abcd", "confirmed", 1.7e9, night["run"], {}};
    event.note = {{"study", "nights"},
                  {"group", "command.run"},
                  {"cell", series["cell"]},
                  {"why", "as the test says"},
                  {"change",
                   {{"course", "step"},
                    {"after", 19674},
                    {"from", 19675},
                    {"to", 19675},
                    {"size", 0.0296},
                    {"low", 0.02},
                    {"high", 0.04}}}};
    EXPECT_TRUE(store(Store::Access::ReadWrite).add_night({}, std::span(&event, 1)));
    return event.change;
  }
};

TEST_F(NightlyCommand, MeasuresAGatesStudyInTenBouts) {
  const Answer answer = measure();
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const Json json = Json::parse(answer.out);
  EXPECT_EQ(json["command"], "nightly");
  EXPECT_EQ(json["status"], "fine");
  const Json series = json["series"].at(0);
  EXPECT_EQ(series["bouts"], 10);
  EXPECT_EQ(series["anchor"]["command"], "true");
  EXPECT_EQ(series["configuration"]["command"], "true b");
  EXPECT_EQ(series["nights"], 1);
  EXPECT_EQ(series["runs"], 1);
  EXPECT_EQ(json["reference"]["base_ns"], 4000);
  EXPECT_EQ(json["host_records"], Json::array());
  EXPECT_EQ(store().runs()->front().kind, "nightly");
}

TEST_F(NightlyCommand, TheCareThatIsTypedIsTheFloorOfItsChanges) {
  const auto floor = [&](const assay::testing::Words& more) {
    return Json::parse(simulated({"nightly", path("study.toml"), "--json", "--quiet"}, more).out)["series"].at(
        0)["floor_percent"];
  };
  EXPECT_EQ(floor({}), 1);
  EXPECT_EQ(floor({"--care", "3 %"}), 3);
  EXPECT_EQ(floor({"--care", "2 %"}), 2);  // the usual care, but said
}

TEST_F(NightlyCommand, TellsTheRecordOfWhatConfirmsItsChanges) {
  const auto compare = [&](const char* care) {
    simulated({"doctor", "--aa", "--workload", "command.run", "--set", "command=true", "--max-time", "1h", "--quiet",
               "--comparisons", "20", "--care", care, "--seed", "7"});
  };
  compare("1 %");
  compare("3 %");
  const auto record = [&](const assay::testing::Words& more) {
    const Answer answer = simulated({"nightly", path("study.toml"), "--json", "--quiet", "--new"}, more);
    const Json records = Json::parse(answer.out)["host_records"];
    EXPECT_EQ(records.size(), 1U);
    EXPECT_EQ(records.at(0)["comparisons"], 20);
    return records.at(0)["care_percent"];
  };
  EXPECT_EQ(record({}), 1);
  EXPECT_EQ(record({"--care", "3 %"}), 3);
  EXPECT_EQ(record({"--care", "0.5 %"}), 1);  // fresh bouts are asked for no less
  const std::string text = stored({"nightly", "--show", store().runs()->front().id}).out;
  EXPECT_THAT(text, HasSubstr("\n\n  this host at 1 %: "));
  EXPECT_THAT(text, HasSubstr(" of 20, ≤ "));
  EXPECT_THAT(text, HasSubstr(" (a thing against itself: assay doctor --aa --care '1 %')\n"));
}

TEST_F(NightlyCommand, WhatDecidesNothingIsNotToldAsATest) {
  const Answer answer = simulated({"nightly", path("study.toml"), "--seed", "7"});
  EXPECT_THAT(answer.err, HasSubstr("\ncommand.run: 10 bouts as asked for\n"));
  EXPECT_THAT(answer.err, Not(HasSubstr("at look")));
}

TEST_F(NightlyCommand, AnEarlierNightTellsTheSameAgain) {
  const Json first = Json::parse(measure().out);
  const Answer again = stored({"nightly", "--show", first["run"], "--json"});
  EXPECT_EQ(again.status, Exit::Fine);
  EXPECT_EQ(Json::parse(again.out), first);
}

TEST_F(NightlyCommand, AnAcknowledgementIsKeptWithItsReason) {
  const std::string id = told();
  EXPECT_THAT(stored({"nightly", "--list", "--columns", "200"}).out,
              HasSubstr("  0123abcd command.run, command=true b: slower by 3 %, between "
                        "+2.0 and +4.1 %; the reason lies after 2023-11-13"));
  const Answer done = stored({"nightly", "--acknowledge", id, "--reason", "the price of the parser"});
  EXPECT_EQ(done.status, Exit::Fine);
  EXPECT_EQ(done.out, "0123abcd is acknowledged: the price of the parser\n");
  const Json list = Json::parse(stored({"nightly", "--list", "--json"}).out);
  EXPECT_EQ(list["changes"].at(0)["state"], "acknowledged");
  EXPECT_EQ(list["changes"].at(0)["reason"], "the price of the parser");
  EXPECT_THAT(list["changes"].at(0)["reproduce"].get<std::string>(),
              HasSubstr("assay ab command=true 'command=true b' --workload command.run"));
  EXPECT_EQ(store().night_events()->size(), 2U);
  EXPECT_EQ(stored({"nightly", "--acknowledge", id, "--reason", "again"}).err,
            "--acknowledge: 0123abcd is acknowledged already: the price of the parser; 'assay nightly --list' shows "
            "what is open\n");
}

TEST_F(NightlyCommand, AnUnknownIdIsAnswered) {
  const std::string id = told();
  const Answer answer = stored({"nightly", "--acknowledge", "0123abce", "--reason", "x"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.err, HasSubstr("--acknowledge: no open change is called \"0123abce\"; did you mean \"" + id));
  EXPECT_EQ(stored({"nightly", "--acknowledge", id}).err,
            "assay nightly: an acknowledgement needs the change and a reason; assay nightly --acknowledge ID --reason "
            "'why it may stay'\n");
  EXPECT_EQ(stored({"nightly", "--acknowledge", id, "--reason", " \t"}).err,
            "assay nightly: an acknowledgement needs the change and a reason; assay nightly --acknowledge ID --reason "
            "'why it may stay'\n");
}

TEST_F(NightlyCommand, TwoAtOnceIntoOneStoreAreRefused) {
  {
    const auto other = StoreLock::of_night(path("test.db"));  // as another process would hold it
    ASSERT_TRUE(other) << to_string(other.error());
    const Answer answer = measure();
    EXPECT_EQ(answer.status, Exit::Nothing);
    EXPECT_EQ(answer.out, "");
    EXPECT_EQ(answer.err, path("test.db") + ": another 'assay nightly' measures into this store (process " +
                              std::to_string(getpid()) + "); wait until it has ended; nothing was begun\n");
    EXPECT_TRUE(store().runs()->empty());
    EXPECT_EQ(stored({"nightly", "--list"}).out, "no change is open\n");
  }
  EXPECT_EQ(measure().status, Exit::Fine);
  EXPECT_FALSE(std::filesystem::exists(path("test.db-night")));
}

TEST_F(NightlyCommand, WithoutAnAnchorItRefuses) {
  const Answer answer = simulated({"nightly", "--workload", "command.run", "--set", "command=true"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.err, HasSubstr("assay nightly: a nightly study needs a baseline: it is the anchor, which every "
                                    "night measures again; vary a factor, its anchor first: "));
}

TEST_F(NightlyCommand, ARunOfAnotherCommandIsNoNight) {
  RunRow run;
  run.id = "20260101-000000-00000000";
  run.kind = "ab";
  run.state = "finished";
  ASSERT_TRUE(store(Store::Access::ReadWrite).begin_run(run, {}));
  const Answer answer = stored({"nightly", "--show", run.id});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err, "--show: run 20260101-000000-00000000 is of 'assay ab'; 'assay list runs' shows the nights\n");
}

}  // namespace
}  // namespace assay
