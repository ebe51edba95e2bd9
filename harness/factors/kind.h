#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/factors/factor.h"

namespace assay {

/// How workloads of one kind are started (`native`, `cpython`, `pyperformance`, `command`). One file each in this
/// folder, kind_NAME.cc; it registers itself with `KindRegistration`. A workload names its kind in its suite's
/// manifest.
class Kind {
 public:
  virtual ~Kind() = default;
  virtual std::string name() const = 0;
  /// Called when every factor has shaped the draft: composes draft.member.argv (without draft.prefix, which is put in
  /// front afterwards), .config, .threads and what else the member needs. An error is the cell's outcome `unsupported`.
  virtual Result<void> compose(Draft& draft) const = 0;
};

const std::vector<std::unique_ptr<Kind>>& kinds();
const Kind* find_kind(const std::string& name);
std::vector<std::string> kind_names();

struct KindRegistration {
  explicit KindRegistration(std::unique_ptr<Kind> kind);
};

}  // namespace assay
