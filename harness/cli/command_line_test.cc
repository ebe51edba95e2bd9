#include "harness/cli/command_line.h"

#include <gmock/gmock.h>

#include "harness/cli/testing.h"
#include "harness/core/json.h"

namespace assay {
namespace {

using assay::testing::Answer;
using assay::testing::type;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(CommandLineOfAssay, ListsEveryCommandWithItsSentence) {
  const Answer answer = type({"--help"});
  EXPECT_EQ(answer.status, Exit::Fine);
  for (const auto& command : commands()) {
    if (command->hidden()) continue;
    EXPECT_THAT(answer.out, HasSubstr("  " + command->name() + " "));
  }
  EXPECT_THAT(answer.out, HasSubstr("assay run suites/studies/first-look.toml"));
}

TEST(CommandLineOfAssay, GivesEveryCommandAnExample) {
  for (const auto& command : commands()) {
    const Answer answer = type({command->name(), "--help"});
    EXPECT_EQ(answer.status, Exit::Fine);
    EXPECT_THAT(answer.out, HasSubstr("Examples:\n  assay " + command->name())) << command->name();
    EXPECT_THAT(answer.out, HasSubstr("Usage: assay " + command->name())) << command->name();
    EXPECT_THAT(answer.out, HasSubstr("--json")) << command->name();
  }
}

TEST(CommandLineOfAssay, AnswersAnUnknownCommandWithTheNearOnes) {
  const Answer answer = type({"lst", "workloads"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.err, StartsWith("assay: unknown command \"lst\"; did you mean \"list\"? Known here: "));
  EXPECT_EQ(answer.out, "");
}

TEST(CommandLineOfAssay, AnswersAnUnknownOptionWithTheNearOnes) {
  const Answer answer = type({"plan", "--wokload", "python.*"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.err,
              StartsWith("assay plan: unknown option \"--wokload\"; did you mean \"--workload\"? Known here: "));
  EXPECT_THAT(type({"--versoin"}).err,
              StartsWith("assay: unknown option \"--versoin\"; did you mean \"--version\"? Known here: "));
}

TEST(CommandLineOfAssay, RefusesAWordTooMany) {
  const Answer answer = type({"list", "factors", "threads"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err, "assay list: one word too many: \"threads\"; 'assay list --help' shows what it takes\n");
}

TEST(CommandLineOfAssay, ShowsHelpWhereNothingIsTyped) {
  const Answer answer = type({});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.out, HasSubstr("Examples:"));
}

TEST(CommandLineOfAssay, ForgetsTheLineBefore) {
  EXPECT_EQ(type({"plan", "--workload", "command.run", "--set", "command=true"}).status, Exit::Fine);
  EXPECT_EQ(type({"plan"}).status, Exit::Usage);
}

TEST(List, KnowsItsTopics) {
  const Answer answer = type({"list", "factor"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err,
            "assay list: unknown list \"factor\"; did you mean \"factors\"? Known here: workloads, python, blas, "
            "compilers, factors, "
            "runners, runs\n");
}

TEST(List, ShowsFactorsFromTheRegistry) {
  const Json json = Json::parse(type({"list", "factors", "--json"}).out);
  std::vector<std::string> names;
  for (const Json& item : json["items"]) names.push_back(item["factor"]);
  EXPECT_THAT(
      names, ::testing::IsSupersetOf({"runner", "command", "env.NAME", "blas", "threads", "python", "route", "flags"}));
}

TEST(List, DoesNotMakeAStore) {
  const Answer answer = type({"list", "runs", "--db", "/no/such.db"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err, "/no/such.db: no such store; 'assay run' makes one; --db names another\n");
}

TEST(Version, NamesTheLibraries) {
  const Answer answer = type({"--version"});
  EXPECT_EQ(answer.status, Exit::Fine);
  for (const char* library : {"SQLite ", "fmt ", "CLI11 ", "toml++ ", "nlohmann-json ", "Boost ", "worker: "}) {
    EXPECT_THAT(answer.out, HasSubstr(library));
  }
}

}  // namespace
}  // namespace assay
