#pragma once

#include <istream>
#include <string>
#include <vector>

namespace assay::native {

/// The shared libraries whose code is mapped into this process, in the order of their addresses, each once.
std::vector<std::string> mapped_libraries();
std::vector<std::string> mapped_libraries(std::istream& maps);

}  // namespace assay::native
