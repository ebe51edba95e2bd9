#pragma once

#include <string>
#include <vector>

#include "harness/report/report.h"

namespace assay {

/// A file that executed, what it said that it is, and the cells that it answered for.
struct Executed {
  std::string path;
  std::string subject;  ///< may be empty, as may be:
  std::string kernels;  ///< for which CPU
  std::vector<const CellReport*> cells;
};

/// In order of appearance; the cells are the report's, which must live on.
std::vector<Executed> executed_by(const RunReport& report);

}  // namespace assay
