#pragma once

#include <functional>
#include <optional>
#include <string>

#include "harness/cli/command.h"
#include "harness/cli/live_interrupts.h"
#include "harness/cli/live_run.h"
#include "harness/cli/live_tools.h"
#include "harness/cli/study_options.h"
#include "harness/report/report.h"

namespace assay {

/// What `run` and `ab` share: options, and the way from a study to an answer.
struct LiveOptions {
  StudyOptions study;
  bool skip_missing = false;
  bool fresh = false;
  std::optional<std::string> resume;
  std::optional<std::string> process_limit;
  std::string runner;  ///< hidden: the level of the factor `runner` for every cell
};

/// --process-limit and the hidden --runner; and what the former says, in seconds.
void add_process_options(CLI::App& app, LiveOptions& options);
Result<std::optional<double>> process_limit(const LiveOptions& options);

/// Those, and --new, --resume, --skip-missing.
void add_live_options(CLI::App& app, LiveOptions& options);

/// What a command adds to measuring.
struct LiveHooks {
  RunChoice::Check check{};  ///< before a new run is begun; an error refuses it
  /// Nothing can be said: `check` refused, another process is measuring the run that would be continued, or the store
  /// failed. Writes files that say so; the command's status. Without it: status 3.
  std::function<Exit(const Plan& plan, const Error& error)> refused{};
  /// Writes files before the answer is printed, whose reader may be slow or gone; the command's status.
  std::function<Exit(const RunReport& report)> answered{};
};

/// Plans, says what will be measured and about how long it takes, measures, prints the answer.
Exit measure(const std::string& kind, const LiveOptions& options, const Common& common, const LiveHooks& hooks = {});

/// Of what could not begin. After Ctrl-C the errors are about what was given up half-way, and tell nobody anything.
Exit not_begun(const std::string& kind, const Interrupts& interrupts, const Errors& errors, Exit status = Exit::Usage);

/// What is told before measuring: how much there is, and about how long it takes.
void announce(const Plan& plan, const OpenedRun& run);

/// The plan, and what measuring it on this machine needs; kept alive while a session runs.
struct LiveSession {
  Plan plan;
  Runners runners;
  Store store;
  std::optional<double> limit;
};
Checked<LiveSession> live_session(const LiveOptions& options, const Common& common);

}  // namespace assay
