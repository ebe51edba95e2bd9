#include "harness/session/bout_maker.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>
#include <system_error>
#include <utility>

namespace assay {
namespace {

constexpr double command_limit_seconds = 600;  // a calibration does not know yet how long a user's command takes

std::vector<int> first_cpus(const std::vector<int>& cpus, int most) {
  const auto count = std::min(cpus.size(), static_cast<std::size_t>(std::max(1, most)));
  return {cpus.begin(), cpus.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// As many of them as the sides have threads, or all.
void give_cpus(BoutSpec& bout, const std::vector<int>& cpus, bool all) {
  int threads = 1;
  for (const MemberSpec& each : bout.members) threads = std::max(threads, each.threads);
  bout.cpus = all ? cpus : first_cpus(cpus, threads);
  for (MemberSpec& each : bout.members) each.cpus = all ? cpus : first_cpus(bout.cpus, each.threads);
}

ProcessRecord unsupported(const Cell& cell, const Error& error) {
  ProcessRecord process;
  process.cell = cell_id(cell);
  process.outcome = error.shortage ? Outcome::Shortage : Outcome::Unsupported;
  process.detail = to_string(error);
  return process;
}

bool met_shortage(const std::pair<const std::string, Result<MemberSpec>>& composed) {
  return !composed.second && composed.second.error().shortage;
}

/// A bout that could not begin, because there is nothing to compare with.
BoutRecord not_begun(const BoutSpec& spec) {
  BoutRecord record;
  record.mode = spec.mode;
  record.seed = spec.seed;
  record.attempt = spec.attempt;
  record.cpus = spec.cpus;
  return record;
}

/// A bout that was stopped before it began; nobody stores it.
BoutRecord given_up(const BoutSpec& spec) {
  BoutRecord record = not_begun(spec);
  record.outcome = Outcome::Killed;
  return record;
}

void add_unsupported(BoutRecord& record, const std::vector<ProcessRecord>& processes) {
  for (const ProcessRecord& process : processes) {
    if (record.outcome == Outcome::Measured) {
      record.outcome = process.outcome;
      record.detail = process.detail;
    }
    record.processes.push_back(process);
  }
}

}  // namespace

/// Several at once, as far as there are CPUs: what takes long is a compiler, which uses one.
bool BoutMaker::compose_missing(const Group& group, const std::vector<std::size_t>& cells) {
  std::vector<const Cell*> missing;
  for (const std::size_t index : cells)
    if (!composed_.contains(cell_id(group.cells[index]))) missing.push_back(&group.cells[index]);
  if (missing.empty()) return true;
  const double started = tools_.now();
  std::vector<std::optional<Result<MemberSpec>>> made(missing.size());
  std::atomic<std::size_t> next = 0;
  const auto compose = [&] {
    for (std::size_t i = next++; i < missing.size(); i = next++) made[i] = tools_.compose(group, *missing[i]);
  };
  std::vector<std::future<void>> others;
  try {
    for (std::size_t i = 1; i < std::min(missing.size(), tools_.cpus.size()); ++i)
      others.push_back(std::async(std::launch::async, compose));
  } catch (const std::system_error&) {  // no thread is to be had: all are composed here
  }
  compose();
  for (std::future<void>& other : others) other.get();
  if (*tools_.stop) return false;
  for (std::size_t i = 0; i < missing.size(); ++i) composed_.emplace(cell_id(*missing[i]), std::move(*made[i]));
  preparing_seconds_ += tools_.now() - started;
  return true;
}

BoutSpec BoutMaker::spec(const NextBout& next) {
  const Group& group = plan_.groups[next.group];
  BoutSpec spec;
  spec.run = run_;
  spec.group = group.id;
  spec.attempt = next.attempt;
  spec.seed = next.seed;
  spec.mode = next.method.mode;
  spec.warmup_rounds = next.method.warmup_rounds;
  spec.rounds = next.method.rounds;
  spec.slice_seconds = next.method.slice_seconds;
  spec.iterations = spec.mode == Mode::Calibrate ? 0 : next.method.iterations;
  spec.turn_slices = next.method.turn_slices;
  spec.reference_base_ns = next.reference_base_ns;
  spec.limits.seconds = next.method.limit_seconds;
  const bool command = group.workload != nullptr && group.workload->kind == "command";
  if (command && spec.mode == Mode::Calibrate) {
    spec.limits.seconds = command_limit_seconds;
    spec.allowed = tools_.cpus;
  }
  if (tools_.limit_seconds) spec.limits.seconds = *tools_.limit_seconds;
  return spec;
}

BoutRecord BoutMaker::run(const NextBout& next) {
  const Group& group = plan_.groups[next.group];
  BoutSpec bout = spec(next);
  std::vector<ProcessRecord> missing;
  if (!compose_missing(group, next.cells)) return given_up(bout);
  for (const std::size_t index : next.cells) {
    const auto& made = composed_.at(cell_id(group.cells[index]));
    if (made) {
      bout.members.push_back(*made);
      bout.members.back().cell = cell_id(group.cells[index]);
    } else {
      missing.push_back(unsupported(group.cells[index], made.error()));
    }
  }
  give_cpus(bout, tools_.cpus, next.method.all_cpus);
  const std::string baseline = cell_id(group.cells[group.baseline]);
  const bool short_of = std::erase_if(composed_, met_shortage) > 0;  // asked for again, as the bout is held again
  const bool can_begin =
      !short_of && std::ranges::find(bout.members, baseline, &MemberSpec::cell) != bout.members.end();
  BoutRecord record = can_begin ? tools_.runner(group).run(bout, *tools_.stop) : not_begun(bout);
  add_unsupported(record, missing);
  return record;
}

}  // namespace assay
