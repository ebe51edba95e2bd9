#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "harness/core/digest.h"
#include "harness/core/near_names.h"
#include "harness/core/process.h"
#include "harness/factors/factor.h"
#include "harness/factors/kind.h"
#include "harness/factors/thread_environment.h"
#include "harness/factors/words.h"
#include "harness/host/siblings.h"
#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;

std::string error_of(const char* factor, const std::string& level) {
  const auto checked = find_factor(factor)->check(level);
  return checked ? "no error" : to_string(checked.error());
}

TEST(Factors, AreFoundByNameAndFamily) {
  EXPECT_EQ(find_factor("openblas"), nullptr);
  EXPECT_EQ(find_factor("env."), nullptr);
  EXPECT_EQ(find_factor("runner")->name(), "runner");
  const Factor* variable = find_factor("env.OMP_NUM_THREADS");
  ASSERT_NE(variable, nullptr);
  EXPECT_EQ(variable->name(), "env.OMP_NUM_THREADS");
  EXPECT_EQ(find_factor("env.OMP_NUM_THREADS"), variable);
  EXPECT_THAT(factor_names(), Contains("env.NAME"));
}

TEST(Factors, ComeByRankAndExplainThemselves) {
  int before = 0;
  for (const auto& factor : factors()) {
    EXPECT_GE(factor->rank(), before) << factor->name();
    before = factor->rank();
    EXPECT_FALSE(factor->about().empty()) << factor->name();
    EXPECT_FALSE(factor->value().empty()) << factor->name();
  }
}

TEST(Factors, MayBeUnsetWhereTheyReachEverythingAndHaveNoStandard) {
  for (const auto& factor : factors()) {
    const bool unset = factor->universal() && !factor->standard();
    EXPECT_EQ(may_be_unset(factor->name()), unset) << factor->name();
  }
  EXPECT_TRUE(may_be_unset("env.OMP_NUM_THREADS"));
}

TEST(Side, IsHiddenAndChangesNothing) {
  const Factor* side = find_factor("side");
  ASSERT_NE(side, nullptr);
  EXPECT_THAT(factor_names(), testing::Not(Contains("side")));
  EXPECT_TRUE(side->universal());
  EXPECT_FALSE(side->standard());
  EXPECT_TRUE(side->subject("a").is_null());
  EXPECT_EQ(error_of("side", "c"), "unknown side \"c\"; side=a or side=b");
  Draft draft;
  ASSERT_TRUE(side->apply("b", draft));
  EXPECT_TRUE(draft.member.environment.empty());
  EXPECT_TRUE(draft.prefix.empty());
  EXPECT_EQ(draft.member.config, Json::object());
}

TEST(Environment, IsSetAsWritten) {
  const Factor* variable = find_factor("env.PYTHONHASHSEED");
  EXPECT_EQ(variable->check("0").value(), "0");
  Draft draft;
  ASSERT_TRUE(variable->apply("0", draft));
  EXPECT_EQ(draft.member.environment.at("PYTHONHASHSEED"), "0");
}

TEST(Environment, RefusesWhatIsNoVariable) {
  EXPECT_EQ(error_of("env.A-B", "1"), "\"A-B\" is no name of an environment variable; letters, digits and _");
  EXPECT_EQ(error_of("env.1A", "1"), "\"1A\" is no name of an environment variable; letters, digits and _");
  EXPECT_EQ(error_of("env.ASSAY_SOCKET", "1"), "ASSAY_SOCKET is Assay's own; vary another variable");
}

TEST(Runner, NamesWhatIsNear) {
  EXPECT_EQ(find_factor("runner")->check("local").value(), "local");
  EXPECT_EQ(error_of("runner", "locl"), "unknown runner \"locl\"; did you mean \"local\"? Known here: emulated, local");
  EXPECT_EQ(error_of("runner", "mock:/no/such"),
            "no file \"/no/such\" for the mock runner; it describes the simulated workloads");
}

