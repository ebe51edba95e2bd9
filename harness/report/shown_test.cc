#include "harness/report/shown.h"

#include <gmock/gmock.h>

#include "results/testing.h"

namespace assay {
namespace {

/// The table of `assay show RUN`, up to the facts.
std::string shown_cells(const Store& store, const std::string& run, int width) {
  const auto shown = show(store, run);
  if (!shown) return to_string(shown.error());
  const std::string text = shown_text(*shown, {false, width});
  const auto begin = text.find("\n\n") + 2;
  return text.substr(begin, text.find("\nstudy\n") - begin);
}

TEST(Shown, TellsCellsApart) {
  const testing::Folder folder;
  Store store = *Store::open(folder / "a.db", Store::Access::ReadWrite);
  const auto routed = [](const std::string& route, bool baseline) {
    return RunCell{{"python.call", {{"n", "100"}}, {{"python", "python3.11"}, {"route", route}, {"runner", "local"}}},
                   "python.call{n=100}",
                   baseline,
                   false};
  };
  const std::vector<RunCell> cells = {routed("exe", true), routed("embed", false)};
  ASSERT_TRUE(store.begin_run(testing::run("r1"), cells));
  EXPECT_EQ(shown_cells(store, "r1", 80),
            "  workload            route  time  outcome  cell\n"
            "  python.call{n=100}  exe       -  skipped  " +
                cell_id(cells[0].cell) +
                "\n"
                "  python.call{n=100}  embed     -  skipped  " +
                cell_id(cells[1].cell) +
                "\n"
                "\nEverywhere, where it reaches: python=python3.11 runner=local\n");
  EXPECT_THAT(shown_cells(store, "r1", 59), ::testing::StartsWith("  workload                  time  outcome  cell\n"
                                                                  "  python.call{n=100}           -  skipped  " +
                                                                  cell_id(cells[0].cell) + "\n    route=exe\n"));
}

}  // namespace
}  // namespace assay
