#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "harness/cli/live.h"
#include "harness/cli/night.h"
#include "harness/cli/options.h"
#include "harness/cli/progress.h"
#include "harness/cli/store_lock.h"
#include "harness/cli/text_style.h"
#include "harness/cli/version.h"
#include "harness/core/near_names.h"
#include "harness/core/visible.h"
#include "harness/report/anchor.h"
#include "harness/report/night_text.h"
#include "results/find_run.h"

namespace assay {
namespace {

Exit status_of(const NightlyReport& report) {
  switch (report.status) {
    case NightStatus::Fine:
      return Exit::Fine;
    case NightStatus::Slower:
      return Exit::GateFailed;
    case NightStatus::Nothing:
      break;
  }
  return Exit::Nothing;
}

void print(const Json& json) {
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
}

/// What a stored night told; its status.
Exit tell(const Store& store, const std::string& run, const Common& common) {
  const auto report = make_report(store, run);
  if (!report) return complain(report.error(), Exit::Nothing);
  if (common.json)
    print(to_json(*report));
  else
    std::cout << to_text(*report, text_style(common)) << std::flush;
  return status_of(*report->nightly);
}

class Nightly final : public Subcommand {
 public:
  std::string name() const override { return "nightly"; }
  std::string about() const override {
    return "Measures a study beside its baseline, the frozen anchor, once a night, and tells what changed in its "
           "series; fails on the night on which a slow-down is confirmed.";
  }
  std::string example() const override {
    return "assay nightly suites/studies/nightly.toml --db nightly.db\n"
           "assay nightly --list --db nightly.db                  # what is open\n"
           "assay nightly --acknowledge ID --reason 'the price of the new parser' --db nightly.db\n"
           "assay nightly --show RUN --db nightly.db              # what an earlier night told";
  }
  void add_options(CLI::App& app) override {
    options_ = {};
    add_study_options(app, options_.study);
    add_live_options(app, options_);
    list_ = false;
    app.add_flag("--list", list_, "Measure nothing: the open changes of the study, or of all");
    add_text(app, "--show", show_, "Measure nothing: what the night of this run told", "RUN");
    add_text(app, "--acknowledge", acknowledge_, "Measure nothing: this change is known, and fails no night", "ID");
    add_text(app, "--reason", reason_, "Why it is acknowledged, for those who read it later", "TEXT");
  }

  Exit run(const Common& common) override {
    if (!acknowledge_.empty() || !reason_.empty()) return acknowledge(common);
    if (list_) return list(common);
    if (!show_.empty()) return show(common);
    return measure(common);
  }

 private:
  Exit measure(const Common& common) {
    options_.study.nightly = true;
    const Interrupts interrupts;
    auto session = live_session(options_, common);
    if (!session || interrupts.interrupted())
      return not_begun("nightly", interrupts, session ? Errors{} : session.error());
    const auto lock = StoreLock::of_night(common.db);
    if (!lock) return complain(lock.error(), Exit::Nothing);
    Progress progress = progress_on_stderr(common.quiet);
    const RunClock clock = run_clock(session->plan, session->store);
    Tools tools = live_tools(session->runners, interrupts, progress, clock);
    tools.limit_seconds = session->limit;
    std::optional<Error> refusal;
    const auto open = [&](const std::string& kind, Plan& plan) {
      RunChoice choice{.seed_given = common.seed.has_value(), .clock = clock};
      return this->open(kind, plan, std::move(choice), session->store);
    };
    const auto begins = [&](const Plan& plan, const OpenedRun& run) {
      if (!common.quiet) announce(plan, run);
    };
    const auto end = measure_night(session->plan, {session->store, tools, progress, open, begins});
    if (!end) return complain(end.error(), interrupts.interrupted() ? Exit::Interrupted : Exit::Nothing);
    const Exit status = tell(session->store, end->run, common);
    if (end->reason == StopReason::Interrupted) return Exit::Interrupted;
    return end->reason == StopReason::Shortage ? Exit::Nothing : status;
  }

