#include "results/find_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/near_names.h"

namespace assay {

Result<RunRow> find_run(const Store& store, const std::string& name) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  std::vector<std::string> known;
  std::vector<const RunRow*> begins;
  for (const RunRow& run : *runs) {
    if (run.id == name) return run;
    if (!name.empty() && run.id.starts_with(name)) begins.push_back(&run);
    known.push_back(run.id);
  }
  if (begins.size() == 1) return *begins.front();
  if (begins.empty()) return fail(fmt::format("unknown run \"{}\"", name), {}, hint_for(name, known));
  return fail(fmt::format("\"{}\" is the beginning of {} runs", name, begins.size()), {},
              fmt::format("write more of it: {} or {}", begins[0]->id, begins[1]->id));
}

}  // namespace assay
