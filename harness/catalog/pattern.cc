#include "harness/catalog/pattern.h"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> items;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    items.push_back(trimmed(text.substr(start, comma - start)));
    start = comma + 1;
  }
  return items;
}

/// One item between commas: `n=256`, or another value of the key before it.
void add_item(const std::string& item, const std::string& text, Pattern& pattern, Errors& errors) {
  const auto equals = item.find('=');
  if (equals == std::string::npos && pattern.parameters.empty()) {
    errors.push_back(
        {fmt::format("\"{}\" in \"{}\" has no key", item, text), {}, "write {n=256} or {type=d,n=256,1024}"});
    return;
  }
  if (equals != std::string::npos) {
    const std::string key = trimmed(item.substr(0, equals));
    const bool repeated =
        std::ranges::find(pattern.parameters, key, [](const auto& p) { return p.first; }) != pattern.parameters.end();
    if (repeated)
      errors.push_back({fmt::format("{} stands twice in \"{}\"", key, text), {}, fmt::format("write {{{}=A,B}}", key)});
    pattern.parameters.push_back({key, {}});
  }
  const std::string value = equals == std::string::npos ? item : trimmed(item.substr(equals + 1));
  if (value.empty()) errors.push_back({fmt::format("\"{}\" has an empty value", text), {}, {}});
  pattern.parameters.back().second.push_back(value);
}

}  // namespace

Checked<Pattern> parse_pattern(const std::string& text) {
  const std::string whole = trimmed(text);
  const auto open = whole.find('{');
  Pattern pattern{trimmed(whole.substr(0, open)), {}};
  Errors errors;
  if (pattern.name.empty())
    errors.push_back({fmt::format("\"{}\" names no workload", text), {}, "'assay list workloads' shows them"});
  if (open != std::string::npos) {
    if (whole.find('}') != whole.size() - 1) {
      errors.push_back(
          {fmt::format("\"{}\" does not end with its one closing brace", text), {}, "write linalg.gemm{n=256,1024}"});
      return tl::unexpected(errors);
    }
    const std::string inside = trimmed(whole.substr(open + 1, whole.size() - open - 2));
    if (!inside.empty()) {
      for (const std::string& item : split(inside)) add_item(item, whole, pattern, errors);
    }
  } else if (whole.find('}') != std::string::npos) {
    errors.push_back({fmt::format("\"{}\" has a closing brace and no opening one", text), {}, {}});
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return pattern;
}

}  // namespace assay
