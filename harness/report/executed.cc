#include "harness/report/executed.h"

#include <algorithm>

namespace assay {

std::vector<Executed> executed_by(const RunReport& report) {
  std::vector<Executed> all;
  for (const CellReport& cell : report.cells) {
    if (cell.executed.empty()) continue;
    auto found = std::ranges::find_if(all, [&](const Executed& each) {
      return each.path == cell.executed && each.subject == cell.subject && each.kernels == cell.kernels;
    });
    if (found == all.end()) found = all.insert(all.end(), {cell.executed, cell.subject, cell.kernels, {}});
    found->cells.push_back(&cell);
  }
  return all;
}

}  // namespace assay
