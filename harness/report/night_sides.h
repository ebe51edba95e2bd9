#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/report/night_judge.h"
#include "harness/report/nightly.h"

namespace assay {

/// The cells of stored runs, read once.
class NightCells {
 public:
  explicit NightCells(const Store& store) : store_(store) {}
  /// Empty where the run knows no such cell.
  Result<NightSides> sides(const std::string& run, const std::string& cell);
  Result<std::vector<RunCell>> of(const std::string& run);

 private:
  const Store& store_;
  std::map<std::string, std::vector<RunCell>> read_;
};

NightEstimate in_percent(double value, double low, double high);
NightChange change_of(const KnownChange& known, const NightSides& sides, double floor_percent);

}  // namespace assay
