#include "harness/core/visible.h"

#include <algorithm>

namespace assay {
namespace {

/// How many bytes of a control character begin at `at`; 0: none does. U+0080 to U+009F are C2 80 to C2 9F.
std::size_t control_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '\n' || byte == '\t') return 0;
  if (byte < 0x20 || byte == 0x7f) return 1;
  if (byte != 0xc2 || at + 1 == text.size()) return 0;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return next >= 0x80 && next <= 0x9f ? 2 : 0;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t control = control_at(text, at);
    shown += control > 0 ? '?' : text[at];
    at += control > 0 ? control : 1;
  }
  return shown;
}

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string_view cut_to_width(std::string_view text, std::size_t width) {
  std::size_t taken = 0;
  const auto* end = std::ranges::find_if(text, [&](char byte) { return begins_character(byte) && taken++ == width; });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

}  // namespace assay
