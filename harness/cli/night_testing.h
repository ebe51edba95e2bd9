#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "harness/cli/night.h"
#include "harness/report/report.h"
#include "harness/session/simulation.h"
#include "results/testing.h"

namespace assay::testing {

/// A study night by night on a simulated machine, whose calendar is the test's.
class Nights {
 public:
  Nights() : store_(*Store::open(folder_ / "nights.db", Store::Access::ReadWrite)) {
    for (const char* workload : {"x.a", "x.b", "x.c"}) groups.push_back(simulation::group(workload, {"old", "new"}));
  }

  std::vector<Group> groups;
  std::string host = "lab";        ///< the kind of machine, and its name
  bool is_new_each_night = false;  ///< then another one has another name
  Json subjects = Json::object();
  std::optional<double> care{};
  std::optional<double> max_seconds{};  ///< of a night, its second stage included
  std::string second_world;             ///< of the second stage, where it is another one
  int interrupt_after = -1;             ///< bouts of any kind; -1: none

  /// Measures a night and tells it; `world` is the machine's.
  NightEnd measure(int night, const std::string& world) {
    simulation::Machine machine(world), second(second_world.empty() ? world : second_world);
    bool confirming = false;
    machine.tools.runner = [&](const Group&) -> Runner& { return confirming ? second.runner : machine.runner; };
    Interrupting observer(machine.interrupted, interrupt_after);
    const auto open = [&](const std::string& kind, Plan& plan) {
      confirming = kind == "nightly-confirm";
      return this->open(kind, plan, night);
    };
    return sound(measure_night(plan(night), {store_, machine.tools, observer, open}));
  }
  RunReport report(const std::string& run) const { return sound(make_report(store_, run)); }
  NightlyReport night(int night, const std::string& world) { return *report(measure(night, world).run).nightly; }

  Store& store() { return store_; }
  std::vector<NightEvent> events() const { return *store_.night_events(); }
  std::vector<RunRow> runs(const std::string& kind) const {
    std::vector<RunRow> found;
    const auto all = *store_.runs();
    for (const RunRow& run : all)
      if (run.kind == kind) found.push_back(run);
    return found;
  }

  static constexpr int kFirst = 20000;  ///< days since 1970: 2024-10-04

 private:
  class Interrupting : public Observer {
   public:
    Interrupting(std::atomic<bool>& interrupted, int after) : interrupted_(interrupted), left_(after) {}
    void bout_begins(const std::string&, Mode, const Standing&) override {
      if (left_-- == 0) interrupted_ = true;
    }

   private:
    std::atomic<bool>& interrupted_;
    int left_;
  };

  Plan plan(int night) const {
    Plan plan = simulation::plan(groups, simulation::exactly(10), static_cast<std::uint64_t>(1000 + night));
    plan.study.nightly = true;
    plan.study.title = "nights of x";
    plan.study.decision.max_seconds = max_seconds;
    if (care) {
      plan.study.decision.care_given = true;
      plan.study.decision.care_percent = *care;
    }
    return plan;
  }

  Result<OpenedRun> open(const std::string& kind, Plan& plan, int night) {
    RunRow row;
    row.kind = kind;
    row.title = plan.study.title;
    row.study = study_json(plan, {"assay", "nightly", "x.toml"});
    row.host = {{"id", host}, {"name", is_new_each_night ? fmt::format("{}-{}", host, night) : host}};
    row.subjects = subjects;
    row.seed = plan.seed;
    row.started = 86400.0 * (kFirst + night) + 7200;
    row.state = "running";
    row.fingerprint = fmt::format("{} {} {}", kind, night, host);
    const auto history = *read_history(store_, row.title);
    const auto all = *store_.runs();
    for (const RunRow& run : all) {
      const bool waits = kind == "nightly" && run.state == "finished" && !history.is_judged(run.id);
      if (run.fingerprint != row.fingerprint || (run.state == "finished" && !waits)) continue;
      plan.seed = run.seed;
      return OpenedRun{run, true};
    }
    row.id = fmt::format("{}-{:03}-{}", kind, night, runs(kind).size());
    if (kind == "nightly")
      if (auto noted = note_later_night(store_, row); !noted) return tl::unexpected(noted.error());
    std::vector<RunCell> cells;
    for (const Group& group : plan.groups)
      for (std::size_t i = 0; i < group.cells.size(); ++i)
        cells.push_back({group.cells[i], group.id, i == group.baseline, false});
    if (auto begun = store_.begin_run(row, cells); !begun) return tl::unexpected(begun.error());
    return OpenedRun{row, false};
  }

  Folder folder_;
  Store store_;
};

/// What a merge or an import of bouts brings: nothing of what the nights told.
inline void copy_bouts(Nights& from, Nights& to) {
  auto runs = *from.store().runs();
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    ASSERT_TRUE(to.store().begin_run(*run, *from.store().cells(run->id)));
    ASSERT_TRUE(to.store().import_bouts(run->id, *from.store().bouts(run->id)));
    const auto notes = *from.store().group_notes(run->id);
    for (const auto& [group, note] : notes) ASSERT_TRUE(to.store().note_group(run->id, group, note));
  }
}

/// A machine on which the new side of `x.b` takes `percent` more time than the anchor.
inline std::string slower(double percent, const std::string& more = {}) {
  return fmt::format(
      "{}[[cell]]\nmatch = {{workload = \"x.b\", side = \"new\"}}\nseconds = {}\n[[cell]]\nseconds = 1e-4\n", more,
      1e-4 * (1 + percent / 100));
}

}  // namespace assay::testing
