#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/core/error.h"

namespace assay {

/// A pattern taken apart: `linalg.gemm{type=d,n=256,1024}`.
struct Pattern {
  std::string name;  ///< `linalg.gemm`, `pyperformance.*`, `tag:startup`
  std::vector<std::pair<std::string, std::vector<std::string>>>
      parameters;  ///< in the order written, ranges not yet expanded
};

Checked<Pattern> parse_pattern(const std::string& text);

}  // namespace assay