TEST(Sibling, IsRefusedWhereThereIsNone) {
  EXPECT_EQ(error_of("sibling", "bussy"),
            "unknown level \"bussy\" of sibling; did you mean \"busy\"? Known here: idle, busy");
  const std::vector<int> cpus = allowed_cpus();
  const auto sibling = sibling_of(cpus.front(), cpus);
  for (const char* level : {"idle", "busy"})
    EXPECT_EQ(error_of("sibling", level), sibling ? "no error" : to_string(sibling.error()));
}

TEST(Sibling, IsLoadedForOneThread) {
  Draft draft;
  draft.member.threads = 2;
  const auto applied = find_factor("sibling")->apply("busy", draft);
  ASSERT_FALSE(applied);
  EXPECT_EQ(to_string(applied.error()), "sibling=busy is for one thread, and this configuration has 2; set threads=1");
  EXPECT_TRUE(find_factor("sibling")->apply("idle", draft));
  EXPECT_EQ(draft.member.busy_cpu, -1);
}

TEST(Root, NamesWhatIsNotThere) {
  setenv("ASSAY_DATA", "/nonexistent", 1);
  EXPECT_EQ(error_of("root", "debian-13"), "no root file system \"debian-13\"; none is known here");
  EXPECT_EQ(error_of("root", ""), "no root file system \"\"; none is known here");
  unsetenv("ASSAY_DATA");
}

TEST(SplitWords, FollowsTheShellsQuotes) {
  EXPECT_THAT(split_words(R"(python3  -c 'print("a b")' "c\"d" e\ f '' g"h"i)").value(),
              ElementsAre("python3", "-c", "print(\"a b\")", "c\"d", "e f", "", "ghi"));
  EXPECT_THAT(split_words(" \t").value(), testing::IsEmpty());
  EXPECT_THAT(split_words("a '$HOME|*'").value(), ElementsAre("a", "$HOME|*"));
}

TEST(SplitWords, RefusesWhatNeedsAShell) {
  EXPECT_EQ(to_string(split_words("a | b").error()),
            "a | b: \"|\" is for a shell, and commands are started without one; quote it, or write sh -c '…' to "
            "measure a shell as well");
  EXPECT_EQ(to_string(split_words("a 'b").error()), "a 'b: a ' is not closed");
  EXPECT_EQ(to_string(split_words("a\\").error()), "a\\: ends with a backslash");
}

TEST(CommandLine, MustNameAProgram) {
  EXPECT_EQ(find_factor("command")->check("sh -c 'exit 0'").value(), "sh -c 'exit 0'");
  EXPECT_EQ(error_of("command", ""), "an empty command");
  EXPECT_EQ(error_of("command", "no-such-program -x"),
            "no program \"no-such-program\"; it is not on PATH; write its path");
  EXPECT_EQ(error_of("command", "/etc/passwd"), "no program \"/etc/passwd\"; is it there, and executable?");
}

TEST(CommandLine, IsWhatItsFilesHold) {
  const auto folder = std::filesystem::temp_directory_path() / ("assay-command-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto subject = [&](const std::string& script) {
    std::ofstream(folder / "work.sh") << script;
    return find_factor("command")->subject(fmt::format("sh '{}' -x", (folder / "work.sh").string()));
  };
  const Json one = subject("exit 0"), other = subject("exit 1");
  EXPECT_EQ(one.at("path"), std::filesystem::canonical("/bin/sh").string());
  EXPECT_EQ(one.at("program"), *file_digest("/bin/sh"));
  EXPECT_EQ(one.at("arguments"), Json::array({"file " + digest("exit 0"), "-x"}));
  EXPECT_EQ(other.at("arguments"), Json::array({"file " + digest("exit 1"), "-x"}));
  EXPECT_TRUE(find_factor("command")->subject("no-such-program -x").is_null());
  std::filesystem::remove_all(folder);
}

