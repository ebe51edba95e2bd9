#pragma once

#include <set>
#include <string>
#include <string_view>

#include "harness/core/bout.h"
#include "harness/core/error.h"

namespace assay {

/// Assembles a bout's record from a leader's lines (harness/worker/leader_lines.h). A leader may be broken, or run on a
/// machine that is not ours: nothing in a line is believed before its type and its range were checked.
class BoutLines {
 public:
  /// `worker`: the version that the leader must have, and `path`, where it was started from, for the message if it has
  /// not.
  BoutLines(const BoutSpec& spec, std::string worker, std::string path);

  /// Takes a line. An error says what is wrong with it; the bout cannot go on then.
  Result<void> take(std::string_view line);

  bool complete() const { return complete_; }
  /// The leader said that it could not hold the bout, or is of another version: its outcome is `unsupported`, not
  /// `garbled`.
  bool refused() const { return refused_; }

  /// What was taken; sides without a line have this outcome and detail, and so has the bout if it is not complete.
  BoutRecord finish(Outcome outcome, const std::string& detail) &&;

 private:
  void take_hello(const Json& line);
  void take_process(const Json& line);
  void take_bout(const Json& line);

  const BoutSpec* spec_;
  std::string worker_;
  std::string path_;
  BoutRecord record_;
  std::set<std::size_t> seen_;
  bool greeted_ = false;
  bool complete_ = false;
  bool refused_ = false;
};

}  // namespace assay
