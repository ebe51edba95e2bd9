#include "harness/core/visible.h"

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

}  // namespace assay