  /// --new and --resume are about the night; its second stage goes on where it was.
  Result<OpenedRun> open(const std::string& kind, Plan& plan, RunChoice choice, Store& store) const {
    if (kind == "nightly") {
      choice.fresh = options_.fresh;
      choice.resume = options_.resume;
      choice.check = [&plan](RunRow& row, const std::vector<RunCell>& cells, const Store&) {
        return is_frozen(plan.study.gate, row, cells);
      };
    }
    return open_run(kind, plan, choice, store);
  }

  /// An anchor that changed begins the series anew; one that the study states by its digest must not.
  static Result<void> is_frozen(const GateRules& rules, const RunRow& row, const std::vector<RunCell>& cells) {
    std::map<std::string, std::string> stated;
    for (const FactorLevels& each : rules.digests) stated[each.factor.value] = each.levels.front().value;
    const auto problems = wrong_digests(anchor_of(cells, row.subjects), stated);
    if (problems.empty()) return {};
    const std::string made = rules.recipe.empty() ? "" : ": " + rules.recipe;
    return fail("the anchor is not what the study states; " + problems.front(), "assay nightly",
                "make it again as it was" + made + "; or state what it is from here on in [gate.digests]");
  }

  Exit show(const Common& common) const {
    const auto store = Store::open(common.db, Store::Access::ReadOnly);
    if (!store) return complain(store.error());
    const auto run = find_run(*store, show_);
    if (!run) return complain(run.error());
    if (run->kind != "nightly")
      return complain(Error{fmt::format("run {} is of 'assay {}'", run->id, run->kind), "--show",
                            "'assay list runs' shows the nights"});
    return tell(*store, run->id, common);
  }

  Exit list(const Common& common) const {
    const auto store = Store::open(common.db, Store::Access::ReadOnly);
    if (!store) return complain(store.error());
    std::string title;
    if (!options_.study.file.empty()) {
      const auto [study, errors] = study_from_options(options_.study);
      if (!errors.empty()) return complain(errors);
      title = study.title;
    }
    const auto changes = open_changes(*store, title);
    if (!changes) return complain(changes.error());
    if (common.json) {
      Json json = {{"command", "nightly"}, {"version", version_number()}, {"changes", Json::array()}};
      for (const NightChange& each : *changes) json["changes"].push_back(to_json(each));
      print(json);
      return Exit::Fine;
    }
    if (changes->empty()) std::cout << "no change is open\n";
    for (const NightChange& each : *changes) std::cout << change_text(each, text_style(common));
    return Exit::Fine;
  }

  Exit acknowledge(const Common& common) const {
    if (acknowledge_.empty() || reason_.find_first_not_of(" \t\r\n") == std::string::npos)
      return complain(Error{"an acknowledgement needs the change and a reason", "assay nightly",
                            "assay nightly --acknowledge ID --reason 'why it may stay'"});
    auto store = Store::open(common.db, Store::Access::ReadWrite);
    if (!store) return complain(store.error());
    const auto changes = open_changes(*store, "");
    if (!changes) return complain(changes.error());
    std::vector<std::string> ids;
    for (const NightChange& each : *changes) {
      ids.push_back(each.id);
      if (each.id == acknowledge_) return acknowledge(each, *store);
    }
    return complain(Error{fmt::format("no open change is called \"{}\"", acknowledge_), "--acknowledge",
                          ids.empty() ? "none is open" : hint_for(acknowledge_, ids)});
  }

  Exit acknowledge(const NightChange& change, Store& store) const {
    if (change.state == "acknowledged")
      return complain(Error{fmt::format("{} is acknowledged already: {}", change.id, change.reason), "--acknowledge",
                            "'assay nightly --list' shows what is open"});
    NightEvent event{change.id, "acknowledged", utc_now(), "", {}};
    event.note = {{"study", change.study}, {"group", change.sides.group}, {"cell", change.cell}};
    event.note["reason"] = reason_;
    if (const auto added = store.add_night({}, std::span(&event, 1)); !added) return complain(added.error());
    std::cout << fmt::format("{} is acknowledged: {}\n", change.id, visible(reason_));
    return Exit::Fine;
  }

  LiveOptions options_;
  bool list_ = false;
  std::string show_;
  std::string acknowledge_;
  std::string reason_;
};

const CommandRegistration nightly_registration(std::make_unique<Nightly>());

}  // namespace
}  // namespace assay
