#include "results/read_ahead.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace assay {
namespace {

/// Hands over bouts 1 … `last`.
auto up_to(std::int64_t last) {
  return [last](const VisitBout& visit) {
    for (std::int64_t id = 1; id <= last; ++id) {
      StoredBout bout;
      bout.id = id;
      visit(bout);
    }
  };
}

TEST(ReadAhead, VisitsEachOnceInOrder) {
  for (const std::int64_t bouts : {0, 1, 63, 64, 65, 5000}) {
    std::int64_t next = 1;
    read_ahead(up_to(bouts), [&](StoredBout& bout) { ASSERT_EQ(bout.id, next++); });
    EXPECT_EQ(next, bouts + 1);
  }
}

TEST(ReadAhead, WhatReadingThrowsIsThrownAfterAllThatWasRead) {
  std::int64_t seen = 0;
  const auto read = [](const VisitBout& visit) {
    up_to(64)(visit);
    throw std::runtime_error("the file ends here");
  };
  try {
    read_ahead(read, [&](StoredBout&) { ++seen; });
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the file ends here");
  }
  EXPECT_EQ(seen, 64);
}

TEST(ReadAhead, EndsTheReaderWhereVisitingThrows) {
  const auto visit = [](StoredBout& bout) {
    if (bout.id == 70) throw std::runtime_error("enough");
  };
  EXPECT_THROW(read_ahead(up_to(1'000'000), visit), std::runtime_error);
}

}  // namespace
}  // namespace assay
