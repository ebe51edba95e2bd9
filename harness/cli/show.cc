#include <iostream>

#include "harness/cli/command.h"
#include "harness/cli/options.h"
#include "harness/cli/text_style.h"
#include "harness/report/shown.h"

namespace assay {
namespace {

class Show : public Subcommand {
 public:
  std::string name() const override { return "show"; }
  std::string about() const override {
    return "Tell everything that is stored about one run or one cell: facts, processes, errors, and how to do it "
           "again.";
  }
  std::string example() const override {
    return "assay show RUN            # an id of 'assay list runs', or its beginning\n"
           "assay show CELL --json    # an id that a report, v_cells or 'assay show RUN' names";
  }
  void add_options(CLI::App& app) override {
    add_text(app, "name", name_, "The id of a run or of a cell, or the beginning of one", "RUN|CELL", Needed::Yes);
  }

  Exit run(const Common& common) override {
    const auto store = Store::open(common.db, Store::Access::ReadOnly);
    if (!store) return complain(store.error());
    const auto shown = show(*store, name_);
    if (!shown) return complain(shown.error());
    std::cout << (common.json ? shown->dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                              : shown_text(*shown, text_style(common)));
    return Exit::Fine;
  }

 private:
  std::string name_;
};

const CommandRegistration show_registration(std::make_unique<Show>());

}  // namespace
}  // namespace assay
