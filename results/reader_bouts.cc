#include "harness/core/levels.h"
#include "results/parse.h"
#include "results/reader.h"
#include "results/slice_reader.h"

namespace assay {
namespace {

template <typename Enum>
Enum named(std::optional<Enum> value, std::string_view text) {
  if (!value) throw SqlError(SQLITE_CORRUPT, 0, "\"" + std::string(text) + "\" is no mode or outcome");
  return *value;
}

Calibration calibration_from(const Json& json) {
  Calibration calibration;
  json.at("iterations").get_to(calibration.iterations);
  json.at("turn_slices").get_to(calibration.turn_slices);
  json.at("iteration_seconds").get_to(calibration.iteration_seconds);
  json.at("turn_excess").get_to(calibration.turn_excess);
  json.at("threads_or_children").get_to(calibration.threads_or_children);
  calibration.runnable = json.value("runnable", calibration.runnable);  // of runs before it was looked at: none
  calibration.at_once = json.value("at_once", calibration.at_once);
  return calibration;
}

StoredBout bout_row(const Statement& row) {
  StoredBout bout;
  bout.id = row.integer(0);
  bout.group = row.text(1);
  bout.record.attempt = static_cast<int>(row.integer(2));
  bout.record.mode = named(mode_from(row.view(3)), row.view(3));
  bout.record.seed = parsed_seed(row.view(4));
  bout.record.started = row.real(5);
  bout.record.seconds = row.real(6);
  bout.record.load_1min = row.real(7);
  bout.record.steal_seconds = row.real(8);
  bout.record.cpus = parsed(row.view(9), "bout.cpus").get<std::vector<int>>();
  bout.record.iterations = row.integer(10);
  bout.record.turn_slices = static_cast<int>(row.integer(11));
  if (!row.null(12)) bout.record.calibration = calibration_from(parsed(row.view(12), "bout.calibration"));
  bout.record.outcome = named(outcome_from(row.view(13)), row.view(13));
  bout.record.detail = row.text(14);
  return bout;
}

std::optional<int> optional_int(const Statement& row, int column) {
  if (row.null(column)) return std::nullopt;
  return static_cast<int>(row.integer(column));
}

/// Columns as process_query() names them.
ProcessRecord process_row(const Statement& row, Detail detail) {
  ProcessRecord process;
  process.cell = row.text(3);
  process.outcome = named(outcome_from(row.view(4)), row.view(4));
  process.detail = row.text(5);
  if (detail != Detail::Whole) return process;
  process.started = row.real(6);
  process.pid = static_cast<int>(row.integer(7));
  process.start_position = static_cast<int>(row.integer(8));
  process.ready_seconds = row.real(9);
  process.exit_status = optional_int(row, 10);
  process.signal = optional_int(row, 11);
  process.stderr_tail = row.text(12);
  process.user_seconds = row.real(13);
  process.system_seconds = row.real(14);
  process.max_rss_bytes = row.integer(15);
  process.facts = parsed(row.view(16), "process.facts");
  process.result = parsed(row.view(17), "process.result");
  return process;
}

std::string process_query(Detail detail) {
  std::string columns = "SELECT bout, process.id, process.slices, cell, process.outcome, process.detail";
  if (detail == Detail::Whole)
    columns +=
        ", process.started, pid, start_position, ready_seconds, exit_status, signal, stderr_tail, user_seconds, "
        "system_seconds, max_rss_bytes, facts, result FROM process JOIN fact ON fact.id = process.fact";
  else
    columns += " FROM process";
  return columns + " WHERE bout BETWEEN ? AND ? ORDER BY process.id";
}

Reader::Range range(Database& database, const char* sql, auto... parameters) {
  Statement select(database, sql);
  (select.add(parameters), ...);
  if (!select.step() || select.null(0)) return {};
  return {select.integer(0), select.integer(1)};
}

}  // namespace

Reader::Range Reader::bouts(const std::string& run) const {
  return range(database_, "SELECT min(id), max(id) FROM bout WHERE run = ?", std::string_view(run));
}

void Reader::scan(const std::string& run, Range bouts, Detail detail,
                  const std::function<void(StoredBout&)>& visit) const {
  if (bouts.last < bouts.first) return;
  const Range ids =
      range(database_, "SELECT min(id), max(id) FROM process WHERE bout BETWEEN ? AND ?", bouts.first, bouts.last);
  SliceReader slices(database_, detail, ids.first, ids.last);
  Statement processes(database_, process_query(detail));
  processes.add(bouts.first);
  processes.add(bouts.last);
  bool more = processes.step();
  Statement select(database_,
                   "SELECT id, group_name, attempt, mode, seed, started, seconds, load_1min, steal_seconds, cpus, "
                   "iterations, turn_slices, calibration, outcome, detail FROM bout WHERE run = ? AND id BETWEEN ? AND "
                   "? ORDER BY id");
  select.add(std::string_view(run));
  select.add(bouts.first);
  select.add(bouts.last);
  while (select.step()) {
    StoredBout bout = bout_row(select);
    while (more && processes.integer(0) < bout.id) more = processes.step();  // of other runs
    for (; more && processes.integer(0) == bout.id; more = processes.step()) {
      bout.record.processes.push_back(process_row(processes, detail));
      slices.read(processes.integer(1), processes.integer(2), bout.record.iterations,
                  bout.record.processes.back().slices);
    }
    visit(bout);
  }
}

}  // namespace assay
