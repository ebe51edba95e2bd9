#include "dashboards/markup.h"

#include <set>
#include <sstream>

#include "harness/report/xml.h"

namespace assay {

std::string escape_html(std::string_view text) {
  return xml_text(text);
}

std::string script_json(const Json& json) {
  std::string safe;
  for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace)) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

Result<std::string> fill_template(std::string_view text, const std::map<std::string, std::string>& parts) {
  std::string filled;
  std::set<std::string> used;
  std::size_t at = 0;
  for (auto open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", at)) {
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) break;
    const std::string name(text.substr(open + 2, close - open - 2));
    const auto part = parts.find(name);
    if (part == parts.end())
      return fail("no part is called \"" + name + '"', {}, "the page's template is of another version");
    used.insert(name);
    filled += text.substr(at, open - at);
    filled += part->second;
    at = close + 2;
  }
  for (const auto& [name, value] : parts) {
    if (!used.contains(name))
      return fail("there is no place for {{" + name + "}}", {}, "the page's template is of another version");
  }
  return filled += text.substr(at);
}

std::string inline_module(std::string_view text) {
  std::string kept;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("import ")) kept += line + '\n';
  }
  return kept;
}

}  // namespace assay
