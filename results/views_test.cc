#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/database.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using testing::Folder;

/// As the sqlite3 shell prints it: columns between bars, NULL as nothing.
std::vector<std::string> rows(const std::filesystem::path& file, const std::string& sql) {
  Database database(file.string(), SQLITE_OPEN_READONLY, std::chrono::seconds(1));
  Statement statement(database, sql);
  std::vector<std::string> result;
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &raw, nullptr);
  const int columns = sqlite3_column_count(raw);
  sqlite3_finalize(raw);
  while (statement.step()) {
    std::string row;
    for (int column = 0; column < columns; ++column) row += (column > 0 ? "|" : "") + statement.text(column);
    result.push_back(row);
  }
  return result;
}

std::vector<std::string> columns(const std::filesystem::path& file, const std::string& view) {
  return rows(file, "SELECT name FROM pragma_table_info('" + view + "')");
}

class Views : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(file_, Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    ASSERT_TRUE(store->begin_run(testing::run("r1"), cells_));
    BoutRecord calibration = testing::bout(0, {testing::process(cells_[0], {1}), testing::process(cells_[1], {1})});
    calibration.mode = Mode::Calibrate;
    ASSERT_TRUE(store->commit_bout("r1", "g", calibration));
    for (int attempt = 1; attempt <= 3; ++attempt) {
      ProcessRecord b = testing::process(cells_[1], {4000});
      b.outcome = Outcome::TimedOut;
      const std::int64_t wall = 5000000 * attempt;
      ASSERT_TRUE(
          store->commit_bout("r1", "g", testing::bout(attempt, {testing::process(cells_[0], {wall, wall}), b})));
    }
  }

  Folder folder_;
  std::filesystem::path file_ = folder_ / "a.db";
  std::vector<RunCell> cells_ = {testing::cell("reference", true), testing::cell("blis-serial", false),
                                 testing::cell("eigen", false)};
};

TEST_F(Views, HaveTheColumnsThatUsersRelyOn) {
  EXPECT_THAT(columns(file_, "v_cells"),
              ElementsAre("run", "cell", "host", "workload", "parameters", "configuration", "outcome", "unit", "median",
                          "low", "high", "processes", "emulated"));
  EXPECT_THAT(columns(file_, "v_processes"),
              ElementsAre("process", "run", "bout", "cell", "attempt", "started", "outcome", "wall", "cpu",
                          "voluntary_switches", "involuntary_switches"));
  EXPECT_THAT(columns(file_, "v_slices"), ElementsAre("process", "slice", "round", "phase", "iterations", "wall", "cpu",
                                                      "reference_before", "reference_after"));
}

TEST_F(Views, CellsAreMediansOfProcessesWithoutCalibration) {
  const std::string ids[] = {cell_id(cells_[0].cell), cell_id(cells_[1].cell), cell_id(cells_[2].cell)};
  EXPECT_THAT(
      rows(file_, "SELECT * FROM v_cells"),
      ElementsAre(
          "r1|" + ids[0] +
              R"(|0123456789abcdef|linalg.gemm|{"n":512,"type":"d"}|{"blas":"reference","threads":1}|measured|s|)"
              "1.0e-05|5.0e-06|1.5e-05|3|0",
          "r1|" + ids[1] +
              R"(|0123456789abcdef|linalg.gemm|{"n":512,"type":"d"}|{"blas":"blis-serial","threads":1}|timed-out|s|)"
              "|||0|0",
          "r1|" + ids[2] +
              R"(|0123456789abcdef|linalg.gemm|{"n":512,"type":"d"}|{"blas":"eigen","threads":1}|skipped|s|)"
              "|||0|0"));
}

TEST_F(Views, ProcessesAndSlicesAreWhatWasMeasured) {
  const std::string id = cell_id(cells_[0].cell);
  EXPECT_THAT(rows(file_, "SELECT * FROM v_processes WHERE attempt = 2"),
              ElementsAre("5|r1|3|" + id + "|2|1700000001.5|measured|1.0e-05|9.9999e-06|0|0",
                          "6|r1|3|" + cell_id(cells_[1].cell) + "|2|1700000001.5|timed-out|4.0e-09|3.9e-09|0|0"));
  EXPECT_THAT(
      rows(file_, "SELECT * FROM v_slices WHERE process = 5"),
      ElementsAre("5|0|0|warmup|1000|0.0001|0.0|0.0|0.0", "5|1|1|steady|1000|1.0e-05|9.9999e-06|4.0e-06|4.0e-06",
                  "5|2|2|steady|1000|1.0e-05|9.9999e-06|4.0e-06|4.0e-06"));
  EXPECT_THAT(rows(file_, "SELECT count(*) FROM v_slices"), ElementsAre("15"));
  EXPECT_THAT(rows(file_, "SELECT json_extract(configuration, '$.threads') + 1 FROM v_cells LIMIT 1"),
              ElementsAre("2"));
}

TEST_F(Views, IntervalsOfManyProcessesAreOrderStatistics) {
  auto store = Store::open(file_, Store::Access::ReadWrite);
  ASSERT_TRUE(store);
  ASSERT_TRUE(store->begin_run(testing::run("r2"), cells_));
  for (int attempt = 1; attempt <= 25; ++attempt)
    ASSERT_TRUE(
        store->commit_bout("r2", "g", testing::bout(attempt, {testing::process(cells_[0], {1000000 * attempt})})));
  // (25 - 1.96 * 5) / 2 = 7.6: the 7th from either end
  EXPECT_THAT(rows(file_,
                   "SELECT printf('%.0f %.0f %.0f', 1e9*median, 1e9*low, 1e9*high) FROM v_cells "
                   "WHERE run = 'r2' AND processes = 25"),
              ElementsAre("13000 7000 19000"));
}

}  // namespace
}  // namespace assay
