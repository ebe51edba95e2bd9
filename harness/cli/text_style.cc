#include "harness/cli/text_style.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace assay {
namespace {

constexpr int widest = 120;  // lines longer than that are hard to follow

bool wants_colour(const std::string& option) {
  if (option != "auto") return option == "always";
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return isatty(STDOUT_FILENO) == 1 && !dumb && std::getenv("NO_COLOR") == nullptr;
}

}  // namespace

TextStyle text_style(const Common& common) {
  TextStyle style;
  style.colour = wants_colour(common.color);
  winsize size{};
  if (common.columns)
    style.width = *common.columns;
  else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.width = std::min<int>(size.ws_col, widest);
  return style;
}

}  // namespace assay
