#include <algorithm>
#include <iostream>

#include "harness/cli/command.h"
#include "harness/cli/options.h"
#include "harness/cli/text_style.h"
#include "harness/report/report.h"
#include "results/store.h"

namespace assay {
namespace {

bool any_measured(const RunReport& report) {
  return std::ranges::any_of(report.cells, [](const CellReport& cell) { return cell.outcome == Outcome::Measured; });
}

class Compare : public Subcommand {
 public:
  std::string name() const override { return "compare"; }
  std::string about() const override {
    return "Compare what is stored, by one factor or by all. Not live: to decide something, measure it again with "
           "assay ab.";
  }
  std::string example() const override {
    return "assay compare --db assay.db --by blas\n"
           "assay compare --by run --workload 'python.*'\n"
           "assay compare --workload 'linalg.*' --json";
  }
  void add_options(CLI::App& app) override {
    add_text(
        app, "--by", options_.by,
        "The factor whose levels are compared; run or host: the same at other times, in other places; default: every "
        "factor",
        "FACTOR");
    add_text(app, "--run", options_.run, "Only this run; default: all in the store but those of doctor --aa", "RUN");
    add_text(app, "--workload", options_.workload, "Only workloads that match, with * and ? as in a shell", "PATTERN");
  }

  Exit run(const Common& common) override {
    const auto store = Store::open(common.db, Store::Access::ReadOnly);
    if (!store) return complain(store.error());
    const auto report = make_comparison(*store, options_);
    if (!report) return complain(report.error());
    if (report->cells.empty())
      return complain({"nothing is stored that could be compared", common.db,
                       "see what there is: assay list runs --db " + common.db},
                      Exit::Nothing);
    std::cout << (common.json ? to_json(*report).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                              : to_text(*report, text_style(common)));
    return any_measured(*report) ? Exit::Fine : Exit::Nothing;
  }

 private:
  CompareOptions options_;
};

const CommandRegistration compare_registration(std::make_unique<Compare>());

}  // namespace
}  // namespace assay
