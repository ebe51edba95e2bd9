#include <gtest/gtest.h>

#include "results/database.h"
#include "results/migrate.h"
#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;
using namespace std::chrono_literals;

const RunCell kCell = testing::cell("blis-serial", false);

Store begun(const Folder& folder) {
  Store store = *Store::open(folder / "a.db", Store::Access::ReadWrite);
  EXPECT_TRUE(store.begin_run(testing::run("r1"), {testing::cell("reference", true), kCell}));
  return store;
}

TEST(Nights, AreReadAsTheyWereWrittenAndOnce) {
  const Folder folder;
  Store store = begun(folder);
  const NightValue value{"r1", cell_id(kCell.cell), 0.0125, 0.001, 10, {{"host", "h"}}};
  const NightEvent told{"0123abcd", "new", 1.7e9, "r1", {{"why", "tonight"}}};
  const NightEvent said{"0123abcd", "acknowledged", 1.7e9 + 60, "", {{"reason", "known"}}};
  for (int time = 0; time < 2; ++time) {
    ASSERT_TRUE(store.add_night(std::span(&value, 1), std::span(&told, 1)));
    ASSERT_TRUE(store.add_night({}, std::span(&said, 1)));
  }
  const auto values = *store.night_values();
  ASSERT_EQ(values.size(), 1U);
  EXPECT_EQ(values[0].value, 0.0125);
  EXPECT_EQ(values[0].se, 0.001);
  EXPECT_EQ(values[0].bouts, 10);
  EXPECT_EQ(values[0].note, Json({{"host", "h"}}));
  const auto events = *store.night_events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].state, "new");
  EXPECT_EQ(events[0].run, "r1");
  EXPECT_EQ(events[1].state, "acknowledged");
  EXPECT_EQ(events[1].run, "");
  EXPECT_EQ(events[1].note, Json({{"reason", "known"}}));
}

TEST(Nights, WhatWasNotMeasuredHasNoValue) {
  const Folder folder;
  Store store = begun(folder);
  const NightValue value{"r1", cell_id(kCell.cell), {}, {}, 0, {{"why", "the anchor crashed"}}};
  ASSERT_TRUE(store.add_night(std::span(&value, 1), {}));
  EXPECT_FALSE(store.night_values()->front().value);
}

TEST(Nights, AStoreOfTheFirstSchemaIsMigratedWithItsRuns) {
  const Folder folder;
  const auto file = folder / "old.db";
  {
    Database old(file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 50ms);
    ASSERT_TRUE(migrate(old, file, migrations().first(1)));
    old.execute(
        "INSERT INTO run (id, kind, title, fingerprint, study, host, subjects, seed, started, state) "
        "VALUES ('r1', 'gate', 't', 'f', '{}', '{}', '{}', '1', 1.7e9, 'finished')");
  }
  const auto store = Store::open(file, Store::Access::ReadOnly);
  ASSERT_TRUE(store) << to_string(store.error());
  EXPECT_EQ(store->runs()->at(0).kind, "gate");
  EXPECT_TRUE(store->night_events()->empty());
  EXPECT_TRUE(std::filesystem::exists(file.string() + ".version-1"));
}

}  // namespace
}  // namespace assay
