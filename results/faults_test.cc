#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <fstream>

#include "results/database.h"
#include "results/migrate.h"
#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;
using namespace std::chrono_literals;

constexpr auto brief = 50ms;

std::string error_of(const std::filesystem::path& file, Store::Access access) {
  const auto store = Store::open(file, access, brief);
  return store ? "" : to_string(store.error());
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

BoutRecord some_bout(int attempt) {
  return testing::bout(
      attempt, {testing::process(testing::cell("reference", true), std::vector<std::int64_t>(60, 5123456 + attempt))});
}

Store begun(const std::filesystem::path& file) {
  auto store = Store::open(file, Store::Access::ReadWrite, brief);
  if (!store || !store->begin_run(testing::run("r1"), {testing::cell("reference", true)})) std::abort();
  return std::move(*store);
}

TEST(Faults, WhatIsNoStoreIsLeftAlone) {
  const Folder folder;
  const std::string text = "[not a store]\n" + std::string(2000, 'x');
  write(folder / "text.db", text);
  for (const auto access : {Store::Access::ReadOnly, Store::Access::ReadWrite})
    EXPECT_EQ(error_of(folder / "text.db", access),
              (folder / "text.db").string() + ": this file is not a store of assay; name another one with --db FILE");
  EXPECT_EQ(read(folder / "text.db"), text);
  EXPECT_EQ(error_of(folder.path(), Store::Access::ReadWrite),
            folder.path().string() + ": this is a folder, not a store; name a file with --db FILE");
}

TEST(Faults, ALockIsWaitedForUntilSomebodyGivesUp) {
  const Folder folder;
  Store store = begun(folder / "s.db");
  Database other((folder / "s.db").string(), SQLITE_OPEN_READWRITE, brief);
  other.execute("BEGIN IMMEDIATE");
  const auto error = [&](int attempt) {
    const auto done = store.commit_bout("r1", "g", some_bout(attempt));
    return done ? "" : done.error().what;
  };
  int told = 0;
  store.wait_for_locks(LockWait{1h, [&] { return told > 0; }, [&] { ++told; }});
  EXPECT_EQ(error(1), "the store is locked by another process");
  EXPECT_EQ(told, 1);
  store.wait_for_locks(std::nullopt);
  EXPECT_EQ(error(1), "the store is locked by another process");
  EXPECT_EQ(told, 1);
  other.execute("ROLLBACK");
  EXPECT_EQ(error(1), "");
}

TEST(Faults, AnotherProgramsDatabaseIsLeftAlone) {
  const Folder folder;
  Database((folder / "other.db").string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, brief)
      .execute("CREATE TABLE songs (name); INSERT INTO songs VALUES ('one')");
  const std::string before = read(folder / "other.db");
  EXPECT_EQ(
      error_of(folder / "other.db", Store::Access::ReadWrite),
      (folder / "other.db").string() +
          ": this is an SQLite database of something else, not a store of assay; name another one with --db FILE");
  EXPECT_EQ(read(folder / "other.db"), before);
}

TEST(Faults, MissingStoresAndFolders) {
  const Folder folder;
  EXPECT_EQ(error_of(folder / "none.db", Store::Access::ReadOnly),
            (folder / "none.db").string() +
                ": there is no store here yet; measure something first (assay run …), or "
                "name another one with --db FILE");
  EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
  EXPECT_EQ(error_of(folder / "a/b/c.db", Store::Access::ReadWrite),
            (folder / "a/b/c.db").string() + ": the folder of this store does not exist; make it: mkdir -p " +
                (folder / "a/b").string());
}

TEST(Faults, ANewerSchemaIsRefused) {
  const Folder folder;
  begun(folder / "a.db");
  Database((folder / "a.db").string(), SQLITE_OPEN_READWRITE, brief).execute("PRAGMA user_version = 99");
  for (const auto access : {Store::Access::ReadOnly, Store::Access::ReadWrite})
    EXPECT_EQ(error_of(folder / "a.db", access),
              (folder / "a.db").string() + ": this store has schema 99, and this assay knows schemas up to " +
                  std::to_string(migrations().size()) +
                  "; use the newer assay that wrote it, or name another store with --db FILE");
}

TEST(Faults, AnOlderSchemaIsMigratedAfterACopy) {
  const Folder folder;
  const auto file = folder / "a.db";
  { ASSERT_TRUE(begun(file).commit_bout("r1", "g", some_bout(0))); }
  std::vector<std::string_view> steps(migrations().begin(), migrations().end());
  steps.emplace_back("ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'");
  Database database(file.string(), SQLITE_OPEN_READWRITE, brief);
  ASSERT_TRUE(migrate(database, file, steps));
  const auto newest = static_cast<std::int64_t>(steps.size());
  EXPECT_EQ(database.number("PRAGMA user_version"), newest);
  EXPECT_EQ(database.number("SELECT count(*) FROM run WHERE colour = 'red'"), 1);
  EXPECT_EQ(database.number("SELECT count(*) FROM v_slices"), 61);
  const auto copy = Store::open(file.string() + ".version-" + std::to_string(newest - 1), Store::Access::ReadOnly);
  ASSERT_TRUE(copy) << to_string(copy.error());
  EXPECT_EQ(copy->bouts("r1")->size(), 1U);
}

TEST(Faults, AMigrationThatFailsChangesNothing) {
  const Folder folder;
  const auto file = folder / "a.db";
  { ASSERT_TRUE(begun(file).commit_bout("r1", "g", some_bout(0))); }
  std::vector<std::string_view> steps(migrations().begin(), migrations().end());
  steps.emplace_back("ALTER TABLE run ADD COLUMN colour TEXT; SELECT * FROM no_such_table");
  {
    Database database(file.string(), SQLITE_OPEN_READWRITE, brief);
    EXPECT_THROW((void)migrate(database, file, steps), SqlError);
  }
  const auto store = Store::open(file, Store::Access::ReadWrite);
  ASSERT_TRUE(store) << to_string(store.error());
  EXPECT_EQ(store->bouts("r1")->size(), 1U);
}

TEST(Faults, ALockedStoreSaysSoAndIsWrittenLater) {
  const Folder folder;
  Store store = begun(folder / "a.db");
  Database other((folder / "a.db").string(), SQLITE_OPEN_READWRITE, brief);
  other.execute("BEGIN IMMEDIATE");
  const auto refused = store.commit_bout("r1", "g", some_bout(0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(to_string(refused.error()), (folder / "a.db").string() +
                                            ": the store is locked by another process; wait until that has finished, "
                                            "or name another store with --db FILE");
  EXPECT_TRUE(store.bouts("r1")) << "readers do not wait for a writer";
  other.execute("ROLLBACK");
  EXPECT_TRUE(store.commit_bout("r1", "g", some_bout(0)));
}

TEST(Faults, ADamagedStoreSaysHowToSaveTheRest) {
  const Folder folder;
  const auto file = folder / "a.db";
  {
    Store store = begun(file);
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(store.commit_bout("r1", "g", some_bout(i)));
  }
  std::string bytes = read(file);
  for (std::size_t page = 30; page * 4096 < bytes.size(); ++page) bytes.replace(page * 4096, 200, 200, '\xa5');
  write(file, bytes);
  const auto store = Store::open(file, Store::Access::ReadOnly);
  ASSERT_TRUE(store) << to_string(store.error());
  const auto bouts = store->bouts("r1");
  ASSERT_FALSE(bouts);
  EXPECT_EQ(to_string(bouts.error()), file.string() +
                                          ": the store is damaged (database disk image is malformed); save what can be "
                                          "read with: sqlite3 " +
                                          file.string() + " .recover | sqlite3 saved.db");
}

TEST(Faults, NumbersThatAreNoneAreADamagedStore) {
  for (const char* numbers : {"[1,two]", "", "[]"}) {
    const Folder folder;
    const auto file = folder / "a.db";
    { ASSERT_TRUE(begun(file).commit_bout("r1", "g", some_bout(0))); }
    Database(file.string(), SQLITE_OPEN_READWRITE, brief)
        .execute("UPDATE slice_array SET numbers = '" + std::string(numbers) + "' WHERE quantity = 'wall_ns'");
    const auto bouts = Store::open(file, Store::Access::ReadOnly)->bouts("r1");
    ASSERT_FALSE(bouts) << numbers;
    EXPECT_EQ(bouts.error().what, "the store is damaged (slice_array wall_ns of process 1 is no array of integers)");
  }
}

/// Runs `work` in a child as an ordinary user with files of at most `most_bytes`, and returns its status.
template <typename Work>
int in_child(rlim_t most_bytes, Work work) {
  const int pid = fork();
  if (pid == 0) {
    const rlimit limit{most_bytes, most_bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(99);
    _exit(work());
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return status;
}

TEST(Faults, AReadOnlyStoreIsReadAndNotWritten) {
  const Folder folder;
  const auto file = folder / "a.db";
  { ASSERT_TRUE(begun(file).commit_bout("r1", "g", some_bout(0))); }
  using std::filesystem::perms;
  std::filesystem::permissions(file, perms::owner_read | perms::group_read | perms::others_read);
  std::filesystem::permissions(folder.path(),
                               perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec);
  const int status = in_child(RLIM_INFINITY, [&] {
    const auto store = Store::open(file, Store::Access::ReadOnly);
    if (!store || store->bouts("r1")->size() != 1) return 1;
    const std::string expected =
        file.string() +
        ": the store cannot be written; check the permissions of the file and of its folder, or "
        "name another store with --db FILE";
    return error_of(file, Store::Access::ReadWrite) == expected ? 0 : 2;
  });
  EXPECT_EQ(status, 0);
}

/// The log holds the last commits, and its index, which a reader would have to write, is missing.
TEST(Faults, AStoreIsNotReadWithoutItsLastCommits) {
  const Folder written, kept;
  { begun(written / "a.db"); }  // the file holds the run
  auto store = Store::open(written / "a.db", Store::Access::ReadWrite, brief);
  ASSERT_TRUE(store && store->commit_bout("r1", "g", some_bout(0)));
  for (const char* name : {"a.db", "a.db-wal"}) std::filesystem::copy_file(written / name, kept / name);
  using std::filesystem::perms;
  const perms before = std::filesystem::status(kept.path()).permissions();
  std::filesystem::permissions(kept.path(),
                               perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec);
  const int status = in_child(RLIM_INFINITY, [&] {
    const auto copy = Store::open(kept / "a.db", Store::Access::ReadOnly, brief);
    return !copy || copy->bouts("r1")->size() == 1 ? 0 : 1;
  });
  std::filesystem::permissions(kept.path(), before);
  EXPECT_EQ(status, 0);
}

/// Commits until it is refused; every commit before that must be there afterwards.
int fill(const std::filesystem::path& file, const std::string& reason) {
  auto store = Store::open(file, Store::Access::ReadWrite, brief);
  if (!store) return 1;
  if (!store->begin_run(testing::run("r1"), {testing::cell("reference", true)})) return 2;
  int done = 0;
  for (; done < 100000; ++done)
    if (const auto committed = store->commit_bout("r1", "g", some_bout(done)); !committed) {
      const std::string expected = file.string() + ": the store cannot grow (" + reason +
                                   "); free some space and give the same command again: what was committed before is "
                                   "kept";
      if (to_string(committed.error()) != expected) {
        std::fprintf(stderr, "%s\n", to_string(committed.error()).c_str());
        return 3;
      }
      break;
    }
  return done > 5 && store->bouts("r1")->size() == static_cast<std::size_t>(done) ? 0 : 4;
}

TEST(Faults, AStoreThatCannotGrowKeepsWhatItHas) {
  const Folder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  EXPECT_EQ(in_child(1 << 20, [&] { return fill(folder / "a.db", "disk I/O error"); }), 0);
}

TEST(Faults, AFullDiskKeepsWhatItHas) {
  const Folder folder;
  if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0)
    GTEST_SKIP() << "needs root to mount a small tmpfs; AStoreThatCannotGrowKeepsWhatItHas covers the limit of a user";
  EXPECT_EQ(fill(folder / "a.db", "No space left on device"), 0);
  umount(folder.path().c_str());
}

TEST(Faults, WhatWasCommittedSurvivesSigkillInMidTransaction) {
  const Folder folder;
  const auto file = folder / "a.db";
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const int pid = fork();
  if (pid == 0) {
    Store store = begun(file);
    if (!store.commit_bout("r1", "g", some_bout(0))) _exit(1);
    Database raw(file.string(), SQLITE_OPEN_READWRITE, brief);
    raw.execute("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE");
    raw.execute("UPDATE run SET state = 'half'");
    for (int i = 0; i < 200; ++i)
      raw.execute("INSERT INTO fact VALUES ('half-" + std::to_string(i) + "', hex(zeroblob(9000)))");
    if (::write(pipe_ends[1], "x", 1) != 1) _exit(2);
    pause();
  }
  char ready = 0;
  ASSERT_EQ(::read(pipe_ends[0], &ready, 1), 1);
  kill(pid, SIGKILL);
  int status = 0;
  waitpid(pid, &status, 0);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  auto store = Store::open(file, Store::Access::ReadWrite, brief);
  ASSERT_TRUE(store) << to_string(store.error());
  EXPECT_EQ(store->bouts("r1")->size(), 1U);
  EXPECT_EQ(store->unfinished_run("f00d")->value().state, "running");
  EXPECT_TRUE(store->commit_bout("r1", "g", some_bout(1)));
  EXPECT_EQ(
      Database(file.string(), SQLITE_OPEN_READONLY, brief).number("SELECT count(*) FROM fact WHERE id LIKE 'half%'"),
      0);
}

TEST(Faults, ANoteThatIsNoObjectIsADamagedStore) {
  const Folder folder;
  const Store store = begun(folder / "a.db");
  Database database((folder / "a.db").string(), SQLITE_OPEN_READWRITE, brief);
  database.execute("INSERT INTO group_note (run, group_name, note) VALUES ('r1', 'g', '5')");
  const auto notes = store.group_notes("r1");
  ASSERT_FALSE(notes);
  EXPECT_EQ(notes.error().what, "the store is damaged (group_note.note is no JSON object)");
}

}  // namespace
}  // namespace assay
