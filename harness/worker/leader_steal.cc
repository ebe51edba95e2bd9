#include "harness/worker/leader_steal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace assay {

double steal_seconds(const std::vector<int>& cpus, const std::string& file) {
  double ticks = 0;
  std::ifstream stat(file);
  for (std::string line; std::getline(stat, line);) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    const auto is_this = [&](int cpu) { return name == fmt::format("cpu{}", cpu); };
    if (std::ranges::none_of(cpus, is_this)) continue;
    const std::vector<double> numbers{std::istream_iterator<double>(words), {}};
    if (numbers.size() > 7) ticks += numbers[7];
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace assay
