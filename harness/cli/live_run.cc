#include "harness/cli/live_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <random>
#include <set>

#include "harness/core/digest.h"
#include "harness/host/host.h"
#include "harness/report/circumstances.h"
#include "harness/report/host_kind.h"
#include "harness/report/night_history.h"
#include "harness/session/state.h"
#include "results/find_run.h"

namespace assay {
namespace {

/// Sorts by time, and is unique without asking anybody: `20260102-030405-9f8e7d6c`. A simulated one is unique in its
/// store.
std::string new_run_id(const RunRow& run, const RunClock& clock) {
  const auto seconds = static_cast<std::time_t>(run.started);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S", &utc);
  return fmt::format("{}-{}", text.data(),
                     clock.simulated ? run.fingerprint.substr(0, 8) : fmt::format("{:08x}", std::random_device{}()));
}

std::vector<RunCell> run_cells(const Plan& plan) {
  std::vector<RunCell> cells;
  for (const Group& group : plan.groups)
    for (std::size_t index = 0; index < group.cells.size(); ++index)
      cells.push_back({group.cells[index], group.id, index == group.baseline, is_emulated(group.cells[index])});
  return cells;
}

std::set<std::string> cell_ids(const std::vector<RunCell>& cells) {
  std::set<std::string> ids;
  for (const RunCell& each : cells) ids.insert(each.group + "/" + cell_id(each.cell));
  return ids;
}

/// How a run is decided. The time that it may take is no part of it: more may be given to one that did not get far.
Json rule_of(const Json& study) {
  Json rule = study.value("decision", Json::object());
  rule.erase("max_seconds");
  return rule;
}

/// Of what is measured, how it is decided, where, and on what; the words that were typed may differ.
std::string fingerprint(const RunRow& run, const Plan& plan, const RunChoice& choice) {
  const Machine machine = machine_of(run.host);
  Json all = {{"kind", run.kind},        {"decision", rule_of(run.study)}, {"cells", cell_ids(run_cells(plan))},
              {"host", machine.kind.id}, {"machine", machine.name},        {"subjects", run.subjects}};
  if (choice.seed_given) all["seed"] = plan.seed;
  if (run.study.contains("gate")) all["gate"] = run.study.at("gate");  // it is judged by the rules it was begun with
  if (run.kind == "nightly") all["night"] = {run.study.at("nightly"), night_of(run)};
  if (run.study.contains("confirms")) all["confirms"] = run.study.at("confirms");
  return digest(all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<std::optional<RunRow>> named_run(const std::string& id, const Store& store) {
  auto run = find_run(store, id);
  if (run) return *run;
  run.error().where = "--resume";
  return tl::unexpected(run.error());
}

/// A night that was measured, and ended before its second stage did: nothing of it is stored but its bouts.
Result<std::optional<RunRow>> night_to_judge(const RunRow& wanted, const Store& store) {
  const auto history = read_history(store, wanted.title);
  if (!history) return tl::unexpected(history.error());
  for (const RunRow& run : history->runs)
    if (run.fingerprint == wanted.fingerprint && run.state == "finished" && !history->is_judged(run.id)) return run;
  return std::nullopt;
}

Result<std::optional<RunRow>> run_to_continue(const RunRow& wanted, const RunChoice& choice, const Store& store) {
  if (choice.resume) return named_run(*choice.resume, store);
  if (choice.fresh) return std::optional<RunRow>{};
  if (wanted.kind == "nightly") {
    auto night = night_to_judge(wanted, store);
    if (!night || *night) return night;
  }
  return store.unfinished_run(wanted.fingerprint);
}

struct Earlier {
  std::optional<RunRow> run{};
  std::optional<StoreLock> lock{};
};

/// The run to continue, locked. Until that is done it may end, and then another one is due.
Result<Earlier> claim_earlier(const RunRow& wanted, const RunChoice& choice, const Store& store) {
  std::optional<StoreLock> lock;
  for (std::string locked;;) {
    auto found = run_to_continue(wanted, choice, store);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return Earlier{};
    if (!choice.claim || (*found)->id == locked) return Earlier{std::move(*found), std::move(lock)};
    auto taken = choice.claim((*found)->id);
    if (!taken) return tl::unexpected(taken.error());
    lock = std::move(*taken);
    locked = (*found)->id;
  }
}

/// A run that was named goes on only on the same things: its answer is one estimate.
Result<void> same_things(const RunRow& earlier, const RunRow& wanted) {
  const auto refuse = [&](const std::string& what) {
    return fail(fmt::format("run {} {}", earlier.id, what), "--resume", "leave --resume out for a new run");
  };
  if (earlier.kind != wanted.kind) return refuse(fmt::format("is of 'assay {}'", earlier.kind));
  if (earlier.kind == "nightly" && night_of(earlier) != night_of(wanted))
    return refuse(fmt::format("is of the night of {}", night_text(night_of(earlier))));
  if (machine_of(earlier.host) != machine_of(wanted.host)) return refuse("was begun on another host");
  if (rule_of(earlier.study) != rule_of(wanted.study)) return refuse("is decided by another rule");
  for (const char* rules : {"gate", "nightly"})
    if (earlier.study.value(rules, Json()) != wanted.study.value(rules, Json()))
      return refuse("is judged by other rules");
  for (const auto& [kind, names] : wanted.subjects.items())
    if (earlier.subjects.value(kind, Json()) != names)
      return refuse(fmt::format("was begun with another {}: what was measured then is not what is here now", kind));
  return {};
}

Result<void> same_cells(const RunRow& run, const Plan& plan, const Store& store) {
  const auto stored = store.cells(run.id);
  if (!stored) return tl::unexpected(stored.error());
  if (cell_ids(*stored) == cell_ids(run_cells(plan))) return {};
  return fail(fmt::format("run {} measures other cells than this command", run.id), "--resume",
              fmt::format("'assay show {}' lists them", run.id));
}

}  // namespace

Json own_host() {
  const HostFacts facts = read_host();
  Json host = to_json(facts);
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  host["id"] = host_id(facts);
  host["name"] = name.data();
  return host;
}

Result<OpenedRun> open_run(const std::string& kind, Plan& plan, const RunChoice& choice, Store& store) {
  RunRow row;
  row.kind = kind;
  row.title = plan.study.title;
  row.study = study_json(plan, own_command_line());
  row.host = own_host();
  if (choice.clock.simulated) row.host["load"] = nullptr;  // the one fact that is of this moment
  row.subjects = subjects_of(plan);
  row.seed = plan.seed;
  row.started = choice.clock.now();
  row.state = "running";
  row.fingerprint = fingerprint(row, plan, choice);
  auto earlier = claim_earlier(row, choice, store);
  if (!earlier) return tl::unexpected(earlier.error());
  if (earlier->run) {
    const RunRow& run = *earlier->run;
    if (const auto same = same_cells(run, plan, store); !same) return tl::unexpected(same.error());
    if (const auto same = same_things(run, row); !same) return tl::unexpected(same.error());
    plan.seed = run.seed;
    plan.host_base_ns = stored_least_base(run);
    return OpenedRun{run, true, std::move(earlier->lock)};
  }
  row.id = new_run_id(row, choice.clock);
  const auto least = least_base(store, row);
  if (!least) return tl::unexpected(least.error());
  if (*least) {
    plan.host_base_ns = (*least)->ns;
    store_least_base(**least, row);
  }
  if (kind == "nightly")
    if (const auto noted = note_later_night(store, row); !noted) return tl::unexpected(noted.error());
  if (choice.check)
    if (const auto checked = choice.check(row, run_cells(plan), store); !checked)
      return tl::unexpected(checked.error());
  OpenedRun opened{row, false};
  if (choice.claim) {  // before anybody can find it
    auto lock = choice.claim(row.id);
    if (!lock) return tl::unexpected(lock.error());
    opened.lock = std::move(*lock);
  }
  if (const auto begun = store.begin_run(row, run_cells(plan)); !begun) return tl::unexpected(begun.error());
  return opened;
}

}  // namespace assay
