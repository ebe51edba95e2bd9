#include "harness/worker/native/maps.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace assay::native {

std::vector<std::string> mapped_libraries(std::istream& maps) {
  std::vector<std::string> found;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream fields(line);
    std::string range, rights, offset, device, inode, path;
    fields >> range >> rights >> offset >> device >> inode >> std::ws;
    std::getline(fields, path);
    const bool code = rights.find('x') != std::string::npos;
    if (!code || path.find(".so") == std::string::npos || std::ranges::find(found, path) != found.end()) continue;
    found.push_back(path);
  }
  return found;
}

std::vector<std::string> mapped_libraries() {
  std::ifstream maps("/proc/self/maps");
  return mapped_libraries(maps);
}

}  // namespace assay::native
