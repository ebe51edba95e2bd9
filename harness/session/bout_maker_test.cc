#include "harness/session/bout_maker.h"

#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::group;
using simulation::Machine;
using simulation::plan;
using testing::ElementsAre;

/// Keeps what it was asked to run.
class Recorder : public Runner {
 public:
  explicit Recorder(Runner& runner) : runner_(runner) {}
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) override {
    specs.push_back(spec);
    return runner_.run(spec, stop);
  }
  std::vector<BoutSpec> specs;

 private:
  Runner& runner_;
};

/// Sides named by the threads that they have, on CPUs 2, 5 and 7.
class Maker : public testing::Test {
 protected:
  Maker() {
    machine_.tools.cpus = {2, 5, 7};
    machine_.tools.runner = [this](const Group&) -> Runner& { return recorder_; };
    machine_.tools.compose = [](const Group&, const Cell& cell) -> Result<MemberSpec> {
      MemberSpec member = mock_member(cell);
      member.threads = std::stoi(cell.configuration.at("side"));
      return member;
    };
  }

  BoutSpec made(Mode mode) {
    BoutMaker maker(plan_, "run", machine_.tools);
    NextBout next;
    next.cells = {0, 1};
    next.method.mode = mode;
    next.method.iterations = 1000;
    next.method.limit_seconds = 60.5;
    next.method.all_cpus = all_cpus_;
    maker.run(next);
    return recorder_.specs.back();
  }

  bool all_cpus_ = false;
  Machine machine_{"[[cell]]\n"};
  Recorder recorder_{machine_.runner};
  Plan plan_ = plan({group("x.a", {"1", "2"})}, compare());
};

TEST_F(Maker, GivesEachMemberAsManyCpusAsItHasThreads) {
  const BoutSpec spec = made(Mode::Turns);
  EXPECT_THAT(spec.cpus, ElementsAre(2, 5));
  EXPECT_THAT(spec.members[0].cpus, ElementsAre(2));
  EXPECT_THAT(spec.members[1].cpus, ElementsAre(2, 5));
}

TEST_F(Maker, GivesEachMemberAllCpusWhereItsMethodSaysSo) {
  all_cpus_ = true;
  const BoutSpec spec = made(Mode::Adjacent);
  EXPECT_THAT(spec.cpus, ElementsAre(2, 5, 7));
  EXPECT_THAT(spec.members[0].cpus, ElementsAre(2, 5, 7));
  EXPECT_THAT(spec.members[1].cpus, ElementsAre(2, 5, 7));
}

/// Nobody knows yet how many it uses at once: it is timed on one all the same, unless it is seen to use several.
TEST_F(Maker, TellsTheCalibrationOfAWholeCommandOfAllCpus) {
  EXPECT_THAT(made(Mode::Calibrate).allowed, ElementsAre());
  Workload command;
  command.kind = "command";
  plan_.groups[0].workload = &command;
  EXPECT_THAT(made(Mode::Calibrate).allowed, ElementsAre(2, 5, 7));
  EXPECT_THAT(made(Mode::Calibrate).cpus, ElementsAre(2, 5));
  EXPECT_THAT(made(Mode::Adjacent).allowed, ElementsAre());
}

TEST_F(Maker, LimitsABoutAsItsMethodSays) {
  EXPECT_EQ(made(Mode::Turns).limits.seconds, 60.5);
  EXPECT_EQ(made(Mode::Calibrate).limits.seconds, 60.5);
}

TEST_F(Maker, LetsTheCalibrationOfAWholeCommandTakeTenMinutes) {
  Workload command;
  command.kind = "command";
  plan_.groups[0].workload = &command;
  EXPECT_EQ(made(Mode::Calibrate).limits.seconds, 600);
  EXPECT_EQ(made(Mode::SharedCpu).limits.seconds, 60.5);
}

TEST_F(Maker, LimitsABoutAsTheUserSays) {
  machine_.tools.limit_seconds = 7.5;
  Workload command;
  command.kind = "command";
  plan_.groups[0].workload = &command;
  EXPECT_EQ(made(Mode::Turns).limits.seconds, 7.5);
  EXPECT_EQ(made(Mode::Calibrate).limits.seconds, 7.5);
}

}  // namespace
}  // namespace assay
