#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "harness/core/visible.h"
#include "harness/report/executed.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

std::string label_of(const Configuration& configuration) {
  std::string text;
  for (const char* factor : {"blas", "python", "route", "compiler", "flags", "command"})
    if (const auto found = configuration.find(factor); found != configuration.end())
      text += (text.empty() ? "" : " ") + found->second;
  return text.empty() ? to_string(configuration) : text;
}

/// `~` for the home folder.
std::string short_path(const std::string& path) {
  const char* home = std::getenv("HOME");
  const std::string folder = home == nullptr ? "" : home;
  return !folder.empty() && folder != "/" && path.starts_with(folder + "/") ? "~" + path.substr(folder.size()) : path;
}

std::string words(const Executed& each) {
  std::vector<std::string> labels;
  for (const CellReport* cell : each.cells)
    if (auto label = label_of(cell->cell.configuration); std::ranges::find(labels, label) == labels.end())
      labels.push_back(std::move(label));
  std::string text = fmt::format("{}", fmt::join(labels, ", "));
  if (!each.subject.empty() && each.subject != text) text += ": " + each.subject;
  if (!each.kernels.empty()) text += ", kernels for " + each.kernels;
  return text;
}

}  // namespace

std::string executed_text(const RunReport& report, const TextStyle& style) {
  const std::vector<Executed> all = executed_by(report);
  if (all.empty()) return "";
  std::string text = section("What executed", style);
  for (const Executed& each : all) {
    const std::string line = words(each), path = short_path(each.path);
    const bool fits = display_width(line) + display_width(path) + 4 <= static_cast<std::size_t>(style.width);
    text += fits ? "  " + line + "  " + painted(path, Paint::Dim, style.colour) + "\n"
                 : wrapped(line, style.width, 2) + wrapped(path, style.width, 4);
  }
  return text;
}

}  // namespace assay
