#include "harness/cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "harness/core/units.h"
#include "harness/core/visible.h"
#include "harness/session/duration.h"

namespace assay {
namespace {

constexpr const char* erase_line = "\r\x1b[K";
constexpr double seconds_between_signs = 30;

std::string bouts(int number) {
  return format_count(static_cast<std::size_t>(number), "bout");
}

}  // namespace

void Progress::line(const std::string& text) {
  if (kind_ == ProgressKind::Quiet) return;
  if (rewritten_) out_ << erase_line;
  rewritten_ = false;
  out_ << visible(text) << '\n' << std::flush;
}

void Progress::rewrite(const std::string& text) {
  if (kind_ != ProgressKind::Terminal) return;
  const auto most = static_cast<std::size_t>(std::max(1, width_ - 1));
  std::string shown = visible(text);
  std::ranges::replace_if(
      shown, [](char c) { return c == '\n' || c == '\t'; }, '?');  // it is one line
  out_ << erase_line << cut_to_width(shown, most) << std::flush;
  rewritten_ = true;
}

void Progress::begins(const Standing& standing) {
  if (standing.bouts > 0)
    line(fmt::format("{} of an earlier sitting {} stored already", bouts(standing.bouts),
                     standing.bouts == 1 ? "is" : "are"));
}

void Progress::prepares(const std::string& what) {
  line(what + " …");
}

void Progress::bout_begins(const std::string& group, Mode mode, const Standing& standing) {
  const std::string text = fmt::format("{}, {} of {} open, {} left  {} ({})", bouts(standing.bouts), standing.open,
                                       standing.groups, about_duration(standing.seconds_left), group, name(mode));
  rewrite(text);
  if (kind_ != ProgressKind::Log || standing.seconds < next_sign_) return;
  next_sign_ = standing.seconds + seconds_between_signs;
  line(text);
}

void Progress::cell_failed(const std::string& group, const std::string& configuration, const std::string& text,
                           bool again) {
  line(fmt::format("{} {}: {}; {}", group, configuration, text,
                   again ? "it is tried once more" : "it is left out from here on"));
}

void Progress::waits(const std::string& why, double seconds) {
  line(fmt::format("{}; the bout is held again in {:g} s", why, seconds));
}

void Progress::group_ends(const std::string& group, const std::string& why, const Standing& standing) {
  const std::string left =
      standing.open == 0 ? ""
                         : fmt::format(" ({} open, {} left)", standing.open, about_duration(standing.seconds_left));
  line(fmt::format("{}: {}{}", group, why, left));
}

void Progress::confirmation_begins(int flagged, const Standing& standing) {
  line(fmt::format("all are screened: {} difference{} to be confirmed by fresh bouts ({} left{})", flagged,
                   flagged == 1 ? "" : "s", about_duration(standing.seconds_left),
                   standing.limited ? ", which will probably not suffice: --max-time gives more" : ""));
}

void Progress::stops(const Stop& stop, const Standing& standing) {
  const std::string preparing =
      standing.preparing < 1 ? "" : fmt::format(", after {:.1f} s of preparing", standing.preparing);
  line(fmt::format("{}: {} in {:.1f} s of measuring{}", stop.why, bouts(standing.bouts), standing.seconds, preparing));
}

Progress progress_on_stderr(bool quiet) {
  if (quiet) return {std::cerr, ProgressKind::Quiet};
  if (isatty(STDERR_FILENO) == 0) return {std::cerr, ProgressKind::Log};
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return {std::cerr, ProgressKind::Terminal, known ? size.ws_col : 80};
}

}  // namespace assay
