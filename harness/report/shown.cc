#include "harness/report/shown.h"

#include <assay_version.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/core/levels.h"
#include "harness/core/near_names.h"
#include "harness/report/host_line.h"

namespace assay {
namespace {

Json run_json(const RunRow& run) {
  return {{"run", run.id},           {"kind", run.kind},
          {"title", run.title},      {"state", run.state},
          {"started", run.started},  {"finished", run.finished ? Json(*run.finished) : Json(nullptr)},
          {"seed", run.seed},        {"reproduce", command_line(run.study)},
          {"study", run.study},      {"host", run.host},
          {"subjects", run.subjects}};
}

Json process_json(const ProcessRecord& process, const StoredBout& bout) {
  Json json = {{"bout", bout.id},
               {"attempt", bout.record.attempt},
               {"mode", name(bout.record.mode)},
               {"outcome", name(process.outcome)},
               {"detail", process.detail},
               {"pid", process.pid},
               {"started", process.started},
               {"ready_seconds", process.ready_seconds},
               {"user_seconds", process.user_seconds},
               {"system_seconds", process.system_seconds},
               {"max_rss_bytes", process.max_rss_bytes},
               {"slices", process.slices.size()},
               {"result", process.result},
               {"facts", process.facts}};
  if (process.exit_status) json["exit_status"] = *process.exit_status;
  if (process.signal) json["signal"] = *process.signal;
  if (!process.stderr_tail.empty()) json["stderr"] = process.stderr_tail;
  return json;
}

/// The cell of a report with its processes.
Result<Json> cell_json(const Store& store, const std::string& run, const std::string& id) {
  const auto report = make_report(store, run);
  if (!report) return tl::unexpected(report.error());
  RunReport only = *report;
  std::erase_if(only.cells, [&](const CellReport& cell) { return cell.id != id; });
  only.command = "run";
  only.gate.reset();
  Json json = to_json(only)["cells"][0];
  json["run"] = run;
  Json processes = Json::array();
  const auto done = store.scan(run, Detail::Whole, [&](StoredBout& bout) {
    for (const ProcessRecord& process : bout.record.processes)
      if (process.cell == id) processes.push_back(process_json(process, bout));
  });
  if (!done) return tl::unexpected(done.error());
  json["processes"] = std::move(processes);
  return json;
}

/// Ids that begin with `name`, all of them if one is equal.
std::vector<std::string> beginning_with(const std::vector<std::string>& ids, const std::string& name) {
  if (std::ranges::find(ids, name) != ids.end()) return {name};
  std::vector<std::string> found;
  for (const std::string& id : ids)
    if (id.starts_with(name)) found.push_back(id);
  return found;
}

Result<Json> show_run(const Store& store, const RunRow& run) {
  const auto report = make_report(store, run.id);
  if (!report) return tl::unexpected(report.error());
  Json json = {{"command", "show"}, {"version", ASSAY_VERSION}};
  json.update(run_json(run));
  RunReport full = *report;
  full.command = "run";
  full.gate.reset();
  full.nightly.reset();
  const Json found = to_json(full);
  for (const char* key : {"cells", "effects", "scores", "notes"}) json[key] = found.at(key);
  json["comparisons"] = Json::array();
  if (has_sides(report->command) || report->command == "nightly-confirm" || report->gate)
    json["comparisons"] = to_json(*report).at("comparisons");
  return json;
}

}  // namespace

std::string command_for(const Cell& cell) {
  Json words = {"assay", "run", "--workload", workload_name(cell)};
  for (const auto& [factor, level] : cell.configuration) {
    words.push_back("--set");
    words.push_back(factor + "=" + level);
  }
  return command_line({{"command", words}});
}

Result<Json> show(const Store& store, const std::string& name) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  std::vector<std::string> ids, cell_ids;
  std::map<std::string, std::vector<std::pair<std::string, Cell>>> in_runs;  // cell -> runs
  for (const RunRow& run : *runs) {
    ids.push_back(run.id);
    const auto cells = store.cells(run.id);
    if (!cells) return tl::unexpected(cells.error());
    for (const RunCell& row : *cells) {
      const std::string id = cell_id(row.cell);
      if (!in_runs.contains(id)) cell_ids.push_back(id);
      in_runs[id].emplace_back(run.id, row.cell);
    }
  }
  std::vector<std::string> known = ids;
  known.insert(known.end(), cell_ids.begin(), cell_ids.end());
  const auto found = beginning_with(known, name);
  if (found.size() > 1)
    return fail(fmt::format("\"{}\" is the beginning of {} runs and cells", name, found.size()), {},
                "write more of it: " + found[0] + " or " + found[1]);
  if (found.empty()) return fail("no run and no cell is called \"" + name + "\"", {}, hint_for(name, known));
  for (const RunRow& run : *runs)
    if (run.id == found.front()) return show_run(store, run);
  const auto& of_cell = in_runs[found.front()];
  Json json = {{"command", "show"},
               {"version", ASSAY_VERSION},
               {"cell", found.front()},
               {"reproduce", command_for(of_cell.front().second)},
               {"runs", Json::array()}};
  for (const auto& [run, cell] : of_cell) {
    auto of_run = cell_json(store, run, found.front());
    if (!of_run) return of_run;
    json["runs"].push_back(std::move(*of_run));
  }
  return json;
}

}  // namespace assay
