#pragma once

#include <ostream>
#include <string>

#include "harness/session/observer.h"

namespace assay {

/// Where progress is shown: a terminal has one line that is rewritten, a log has whole lines only.
enum class ProgressKind { Terminal, Log, Quiet };

/// Tells on `out` (standard error) how a session goes on.
class Progress : public Observer {
 public:
  /// `width`: columns of the terminal.
  Progress(std::ostream& out, ProgressKind kind, int width = 80) : out_(out), kind_(kind), width_(width) {}

  void begins(const Standing& standing) override;
  void prepares(const std::string& what) override;
  void bout_begins(const std::string& group, Mode mode, const Standing& standing) override;
  void cell_failed(const std::string& group, const std::string& configuration, const std::string& text,
                   bool again) override;
  void waits(const std::string& why, double seconds) override;
  void group_ends(const std::string& group, const std::string& why, const Standing& standing) override;
  void confirmation_begins(int flagged, const Standing& standing) override;
  void stops(const Stop& stop, const Standing& standing) override;
  void says(const std::string& text) { line(text); }

 private:
  void line(const std::string& text);
  void rewrite(const std::string& text);

  std::ostream& out_;
  ProgressKind kind_;
  int width_;
  bool rewritten_ = false;  ///< the terminal's line is in use
  double next_sign_ = 30;   ///< seconds of measuring, where a log gets a sign of life
};

/// For standard error as it is: a terminal of its width, or a log.
Progress progress_on_stderr(bool quiet);

}  // namespace assay
