#include "harness/report/outdated.h"

#include <map>
#include <ranges>

#include "harness/report/host_kind.h"

namespace assay {
namespace {

Json part(const Json& subjects, const std::string& kind, const std::string& name) {
  const auto of_kind = subjects.find(kind);
  return of_kind != subjects.end() && of_kind->is_object() ? of_kind->value(name, Json()) : Json();
}

}  // namespace

std::string subject_identity(const RunRow& run, const Cell& cell) {
  if (!run.subjects.is_object()) return {};
  Json all = {run.subjects.value("environment", Json()), part(run.subjects, "workload", cell.workload)};
  for (const auto& [factor, level] : cell.configuration) all.push_back(part(run.subjects, factor, level));
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<RunGroups> outdated_groups(const Store& store, const std::vector<RunRow>& runs) {
  RunGroups outdated;
  std::map<std::pair<Machine, std::string>, std::string> newest;  // a cell -> what it stood for
  for (const RunRow& run : std::views::reverse(runs)) {
    const auto cells = store.cells(run.id);
    if (!cells) return tl::unexpected(cells.error());
    const Machine machine = machine_of(run.host);
    const auto key = [&](const RunCell& cell) { return std::pair(machine, cell_id(cell.cell)); };
    for (const RunCell& cell : *cells)
      if (const auto known = newest.find(key(cell));
          known != newest.end() && known->second != subject_identity(run, cell.cell))
        outdated.emplace(run.id, cell.group);
    for (const RunCell& cell : *cells)
      if (!outdated.contains({run.id, cell.group})) newest.emplace(key(cell), subject_identity(run, cell.cell));
  }
  return outdated;
}

}  // namespace assay
