#include "results/reader.h"

#include "harness/core/levels.h"
#include "results/parse.h"

namespace assay {
namespace {

constexpr char run_columns[] =
    "SELECT id, kind, title, fingerprint, study, host, subjects, seed, started, finished, state FROM run ";

RunRow run_row(const Statement& row) {
  RunRow run;
  run.id = row.text(0);
  run.kind = row.text(1);
  run.title = row.text(2);
  run.fingerprint = row.text(3);
  run.study = parsed(row.view(4), "run.study");
  run.host = parsed(row.view(5), "run.host");
  run.subjects = parsed(row.view(6), "run.subjects");
  run.seed = parsed_seed(row.view(7));
  run.started = row.real(8);
  if (!row.null(9)) run.finished = row.real(9);
  run.state = row.text(10);
  return run;
}

std::map<std::string, std::string> levels(std::string_view text, const char* column) {
  try {
    return levels_from(parsed(text, column));
  } catch (const Json::exception&) {
    throw SqlError(SQLITE_CORRUPT, 0, std::string(column) + " holds other than levels");
  }
}

}  // namespace

std::vector<RunRow> Reader::runs() const {
  std::vector<RunRow> runs;
  Statement select(database_, std::string(run_columns) + "ORDER BY started DESC, rowid DESC");
  while (select.step()) runs.push_back(run_row(select));
  return runs;
}

std::optional<RunRow> Reader::unfinished(const std::string& fingerprint) const {
  Statement select(database_,
                   std::string(run_columns) +
                       "WHERE fingerprint = ? AND state <> 'finished' ORDER BY started DESC, rowid DESC LIMIT 1");
  select.add(std::string_view(fingerprint));
  if (!select.step()) return std::nullopt;
  return run_row(select);
}

std::vector<RunCell> Reader::cells(const std::string& run) const {
  std::vector<RunCell> cells;
  Statement select(database_,
                   "SELECT workload, parameters, configuration, group_name, baseline, emulated FROM run_cell "
                   "JOIN cell ON cell.id = run_cell.cell WHERE run = ? ORDER BY place");
  select.add(std::string_view(run));
  while (select.step()) {
    RunCell row;
    row.cell = {select.text(0), levels(select.view(1), "cell.parameters"),
                levels(select.view(2), "cell.configuration")};
    row.group = select.text(3);
    row.baseline = select.integer(4) != 0;
    row.emulated = select.integer(5) != 0;
    cells.push_back(std::move(row));
  }
  return cells;
}

std::map<std::string, Json> Reader::notes(const std::string& run) const {
  std::map<std::string, Json> notes;
  Statement select(database_, "SELECT group_name, note FROM group_note WHERE run = ?");
  select.add(std::string_view(run));
  while (select.step()) notes[select.text(0)] = parsed_object(select.view(1), "group_note.note");
  return notes;
}

}  // namespace assay
