#include <gmock/gmock.h>

#include "harness/cli/testing.h"
#include "harness/core/json.h"

namespace assay {
namespace {

using assay::testing::Answer;
using assay::testing::Typed;
using assay::testing::Words;
using ::testing::HasSubstr;

/// The same study twice with the same seed, on the same simulated machine and with a store that begins empty: what a
/// command prints, as text and as JSON, what it writes, and the page.
class Reproducible : public Typed {
 protected:
  void SetUp() override {
    world(
        "[neighbour]\nshare = 0.3\n[[cell]]\nmatch = {command = \"true b\"}\nseconds = 0.0207\n"
        "[[cell.fail]]\nattempts = [4]\ndetail = \"no memory\"\n[[cell]]\nseconds = 0.02\n");
    file("gate.toml",
         "title = \"twice\"\nworkloads = [\"command.run\"]\nbaseline = {command = \"true\"}\n[factors]\n"
         "command = [\"true\", \"true b\"]\n\"env.X\" = [\"1\", \"2\"]\n[decision]\nrule = \"gate\"\n");
  }

  /// `files`: what the command writes beside its answer.
  std::string everything(const Words& command, const Words& files) const {
    for (const char* kept : {"test.db", "site/index.html"}) std::filesystem::remove(path(kept));
    const Answer first = simulated(command, {"--seed", "7"}), second = simulated(command, {"--seed", "7", "--json"});
    EXPECT_NE(first.status, Exit::Usage) << first.err;
    EXPECT_EQ(stored({"publish", "--to", path("site")}).status, Exit::Fine);
    EXPECT_EQ(store().runs()->size(), 2U);
    std::string all = first.out + first.err + second.out + second.err + text("site/index.html");
    for (const std::string& each : files) all += text(each);
    return all;
  }

  void same(const Words& command, const Words& files = {}) const {
    const std::string once = everything(command, files), again = everything(command, files);
    EXPECT_EQ(once, again);
    EXPECT_THAT(once, HasSubstr("\"run\": \"20231114-221420-"));
    EXPECT_THAT(once, HasSubstr("</html>"));
  }
};

TEST_F(Reproducible, Run) {
  same({"run", "--workload", "command.run", "--factor", "command=true", "--factor", "command=true b", "--factor",
        "env.X=1", "--factor", "env.X=2"});
}

TEST_F(Reproducible, Ab) {
  same({"ab", "--command", "true", "true b"});
}

TEST_F(Reproducible, Gate) {
  same({"gate", path("gate.toml"), "--junit", path("g.xml"), "--markdown", path("g.md")}, {"g.xml", "g.md"});
}

TEST_F(Reproducible, Nightly) {
  same({"nightly", path("gate.toml")});
}

TEST_F(Reproducible, AnotherSeedIsAnotherRun) {
  const Answer seven = simulated({"ab", "--command", "true", "true b"}, {"--seed", "7", "--json"});
  std::filesystem::remove(path("test.db"));
  const Answer eight = simulated({"ab", "--command", "true", "true b"}, {"--seed", "8", "--json"});
  EXPECT_NE(Json::parse(seven.out)["comparisons"], Json::parse(eight.out)["comparisons"]);
}

}  // namespace
}  // namespace assay
