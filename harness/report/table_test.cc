#include "harness/report/table.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Table sides() {
  return {{{"workload", Align::Left, 9},
           {"A", Align::Right, 3},
           {"B", Align::Right, 3},
           {"change", Align::Right, 9},
           {"pairs", Align::Right, 1}},
          {{{"linalg.gemm{n=512}"}, {"4.92 ms"}, {"5.10 ms"}, {"+3.7 %"}, {"12"}}}};
}

TEST(Table, ShowsAllColumnsWhereThereIsSpace) {
  EXPECT_EQ(sides().text(60, false),
            "  workload                  A        B  change  pairs\n"
            "  linalg.gemm{n=512}  4.92 ms  5.10 ms  +3.7 %     12\n");
}

TEST(Table, ShowsControlCharactersAndObeysNone) {
  Table table = sides();
  table.rows[0][0].text = "a\x1b[2Jb\nc";
  EXPECT_EQ(table.text(60, false),
            "  workload        A        B  change  pairs\n"
            "  a?[2Jb c  4.92 ms  5.10 ms  +3.7 %     12\n");
  EXPECT_EQ(wrapped("Note: \x1b]0;title\x07 of\na study", 40, 2), "  Note: ?]0;title? of a study\n");
}

TEST(Table, LeavesOutColumnsOfOneKindTogether) {
  EXPECT_EQ(sides().text(47, false),
            "  workload                  A        B  change\n"
            "  linalg.gemm{n=512}  4.92 ms  5.10 ms  +3.7 %\n");
  EXPECT_EQ(sides().text(45, false),
            "  workload            change\n"
            "  linalg.gemm{n=512}  +3.7 %\n");
}

TEST(Table, BreaksTheFirstColumnAtLast) {
  EXPECT_EQ(sides().text(26, false),
            "  workload          change\n"
            "  linalg.gemm{      +3.7 %\n"
            "    n=512}\n");
}

}  // namespace
}  // namespace assay
