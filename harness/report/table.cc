#include "harness/report/table.h"

#include <algorithm>
#include <numeric>
#include <sstream>

namespace assay {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t indent = 2;
constexpr std::size_t narrowest = 8;
constexpr int always = 9;

std::string cut(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  std::string result;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (starts && ++taken == width) break;
    result += text[i];
  }
  return result + "…";
}

std::string code(Paint paint) {
  switch (paint) {
    case Paint::None:
      return "";
    case Paint::Bold:
      return "\033[1m";
    case Paint::Dim:
      return "\033[2m";
    case Paint::Green:
      return "\033[32m";
    case Paint::Red:
      return "\033[31m";
    case Paint::Yellow:
      return "\033[33m";
  }
  return "";
}

/// Which columns are shown and how wide they are.
struct Layout {
  std::vector<std::size_t> shown;
  std::vector<std::size_t> widths;  // by column

  std::size_t total() const {
    std::size_t sum = indent;
    for (const std::size_t column : shown) sum += widths[column] + gap;
    return sum - gap;
  }
};

Layout layout_of(const Table& table, std::size_t width) {
  Layout layout;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::size_t widest = 0;
    for (const auto& row : table.rows) widest = std::max(widest, display_width(row[column].text));
    if (widest > 0) layout.shown.push_back(column);  // a column without any entry is none
    layout.widths.push_back(std::max(widest, display_width(table.columns[column].title)));
  }
  while (layout.total() > width) {
    const auto least =
        std::ranges::min_element(layout.shown, {}, [&](std::size_t column) { return table.columns[column].keep; });
    if (least == layout.shown.end() || table.columns[*least].keep >= always) break;
    layout.shown.erase(least);
  }
  if (layout.total() > width && !layout.shown.empty()) {
    std::size_t& first = layout.widths[layout.shown.front()];
    const std::size_t over = layout.total() - width;
    first = std::max(std::min(first, narrowest), first > over ? first - over : narrowest);
  }
  return layout;
}

std::string padded(const TableCell& cell, Align align, std::size_t width, bool colour) {
  const std::string text = cut(cell.text, width);
  const std::string space(width - display_width(text), ' ');
  const std::string shown = painted(text, cell.paint, colour);
  return align == Align::Right ? space + shown : shown + space;
}

std::string line(const Table& table, const Layout& layout, const std::vector<TableCell>& cells, bool colour) {
  std::string text(indent, ' ');
  for (const std::size_t column : layout.shown)
    text += padded(cells[column], table.columns[column].align, layout.widths[column], colour) + std::string(gap, ' ');
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string painted(const std::string& text, Paint paint, bool colour) {
  if (!colour || paint == Paint::None || text.empty()) return text;
  return code(paint) + text + "\033[0m";
}

std::string Table::text(int width, bool colour) const {
  if (rows.empty()) return "";
  const Layout layout = layout_of(*this, static_cast<std::size_t>(std::max(width, 20)));
  std::vector<TableCell> titles;
  for (const Column& column : columns) titles.push_back({column.title, Paint::Dim});
  std::string result = line(*this, layout, titles, colour);
  for (const auto& row : rows) result += line(*this, layout, row, colour);
  return result;
}

std::string wrapped(const std::string& text, int width, int spaces) {
  const std::string margin(static_cast<std::size_t>(spaces), ' ');
  std::istringstream words(text);
  std::string result, row = margin, word;
  while (words >> word) {
    const bool fresh = row.size() == margin.size();
    if (!fresh && display_width(row) + 1 + display_width(word) > static_cast<std::size_t>(width)) {
      result += row + "\n";
      row = margin + word;
    } else {
      row += (fresh ? "" : " ") + word;
    }
  }
  return result + row + "\n";
}

}  // namespace assay
