#pragma once

#include "harness/catalog/workload.h"
#include "harness/cli/command.h"
#include "harness/core/error.h"
#include "harness/plan/plan.h"
#include "harness/study/from_options.h"

namespace assay {

/// --workload, --set, --care, --max-time: what every live command takes.
void add_measuring_options(CLI::App& app, StudyOptions& options);
/// Those, and STUDY, --factor, --width: for commands that take a whole study.
void add_study_options(CLI::App& app, StudyOptions& options);
/// --rules, --floor, --sided, --noisy, --anchor: of a gate, after add_study_options().
void add_gate_options(CLI::App& app, GateOptions& options);
/// ab's KEY=LEVEL words and --command, beside add_measuring_options().
void add_side_options(CLI::App& app, StudyOptions& options);
void add_skip_missing(CLI::App& app, bool& skip_missing);

/// The workloads that came with the program, read once.
Checked<const Catalog*> installed_catalog();

/// The study as asked for, planned for this host with --seed, or with a seed drawn now. Its groups point into
/// installed_catalog().
Checked<Plan> plan_for(const StudyOptions& options, const Common& common, bool skip_missing);

/// Drawn from the operating system; below 2^53, so that every reader of JSON keeps it.
std::uint64_t fresh_seed();

}  // namespace assay
