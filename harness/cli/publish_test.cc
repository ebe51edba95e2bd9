#include <gmock/gmock.h>
#include <sys/stat.h>

#include "harness/cli/testing.h"

namespace assay {
namespace {

using assay::testing::Answer;
using assay::testing::type;
using assay::testing::Typed;
namespace fs = std::filesystem;

class Publishing : public Typed {
 protected:
  void SetUp() override {
    world("[[cell]]\nseconds = 0.02\n");
    ASSERT_EQ(simulated({"run", "--workload", "command.run", "--set", "command=true"}).status, Exit::Fine);
    fs::create_directory(path("site"));
  }

  /// The page's place is `db`, the store: that is told, and the store keeps what it has.
  void refused(const std::string& db) const {
    const Answer answer = type({"publish", "--db", db, "--to", path("site")});
    EXPECT_EQ(answer.status, Exit::Usage);
    EXPECT_EQ(answer.err, "--to " + path("site") + ": its index.html is the store; name another folder\n");
    EXPECT_EQ(type({"list", "runs", "--db", db}).status, Exit::Fine);
  }
};

TEST_F(Publishing, LeavesAStoreThatLiesWhereThePageWouldBe) {
  fs::rename(path("test.db"), path("site/index.html"));
  refused(path("site/index.html"));
  refused(path("site/../site/index.html"));
}

TEST_F(Publishing, LeavesAStoreBehindALink) {
  fs::create_symlink(path("test.db"), path("site/index.html"));
  refused(path("test.db"));
  refused(path("site/index.html"));
}

TEST_F(Publishing, LeavesWhatSQLiteKeepsBesideAStore) {
  fs::create_symlink(path("test.db-wal"), path("site/index.html"));
  refused(path("test.db"));
}

TEST_F(Publishing, DoesNotWaitForAReader) {
  ASSERT_EQ(mkfifo(path("site/index.html").c_str(), 0600), 0);
  const Answer answer = stored({"publish", "--to", path("site")});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err,
            path("site/index.html") +
                ": cannot be written: nobody reads this pipe; choose a folder that you can write with --to\n");
}

}  // namespace
}  // namespace assay
