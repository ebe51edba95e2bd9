#include "dashboards/publish.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "harness/cli/command.h"
#include "harness/cli/options.h"
#include "harness/cli/report_files.h"
#include "harness/cli/version.h"
#include "harness/core/json.h"
#include "harness/core/paths.h"
#include "harness/report/report.h"
#include "results/find_run.h"
#include "results/store.h"

namespace assay {
namespace {

struct Failure {
  Error error;
  Exit status = Exit::Usage;
};

/// The run that was asked for, by its id or the id's beginning; the newest where none was.
tl::expected<std::string, Failure> choose_run(const Store& store, const std::string& db, const std::string& wanted) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(Failure{runs.error()});
  if (runs->empty()) {
    const std::string hint = "measure one: assay run suites/studies/first-look.toml --db " + db;
    return tl::unexpected(Failure{{"no run is stored here", db, hint}, Exit::Nothing});
  }
  if (wanted.empty()) {
    const auto newest = std::ranges::find_if(*runs, [](const RunRow& run) { return run.kind != "aa"; });
    return newest == runs->end() ? runs->front().id : newest->id;  // a self-test is nobody's answer
  }
  auto run = find_run(store, wanted);
  if (run) return run->id;
  run.error().where = db;
  return tl::unexpected(Failure{run.error()});
}

class Publish : public Subcommand {
 public:
  std::string name() const override { return "publish"; }
  std::string about() const override {
    return "Write a run as one web page that opens from disk: what a gate or a night says, effects with intervals, "
           "cells, what executed, host, how to do it again.";
  }
  std::string example() const override {
    return "assay publish --to site/\n"
           "assay publish --to site/ --run RUN    # a name of 'assay list runs', or its beginning";
  }
  void add_options(CLI::App& app) override {
    add_text(app, "--to", folder_, "Folder that gets index.html; it is made where it is missing", "FOLDER",
             Needed::Yes);
    add_text(app, "--run", run_, "The run; default: the newest", "RUN");
  }

  Exit run(const Common& common) override {
    const auto file = publish(common);
    if (!file) return complain(file.error().error, file.error().status);
    if (common.json) {
      const Json json = {
          {"command", "publish"}, {"version", version_number()}, {"run", published_}, {"file", file->string()}};
      std::cout << json.dump(2) << '\n';
    } else if (!common.quiet) {
      std::cout << fmt::format("{}: run {}\n", file->string(), published_);
    }
    return Exit::Fine;
  }

 private:
  tl::expected<std::filesystem::path, Failure> publish(const Common& common) {
    const auto failure = [](const Error& error) { return Failure{error}; };
    const auto store = Store::open(common.db, Store::Access::ReadOnly);
    if (!store) return tl::unexpected(failure(store.error()));
    const auto chosen = choose_run(*store, common.db, run_);
    if (!chosen) return tl::unexpected(chosen.error());
    published_ = *chosen;
    const auto report = make_report(*store, *chosen);
    if (!report) return tl::unexpected(failure(report.error()));
    if (would_overwrite_store(folder_ + "/index.html", common.db))
      return tl::unexpected(failure({"its index.html is the store", "--to " + folder_, "name another folder"}));
    return publish_page(*report, installation().site, folder_).map_error(failure);
  }

  std::string folder_;
  std::string run_;
  std::string published_;
};

const CommandRegistration publish_registration(std::make_unique<Publish>());

}  // namespace
}  // namespace assay
