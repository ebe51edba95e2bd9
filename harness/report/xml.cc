#include "harness/report/xml.h"

#include <cstdint>
#include <optional>

namespace assay {
namespace {

struct Decoded {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
};

/// The length that a first byte announces; 0 for one that begins nothing.
std::size_t announced(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/// One code point of well-formed UTF-8 (Unicode, table 3-7: no overlong forms, no surrogates).
std::optional<Decoded> decode(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t bytes = announced(first);
  if (bytes == 0 || bytes > text.size()) return std::nullopt;
  if (bytes == 1) return Decoded{first, 1};
  std::uint32_t code = first & (0x7FU >> bytes);
  for (const char c : text.substr(1, bytes - 1)) {
    const auto next = static_cast<unsigned char>(c);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    code = (code << 6U) | (next & 0x3FU);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[bytes] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return std::nullopt;
  return Decoded{code, bytes};
}

/// Char of XML 1.0, section 2.2.
bool is_allowed(std::uint32_t code) {
  return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

std::string_view blank_entity(std::uint32_t code) {
  switch (code) {
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

std::string_view entity(std::uint32_t code) {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    default:
      return {};
  }
}

std::string escaped_with(std::string_view text, bool blanks) {
  std::string escaped;
  while (!text.empty()) {
    const auto decoded = decode(text);
    const std::size_t bytes = decoded ? decoded->bytes : 1;
    if (!decoded || !is_allowed(decoded->code))
      escaped += "\xEF\xBF\xBD";
    else if (const auto replaced = entity(decoded->code); !replaced.empty())
      escaped += replaced;
    else if (const auto blank = blank_entity(decoded->code); blanks && !blank.empty())
      escaped += blank;
    else
      escaped += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return escaped;
}

}  // namespace

std::string xml_text(std::string_view text) {
  return escaped_with(text, false);
}

std::string xml_attribute(std::string_view text) {
  return escaped_with(text, true);
}

}  // namespace assay