Workload whole_command() {
  Workload workload;
  workload.suite = "command";
  workload.name = "run";
  workload.kind = "command";
  return workload;
}

TEST(Compose, AppliesFactorsByRankAndPutsThePrefixInFront) {
  const Cell cell{"command.run", {}, {{"command", "sh -c 'exit 0'"}, {"env.X", "1"}, {"runner", "local"}}};
  const auto member = compose(whole_command(), cell);
  ASSERT_TRUE(member) << to_string(member.error());
  EXPECT_THAT(member->argv, ElementsAre("sh", "-c", "exit 0"));
  EXPECT_EQ(member->environment.at("X"), "1");
  EXPECT_EQ(member->environment.at("PATH"), own_environment().at("PATH"));
  EXPECT_TRUE(member->whole_command);
  EXPECT_EQ(member->cell, cell_id(cell));
}

/// Leaves a word in front of the command when its turn comes.
class InFront final : public Factor {
 public:
  InFront(std::string name, int rank) : name_(std::move(name)), rank_(rank) {}
  std::string name() const override { return name_; }
  std::string about() const override { return "For tests."; }
  std::string value() const override { return "any text"; }
  int rank() const override { return rank_; }
  std::optional<std::string> standard() const override { return std::nullopt; }
  Result<std::string> check(const std::string& level) const override { return level; }
  Result<void> apply(const std::string& level, Draft& draft) const override {
    draft.prefix.push_back(level);
    return {};
  }

 private:
  std::string name_;
  int rank_;
};

const FactorRegistration late(std::make_unique<InFront>("a-late", 90));
const FactorRegistration early(std::make_unique<InFront>("z-early", 1));

TEST(Compose, AppliesLowRanksFirstWhateverTheNames) {
  const auto member =
      compose(whole_command(), {"command.run", {}, {{"a-late", "two"}, {"command", "true x"}, {"z-early", "one"}}});
  ASSERT_TRUE(member) << to_string(member.error());
  EXPECT_THAT(member->argv, ElementsAre("one", "two", "true", "x"));
}

TEST(Threads, AreToldToEveryLibraryAndLeaveWhatTheUserSets) {
  const auto member = compose(
      whole_command(), {"command.run", {}, {{"command", "true"}, {"env.OMP_NUM_THREADS", "3"}, {"threads", "1"}}});
  ASSERT_TRUE(member) << to_string(member.error());
  EXPECT_EQ(member->threads, 1);
  EXPECT_EQ(member->environment.at("OMP_NUM_THREADS"), "3");
  EXPECT_EQ(member->environment.at("OPENBLAS_NUM_THREADS"), "1");
  Draft draft;  // as a kind composes it, after all factors
  draft.cell.configuration = {{"env.OMP_NUM_THREADS", "3"}};
  draft.member.environment = {{"OMP_NUM_THREADS", "3"}};
  set_thread_environment(draft, 2);
  EXPECT_EQ(draft.member.environment, (std::map<std::string, std::string>{{"BLIS_NUM_THREADS", "2"},
                                                                          {"MKL_NUM_THREADS", "2"},
                                                                          {"OMP_NUM_THREADS", "3"},
                                                                          {"OPENBLAS_NUM_THREADS", "2"}}));
}

TEST(Compose, NamesWhatIsMissing) {
  const auto without = compose(whole_command(), {"command.run", {}, {}});
  ASSERT_FALSE(without);
  EXPECT_EQ(to_string(without.error()),
            "command.run: no command is given; write --command \"A\" \"B\", or the factor command");
  Workload strange = whole_command();
  strange.kind = "comand";
  strange.file = "suites/command/suite.toml";
  const auto unknown = compose(strange, {"command.run", {}, {}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_string(unknown.error()), "suites/command/suite.toml: unknown kind \"comand\" of workload command.run; " +
                                            hint_for("comand", kind_names()));
}

}  // namespace
}  // namespace assay
