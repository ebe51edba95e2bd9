#pragma once

#include <string>

#include "harness/core/bout.h"
#include "harness/session/next.h"

namespace assay {

/// Where a session stands, for progress.
struct Standing {
  int bouts = 0;  ///< of this run, those of an earlier sitting included
  std::size_t groups = 0;
  std::size_t open = 0;     ///< groups
  double seconds = 0;       ///< of measuring so far
  double seconds_left = 0;  ///< about
  double preparing = 0;     ///< of this sitting: composing members, compiling included
  bool limited = false;     ///< more seconds would probably be needed than the limit leaves
};

/// Told what a session does. Nothing it does can change what is measured.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void begins(const Standing& /*standing*/) {}
  /// Something slow before a bout: `compiling eigen with g++ -O2`.
  virtual void prepares(const std::string& /*what*/) {}
  virtual void bout_begins(const std::string& /*group*/, Mode /*mode*/, const Standing& /*standing*/) {}
  /// A configuration failed in a bout; `again`: it is tried once more.
  virtual void cell_failed(const std::string& /*group*/, const std::string& /*configuration*/,
                           const std::string& /*text*/, bool /*again*/) {}
  /// The machine ran short of what a process needs: the bout is held again after so many seconds.
  virtual void waits(const std::string& /*why*/, double /*seconds*/) {}
  virtual void group_ends(const std::string& /*group*/, const std::string& /*why*/, const Standing& /*standing*/) {}
  /// A suite was screened: `flagged` comparisons are confirmed with fresh bouts, or were found to differ in none.
  virtual void confirmation_begins(int /*flagged*/, const Standing& /*standing*/) {}
  virtual void stops(const Stop& /*stop*/, const Standing& /*standing*/) {}
};

/// Time left: for every open chunk the bouts that it will probably still need, at what its bouts took so far.
Standing standing(const Plan& plan, const SessionState& state);

}  // namespace assay
