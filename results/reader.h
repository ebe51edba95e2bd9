#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "results/database.h"
#include "results/store.h"

namespace assay {

/// Rows to values. Throws SqlError, also for JSON that cannot be read (as a damaged store).
class Reader {
 public:
  explicit Reader(Database& database) : database_(database) {}

  std::vector<RunRow> runs() const;
  std::optional<RunRow> unfinished(const std::string& fingerprint) const;
  std::vector<RunCell> cells(const std::string& run) const;
  std::map<std::string, Json> notes(const std::string& run) const;
  /// The ids of a run's bouts; other runs' may lie between them. `last` is less than `first` where there are none.
  struct Range {
    std::int64_t first = 0;
    std::int64_t last = -1;
  };
  Range bouts(const std::string& run) const;
  void scan(const std::string& run, Range bouts, Detail detail, const std::function<void(StoredBout&)>& visit) const;
  std::vector<NightValue> night_values() const;
  std::vector<NightEvent> night_events() const;
  std::vector<CellSummary> summaries(const std::string& run) const;
  double measuring_seconds(const std::string& run) const;
  std::map<std::string, double> process_seconds(const std::string& run) const;

 private:
  Database& database_;
};

}  // namespace assay
