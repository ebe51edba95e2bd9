#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

/// A store with so many bouts of `r1`, between bouts of another run.
Store with_bouts(const Folder& folder, int bouts) {
  const RunCell cell = testing::cell("reference", true);
  Store store = *Store::open(folder / "a.db", Store::Access::ReadWrite);
  for (const char* run : {"r0", "r1"}) EXPECT_TRUE(store.begin_run(testing::run(run), {cell}));
  for (int chunk = 0; chunk < bouts; chunk += 500) {
    std::vector<StoredBout> of_chunk;
    for (int attempt = chunk; attempt < std::min(bouts, chunk + 500); ++attempt)
      of_chunk.push_back({0, "g", testing::bout(attempt, {testing::process(cell, {1000 + attempt})})});
    for (const char* run : {"r0", "r1"}) EXPECT_TRUE(store.import_bouts(run, of_chunk));
  }
  return store;
}

std::vector<std::vector<std::int64_t>> walls_in_parts(const Store& store, std::size_t parts) {
  std::vector<std::vector<std::int64_t>> walls(parts);
  const auto done = store.scan_in_parts("r1", Detail::Walls, parts, [&](std::size_t part, StoredBout& bout) {
    walls[part].push_back(bout.record.processes.at(0).slices.at(1).wall_ns);
  });
  EXPECT_TRUE(done);
  return walls;
}

TEST(Parts, HoldEveryBoutOfTheRunOnceAndInOrder) {
  const Folder folder;
  const Store store = with_bouts(folder, 2500);
  std::vector<std::int64_t> expected(2500);
  std::iota(expected.begin(), expected.end(), 1000);
  const auto parts = walls_in_parts(store, 3);
  std::vector<std::int64_t> all;
  for (const auto& part : parts) {
    EXPECT_FALSE(part.empty());
    all.insert(all.end(), part.begin(), part.end());
  }
  EXPECT_EQ(all, expected);
}

TEST(Parts, AreOneWhereThereIsLittle) {
  const Folder folder;
  const auto parts = walls_in_parts(with_bouts(folder, 20), 4);
  EXPECT_EQ(parts[0].size(), 20U);
  EXPECT_TRUE(parts[1].empty() && parts[2].empty() && parts[3].empty());
}

TEST(Parts, OfARunWithoutBoutsAreEmpty) {
  const Folder folder;
  EXPECT_TRUE(walls_in_parts(with_bouts(folder, 0), 2)[0].empty());
}

}  // namespace
}  // namespace assay
