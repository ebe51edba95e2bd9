#include "harness/cli/live.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>

#include "harness/cli/live_interrupts.h"
#include "harness/cli/live_run.h"
#include "harness/cli/live_tools.h"
#include "harness/cli/pace.h"
#include "harness/cli/progress.h"
#include "harness/cli/text_style.h"
#include "harness/core/units.h"
#include "harness/report/report.h"
#include "harness/session/duration.h"
#include "harness/session/session.h"

namespace assay {
namespace {

bool has_answer(const RunReport& report) {
  const auto decided = [](const ComparisonReport& each) { return each.verdict == "changed" || each.verdict == "same"; };
  const auto measured = [](const CellReport& each) { return each.outcome == Outcome::Measured; };
  if (report.command == "ab") return std::ranges::any_of(report.comparisons, decided);
  return std::ranges::any_of(report.cells, measured);
}

Exit answer(const std::string& run, const Store& store, StopReason reason, const Common& common,
            const LiveHooks& hooks) {
  const auto report = make_report(store, run);
  if (!report) return complain(report.error(), Exit::Nothing);
  const auto status = hooks.answered ? std::optional(hooks.answered(*report)) : std::nullopt;
  if (common.json)
    std::cout << to_json(*report).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  else
    std::cout << to_text(*report, text_style(common));
  std::cout.flush();
  if (reason == StopReason::Interrupted) return Exit::Interrupted;
  if (reason == StopReason::Shortage) return Exit::Nothing;
  if (status) return *status;
  return has_answer(*report) ? Exit::Fine : Exit::Nothing;
}

StudyOptions with_runner(const LiveOptions& options) {
  StudyOptions study = options.study;
  if (!options.runner.empty()) study.set.push_back("runner=" + options.runner);
  return study;
}

}  // namespace

Result<std::optional<double>> process_limit(const LiveOptions& options) {
  if (!options.process_limit) return std::nullopt;
  const auto seconds = parse_duration(*options.process_limit);
  if (!seconds) return fail(seconds.error().what, "--process-limit", seconds.error().hint);
  return *seconds;
}

void add_process_options(CLI::App& app, LiveOptions& options) {
  app.add_option("--process-limit", options.process_limit,
                 "What takes longer than this in one process hangs, and is killed; for work that needs more than a "
                 "minute to prepare, or to notice a hang sooner")
      ->type_name("DURATION");
  app.add_option("--runner", options.runner, "Where processes run")->group("");
}

void announce(const Plan& plan, const OpenedRun& run) {
  for (const std::string& note : plan.notes) std::cerr << "note: " << note << '\n';
  for (const SkippedCell& skipped : plan.skipped)
    std::cerr << fmt::format("skipped: {} {}: {}\n", workload_name(skipped.cell), to_string(skipped.cell.configuration),
                             skipped.reason);
  const std::string limit = plan.needed_seconds > 1.2 * plan.estimated_seconds
                                ? fmt::format(" of the {} that all of it needs", about_duration(plan.needed_seconds))
                                : "";
  std::cerr << fmt::format("{} in {}, {}{}{}; {} {}, seed {}\n", format_count(plan.cells(), "cell"),
                           format_count(plan.groups.size(), "group"), about_duration(plan.estimated_seconds),
                           forecast_condition(plan), limit, run.continued ? "continuing run" : "run", run.row.id,
                           plan.seed);
}

void add_live_options(CLI::App& app, LiveOptions& options) {
  add_skip_missing(app, options.skip_missing);
  auto* fresh =
      app.add_flag("--new", options.fresh, "Start a new run, even where the same command left one unfinished");
  app.add_option("--resume", options.resume, "Go on with this run; more time may be given")
      ->type_name("RUN")
      ->excludes(fresh);
  add_process_options(app, options);
}

Checked<LiveSession> live_session(const LiveOptions& options, const Common& common) {
  const auto limit = process_limit(options);
  if (!limit) return tl::unexpected(Errors{limit.error()});
  auto plan = plan_for(with_runner(options), common, options.skip_missing);
  if (!plan) return tl::unexpected(plan.error());
  auto runners = Runners::make(*plan);
  if (!runners) return tl::unexpected(Errors{runners.error()});
  auto store = Store::open(common.db, Store::Access::ReadWrite);
  if (!store) return tl::unexpected(Errors{store.error()});
  return LiveSession{std::move(*plan), std::move(*runners), std::move(*store), *limit};
}

Exit not_begun(const std::string& kind, const Interrupts& interrupts, const Errors& errors, Exit status) {
  if (!interrupts.interrupted()) return complain(errors, status);
  return complain(Error{"interrupted before it began", "assay " + kind, "nothing was measured"}, Exit::Interrupted);
}

Exit measure(const std::string& kind, const LiveOptions& options, const Common& common, const LiveHooks& hooks) {
  const Interrupts interrupts;  // from the first moment on, as finding interpreters may take one
  auto session = live_session(options, common);
  if (!session || interrupts.interrupted()) return not_begun(kind, interrupts, session ? Errors{} : session.error());
  auto& [plan, runners, store, limit] = *session;
  std::optional<Error> refusal;
  RunChoice choice{options.fresh, options.resume, common.seed.has_value(), {}, {}, run_clock(plan, store)};
  choice.claim = [&](const std::string& run) {
    auto lock = StoreLock::of_run(common.db, run);
    if (!lock) refusal = lock.error();
    return lock;
  };
  choice.check = [&](RunRow& row, const std::vector<RunCell>& cells, const Store& in) -> Result<void> {
    if (interrupts.stop()) return fail("interrupted");  // amid what the row says of compilers and interpreters
    if (!hooks.check) return {};
    auto checked = hooks.check(row, cells, in);
    if (!checked) refusal = checked.error();
    return checked;
  };
  const auto run = open_run(kind, plan, choice, store);
  if (refusal) return hooks.refused ? hooks.refused(plan, *refusal) : complain(*refusal, Exit::Nothing);
  if (!run) return not_begun(kind, interrupts, {run.error()});
  if (const auto pace = host_pace(store, run->row.host)) keep_pace(plan, *pace);  // a forecast stops nothing
  if (!common.quiet) announce(plan, *run);
  Progress progress = progress_on_stderr(common.quiet);
  Tools tools = live_tools(runners, interrupts, progress, choice.clock);
  tools.limit_seconds = limit;
  const auto stop = run_session(plan, run->row.id, store, tools, progress);
  if (!stop) {
    const Exit status = hooks.refused ? hooks.refused(plan, stop.error()) : complain(stop.error(), Exit::Nothing);
    return interrupts.interrupted() ? Exit::Interrupted : status;
  }
  return answer(run->row.id, store, stop->reason, common, hooks);
}

}  // namespace assay
