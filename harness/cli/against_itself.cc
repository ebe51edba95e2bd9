#include "harness/cli/against_itself.h"

#include <assay_version.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <iostream>

#include "harness/cli/against_itself_plans.h"
#include "harness/cli/live_interrupts.h"
#include "harness/cli/live_run.h"
#include "harness/cli/live_tools.h"
#include "harness/cli/progress.h"
#include "harness/cli/text_style.h"
#include "harness/report/against_itself.h"
#include "harness/session/duration.h"

namespace assay {
namespace {

constexpr const char* usual_time = "5m";
constexpr int most_failed = 3;  // in a row from the first on: what cannot be measured would go on failing all the time

/// Of a session only what a person would want to know between hundreds of them.
class Between : public Observer {
 public:
  explicit Between(Progress& progress) : progress_(progress) {}
  void prepares(const std::string& what) override { progress_.prepares(what); }
  void bout_begins(const std::string& group, Mode mode, const Standing& standing) override {
    progress_.bout_begins(group, mode, standing);
  }
  void cell_failed(const std::string& group, const std::string& configuration, const std::string& text,
                   bool again) override {
    progress_.cell_failed(group, configuration, text, again);
  }
  void waits(const std::string& why, double seconds) override { progress_.waits(why, seconds); }

 private:
  Progress& progress_;
};

/// One workload, compared with itself again and again.
struct Subject {
  Plan plan;
  Runners runners;
  SelfTestRow row;
  std::vector<double> seconds{};  ///< of each comparison, preparing included
};

class SelfTest {
 public:
  SelfTest(std::vector<Subject> subjects, Store& store, const SelfTestOptions& options, const Common& common,
           double max_seconds, std::optional<double> process_limit, const Interrupts& interrupts)
      : subjects_(std::move(subjects)),
        store_(store),
        options_(options),
        common_(common),
        max_seconds_(max_seconds),
        process_limit_(process_limit),
        interrupts_(interrupts),
        progress_(progress_on_stderr(common.quiet)) {}

  /// Rounds over all workloads, as long as a comparison may be expected to end in time; the first one of all is made in
  /// any case. One that was begun goes on to its end: to give up the long ones would favour those that end early.
  Result<void> run() {
    for (bool any = true; any;) {
      any = false;
      for (Subject& subject : subjects_) {
        if (interrupts_.interrupted()) return {};
        if (!has_time(subject)) continue;
        if (const auto compared = compare(subject); !compared) return compared;
        any = true;
      }
    }
    return {};
  }

  SelfTestReport report() {
    SelfTestReport report;
    for (const Subject& subject : subjects_) {
      report.workloads.push_back(subject.row);
      report.care_percent = subject.plan.study.decision.care_percent;
    }
    report.seconds = elapsed();
    return report;
  }

 private:
  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

  bool has_time(const Subject& subject) const {
    if (options_.comparisons && done_ >= *options_.comparisons) return false;
    if (subject.row.tally.failed >= most_failed && subject.row.tally.comparisons() == 0) return false;
    const double next = foreseen_seconds(subject.seconds, longest_, subject.plan.estimated_seconds);
    return done_ == 0 || elapsed() + next <= max_seconds_;
  }

  Result<void> compare(Subject& subject) {
    const double before = elapsed();
    subject.plan.seed = common_.seed ? self_test_seed(*common_.seed, subject.plan.groups[0].id,
                                                      static_cast<int>(subject.seconds.size()))
                                     : fresh_seed();
    RunChoice choice{.seed_given = common_.seed.has_value(), .clock = run_clock(subject.plan, store_)};
    const auto run = open(subject.plan, choice);
    if (!run) return tl::unexpected(run.error());
    Between between(progress_);
    Tools tools = live_tools(subject.runners, interrupts_, between, choice.clock);
    tools.limit_seconds = process_limit_;
    const auto stop = run_session(subject.plan, run->row.id, store_, tools, between);
    if (!stop) return tl::unexpected(stop.error());
    if (stop->reason == StopReason::Interrupted) return {};
    if (stop->reason == StopReason::Shortage) return fail(stop->why, "", "the same command goes on");
    const auto report = make_report(store_, run->row.id);
    if (!report) return tl::unexpected(report.error());
    for (const ComparisonReport& each : report->comparisons) {
      subject.row.add(each);
      tell(each);
    }
    ++done_;
    subject.seconds.push_back(elapsed() - before);
    longest_ = std::max(longest_, subject.seconds.back());
    return {};
  }

