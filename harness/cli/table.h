#pragma once

#include <string>
#include <vector>

namespace assay {

/// Left-aligned columns with two blanks between; widths in Unicode code points; the last column is as long as it is.
std::string aligned(std::vector<std::vector<std::string>> rows);

}  // namespace assay
