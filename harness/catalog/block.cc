#include "harness/catalog/block.h"

#include <sstream>
#include <string_view>

namespace assay {
namespace {

/// What stands behind the comment sign, or none where the line is no comment.
std::optional<std::string_view> comment(std::string_view line) {
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return std::nullopt;
  for (const std::string_view sign : {"#", "//"}) {
    if (line.substr(start).starts_with(sign)) return line.substr(start + sign.size());
  }
  return std::nullopt;
}

bool says(std::string_view text, std::string_view words) {
  const auto first = text.find_first_not_of(" \t");
  const auto last = text.find_last_not_of(" \t\r");
  return first != std::string_view::npos && text.substr(first, last - first + 1) == words;
}

}  // namespace

std::optional<std::string> workload_block(const std::string& source) {
  std::istringstream lines(source);
  std::string line;
  std::string block;
  bool inside = false;
  while (std::getline(lines, line)) {
    const auto text = comment(line);
    if (inside && (!text || says(*text, "///"))) return block;
    if (inside) block += std::string(line.size() - text->size(), ' ') + std::string(*text);
    block += '\n';
    if (text && says(*text, "/// workload")) inside = true;
  }
  return inside ? std::optional(block) : std::nullopt;
}

}  // namespace assay
