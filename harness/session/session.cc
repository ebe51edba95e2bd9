#include "harness/session/session.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "harness/session/bout_maker.h"
#include "harness/session/findings.h"
#include "harness/session/note.h"

namespace assay {
namespace {

/// A burst of somebody else's processes, as of a parallel build, is over in seconds; a limit that is too low never is.
constexpr std::array<double, 4> waits_seconds{1, 2, 4, 8};

/// Amid a run a lock, of a backup or of somebody's shell, is waited for as long as nobody wants to leave: to give up
/// would lose the bout, and the time that the rest of the run has.
class PatientStore {
 public:
  PatientStore(Store& store, const Tools& tools, Observer& observer) : store_(store) {
    store_.wait_for_locks(
        LockWait{std::chrono::hours(1), [&tools] { return tools.stop->load(); },
                 [&observer] { observer.prepares("waiting for the store, which another process has locked"); }});
  }
  ~PatientStore() { store_.wait_for_locks(std::nullopt); }
  PatientStore(const PatientStore&) = delete;
  PatientStore& operator=(const PatientStore&) = delete;

 private:
  Store& store_;
};

class Session {
 public:
  Session(const Plan& plan, const std::string& run, Store& store, const Tools& tools, Observer& observer)
      : plan_(plan), run_(run), store_(store), observer_(observer), maker_(plan, run, tools), tools_(tools) {}

  Result<Stop> run() {
    auto state = stored_state(plan_, run_, store_);
    if (!state) return tl::unexpected(state.error());
    state_ = std::move(*state);
    observer_.begins(now_at());
    while (true) {
      state_.interrupted = *tools_.interrupted;
      const auto what = next(plan_, state_);
      if (const auto* stop = std::get_if<Stop>(&what)) return finish(*stop);
      if (shortages_ > waits_seconds.size()) return finish({StopReason::Shortage, shortage_});
      if (const auto done = measure(std::get<NextBout>(what)); !done) return tl::unexpected(done.error());
    }
  }

 private:
  Result<void> measure(const NextBout& bout) {
    const Group& group = plan_.groups[bout.group];
    observer_.bout_begins(group.id, bout.method.mode, now_at());
    const BoutRecord record = maker_.run(bout);
    if (was_given_up(record) || fell_short(record)) return {};
    if (auto committed = store_.commit_bout(run_, group.id, record); !committed) return committed;
    const GroupState before = state_.groups[bout.group];
    const int flagged = state_.flagged;
    add_bout(state_, plan_, bout.group, record);
    if (auto told = tell(bout.group, before, state_.groups[bout.group]); !told) return told;
    return state_.flagged > flagged ? tell_confirmation() : Result<void>{};
  }

  /// Which bouts are fresh is stored with every group, for reports read nothing else.
  Result<void> tell_confirmation() {
    observer_.confirmation_begins(state_.flagged, now_at());
    return note_all(nullptr);
  }

  Result<void> note_all(const Stop* stop) {
    for (std::size_t index = 0; index < plan_.groups.size(); ++index) {
      const Group& group = plan_.groups[index];
      auto noted = store_.note_group(run_, group.id, group_note(plan_, index, state_, stop));
      if (!noted) return noted;
    }
    return {};
  }

  Standing now_at() const {
    Standing now = standing(plan_, state_);
    now.preparing = maker_.preparing_seconds();
    return now;
  }

  /// A bout that was ended from outside says nothing about its members: it is run again when the run is continued.
  bool was_given_up(const BoutRecord& record) const { return *tools_.stop && record.outcome != Outcome::Measured; }

  /// Nor does one that had no process left to be held with: it is held again, after waits that become longer. Nothing
  /// of it is stored, for what runs next follows from the stored bouts.
  bool fell_short(const BoutRecord& record) {
    const auto found = std::ranges::find(record.processes, Outcome::Shortage, &ProcessRecord::outcome);
    if (found == record.processes.end()) {
      shortages_ = 0;
      return false;
    }
    shortage_ = "this machine is short of what a process needs (" + found->detail + ")";
    if (shortages_ < waits_seconds.size()) {
      observer_.waits(shortage_, waits_seconds[shortages_]);
      if (tools_.pause) tools_.pause(waits_seconds[shortages_]);
    }
    ++shortages_;
    return true;
  }

  Result<void> tell(std::size_t place, const GroupState& before, const GroupState& after) {
    const Group& group = plan_.groups[place];
    for (std::size_t index = 0; index < after.cells.size(); ++index) {
      const CellState& cell = after.cells[index];
      if (cell.failures > before.cells[index].failures)
        observer_.cell_failed(group.id, to_string(group.cells[index].configuration), failure_text(cell), !cell.dropped);
    }
    if (!after.open()) observer_.group_ends(group.id, after.why, now_at());
    if (after.open() && before.method.has_value() == after.method.has_value()) return {};
    return store_.note_group(run_, group.id, group_note(plan_, place, state_, nullptr));
  }

  Result<Stop> finish(const Stop& stop) {
    if (const auto noted = note_all(&stop); !noted) return tl::unexpected(noted.error());
    const std::string word = is_broken_off(stop.reason) ? "interrupted" : "finished";
    if (const auto done = store_.finish_run(run_, word, tools_.now()); !done) return tl::unexpected(done.error());
    observer_.stops(stop, now_at());
    return stop;
  }

  const Plan& plan_;
  const std::string& run_;
  Store& store_;
  Observer& observer_;
  BoutMaker maker_;
  const Tools& tools_;
  SessionState state_;
  std::size_t shortages_ = 0;  // bouts in a row
  std::string shortage_;       // of the last one
};

}  // namespace

Result<SessionState> stored_state(const Plan& plan, const std::string& run, const Store& store) {
  SessionState state = begin_state(plan);
  const auto scanned = store.scan(run, Detail::Whole, [&](const StoredBout& bout) {
    const auto group = std::ranges::find(plan.groups, bout.group, &Group::id);
    if (group != plan.groups.end())
      add_bout(state, plan, static_cast<std::size_t>(group - plan.groups.begin()), bout.record);
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return state;
}

Result<Stop> run_session(const Plan& plan, const std::string& run, Store& store, const Tools& tools,
                         Observer& observer) {
  const PatientStore patient(store, tools, observer);
  return Session(plan, run, store, tools, observer).run();
}

}  // namespace assay
