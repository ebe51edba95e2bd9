#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/cell.h"
#include "harness/core/error.h"
#include "harness/core/json.h"

namespace assay {

class Store;
struct RunRow;

/// A side and the anchor it is held against.
struct NightSides {
  std::string group;
  std::string workload;
  Parameters parameters;
  Configuration anchor;
  Configuration side;
};

/// In percent of time.
struct NightEstimate {
  double percent = 0;
  double low = 0;
  double high = 0;
};

/// One series, as tonight finds it.
struct NightItem {
  std::string cell;
  NightSides sides;
  std::optional<NightEstimate> effect;  ///< against the anchor, tonight, 95 %: what counts in the series
  int runs = 0;                         ///< of tonight, whose mean it is
  int bouts = 0;
  std::string mode;
  std::string decided_on;
  double floor_percent = 1;  ///< the least change that is told
  int nights = 0;            ///< of the series, up to tonight
  int first = 0;             ///< its first night
  std::string why;           ///< it has no value
  std::string change;        ///< id of its open change; empty: none
};

/// What was told of a change, and what became of it.
struct ToldChange {
  std::string id;
  std::string study;  ///< its title
  std::string cell;
  std::string state;    ///< `new`, `confirmed`, `drifting`, `acknowledged`, `recovered`, `dismissed`, `withdrawn`
  int told = 0;         ///< the night on which it was first told
  int confirmed = 0;    ///< the night on which it was first more than a suspicion; 0: it is not
  int told_late = 0;    ///< the later night that told it first, where its own was ended before it could; 0: its own
  std::string told_by;  ///< run
  std::string why;      ///< the last word
  std::string reason;   ///< of its acknowledgement
};

/// A change of a series, as reports show it.
struct NightChange : ToldChange {
  NightSides sides;
  std::string course;  ///< `step`, `drift`
  NightEstimate size;  ///< of the change itself; positive: slower
  int after = 0;       ///< the last night at the old level
  int from = 0;        ///< the first night that differs
  int to = 0;          ///< the first night at the new level
  double floor_percent = 1;
  bool tonight = false;  ///< something of it was told tonight
};

/// `Slower`: a slow-down was confirmed tonight and nobody has acknowledged it.
enum class NightStatus { Fine, Slower, Nothing };
std::string_view name(NightStatus status);  ///< `fine`, `slower`, `nothing`

struct NightlyReport {
  int night = 0;
  bool judged = true;  ///< false: it may be continued, and may still tell something else
  NightStatus status = NightStatus::Nothing;
  std::vector<NightItem> items;
  std::vector<NightChange> changes;  ///< open ones, and what ended tonight
  std::vector<std::string> notes;
};

/// What a nightly run says of its series, from the store alone. Of a run that was not judged yet (it was interrupted)
/// the values so far.
Result<NightlyReport> nightly_report(const Store& store, const RunRow& run);

/// The changes of a study (of all, where `title` is empty) that are open, in the order in which they were told.
Result<std::vector<NightChange>> open_changes(const Store& store, const std::string& title);

Json to_json(const NightItem& item);
Json to_json(const NightChange& change);

}  // namespace assay