  /// Where another process goes on with the one that was left, a comparison is as good as another: one of its own.
  Result<OpenedRun> open(Plan& plan, RunChoice choice) {
    bool is_held = false;
    choice.claim = [&](const std::string& run) {
      auto lock = StoreLock::of_run(common_.db, run);
      is_held = !lock;
      return lock;
    };
    auto run = open_run("aa", plan, choice, store_);
    if (run || !is_held) return run;
    choice.fresh = true;
    return open_run("aa", plan, choice, store_);
  }

  void tell(const ComparisonReport& comparison) {
    SelfTestRow all;
    for (const Subject& subject : subjects_) all.add(subject.row);
    progress_.says(fmt::format("{}: {} ({}); {} false of {}, {} left", comparison.group, comparison.verdict,
                               comparison.why, all.tally.changed, all.tally.comparisons(),
                               about_duration(std::max(0.0, max_seconds_ - elapsed()))));
  }

  std::vector<Subject> subjects_;
  Store& store_;
  const SelfTestOptions& options_;
  const Common& common_;
  double max_seconds_;
  std::optional<double> process_limit_;
  const Interrupts& interrupts_;
  Progress progress_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  int done_ = 0;
  double longest_ = 0;  // of the comparisons of any workload
};

Result<std::vector<Subject>> subjects_for(std::vector<Plan> plans) {
  std::vector<Subject> subjects;
  for (Plan& plan : plans) {
    auto runners = Runners::make(plan);
    if (!runners) return tl::unexpected(runners.error());
    SelfTestRow row;
    row.workload = plan.groups[0].id;
    subjects.push_back({std::move(plan), std::move(*runners), std::move(row)});
  }
  return subjects;
}

Exit answer(SelfTestReport report, std::vector<std::string> left_out, const Store& store, bool interrupted,
            const Common& common) {
  report.version = ASSAY_VERSION;
  report.host = own_host();
  report.left_out = std::move(left_out);
  const auto record = host_record(store, report.host, report.care_percent);
  if (!record) return complain(record.error(), Exit::Nothing);
  report.record = *record;
  std::cout << (common.json ? to_json(report).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                            : to_text(report, text_style(common)));
  std::cout.flush();
  if (interrupted) return Exit::Interrupted;
  const SelfTally tally = report.pooled().tally;
  return tally.changed + tally.same > 0 ? Exit::Fine : Exit::Nothing;
}

std::string count_problem(const std::string& text) {
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error == std::errc() && end == text.data() + text.size() && count > 0) return {};
  return fmt::format("\"{}\" is no number of comparisons, from 1 on", text);
}

}  // namespace

void add_self_test_options(CLI::App& app, SelfTestOptions& options) {
  auto* aa = app.get_option("--aa");
  const auto with_aa = [&](CLI::Option* option) { option->needs(aa); };
  const auto before = app.get_options().size();
  add_measuring_options(app, options.live.study);
  app.add_option("--comparisons", options.comparisons, "Stop after so many, if the time is not up before")
      ->type_name("N")
      ->check(count_problem);
  add_process_options(app, options.live);
  const auto all = app.get_options();
  for (std::size_t index = before; index < all.size(); ++index) with_aa(all[index]);
}

Exit self_test(const SelfTestOptions& options, const Common& common) {
  const Interrupts interrupts;
  const auto seconds = parse_duration(options.live.study.max_time.value_or(usual_time));
  if (!seconds) return complain(Error{seconds.error().what, "--max-time", seconds.error().hint});
  const auto limit = process_limit(options.live);
  if (!limit) return complain(limit.error());
  auto plans = self_test_plans(options.live, common);
  if (!plans) return not_begun("doctor", interrupts, plans.error());
  auto subjects = subjects_for(std::move(plans->plans));
  if (!subjects) return complain(subjects.error());
  auto store = Store::open(common.db, Store::Access::ReadWrite);
  if (!store) return complain(store.error());
  if (!common.quiet)
    std::cerr << fmt::format("{} workloads, each against itself, for {}\n", subjects->size(), about_duration(*seconds));
  SelfTest test(std::move(*subjects), *store, options, common, *seconds, *limit, interrupts);
  if (const auto done = test.run(); !done)
    return complain(done.error(), interrupts.interrupted() ? Exit::Interrupted : Exit::Nothing);
  return answer(test.report(), std::move(plans->left_out), *store, interrupts.interrupted(), common);
}

}  // namespace assay
