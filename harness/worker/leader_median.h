#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace assay {

/// The upper of two middle values; 0 where there is none.
inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace assay
