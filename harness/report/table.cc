#include "harness/report/table.h"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "harness/core/visible.h"

namespace assay {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t indent = 2;
constexpr std::size_t narrowest = 14;
constexpr int always = 9;

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

bool spans(const Table& table, const std::vector<TableCell>& row) {
  return row.size() == 1 && table.columns.size() > 1;
}

Layout whole_layout(const Table& table) {
  Layout layout;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::size_t widest = 0;
    for (const auto& row : table.rows)
      if (!spans(table, row)) widest = std::max(widest, display_width(row[column].text));
    if (widest > 0) layout.shown.push_back(column);  // a column without any entry is none
    layout.widths.push_back(std::max(widest, display_width(table.columns[column].title)));
  }
  return layout;
}

Layout layout_of(const Table& table, std::size_t width) {
  Layout layout = whole_layout(table);
  while (layout.total() > width) {
    const auto least =
        std::ranges::min_element(layout.shown, {}, [&](std::size_t column) { return table.columns[column].keep; });
    if (least == layout.shown.end() || table.columns[*least].keep >= always) break;
    // Columns of one number belong together, as the times of A and of B do.
    std::erase_if(layout.shown, [&, keep = table.columns[*least].keep](std::size_t column) {
      return table.columns[column].keep == keep;
    });
  }
  if (layout.total() > width && !layout.shown.empty()) {
    std::size_t& first = layout.widths[layout.shown.front()];
    const std::size_t over = layout.total() - width;
    first = std::max(std::min(first, narrowest), first > over ? first - over : narrowest);
  }
  return layout;
}

/// Where the first line of `text` ends: behind the last space or comma that fits, or where nothing fits any more.
std::size_t end_of_line(const std::string& text, std::size_t width) {
  std::size_t taken = 0, best = 0, at = 0;
  const std::size_t margin = std::min(text.find_first_not_of(' '), text.size());
  for (; at < text.size(); ++at) {
    if (begins_character(text[at]) && taken++ == width) break;
    if (at >= margin && (text[at] == ' ' || text[at] == ',' || text[at] == '.' || text[at] == '{')) best = at + 1;
  }
  return at == text.size() || best == 0 ? at : best;
}

/// Lines of at most `width`; those after the first are indented by two more.
std::vector<std::string> broken(std::string text, std::size_t width) {
  const std::string margin(std::min(text.find_first_not_of(' '), text.size()) + 2, ' ');
  std::vector<std::string> lines;
  while (display_width(text) > width) {
    const std::size_t end = end_of_line(text, width);
    lines.push_back(text.substr(0, end));
    lines.back().erase(lines.back().find_last_not_of(' ') + 1);
    text = margin + text.substr(end);
  }
  lines.push_back(text);
  return lines;
}

std::string padded(const TableCell& cell, Align align, std::size_t width, bool colour) {
  const std::size_t taken = display_width(cell.text);
  const std::string space(width > taken ? width - taken : 0, ' ');
  const std::string shown = painted(cell.text, cell.paint, colour);
  return align == Align::Right ? space + shown : shown + space;
}

/// Each cell without what would move the cursor.
Table visible_lines(Table table) {
  for (auto& row : table.rows)
    for (TableCell& cell : row) {
      cell.text = visible(cell.text);
      std::ranges::replace(cell.text, '\n', ' ');
    }
  return table;
}

std::string trimmed_line(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string line(const Table& table, const Layout& layout, const std::vector<TableCell>& cells, bool colour) {
  std::string text(indent, ' ');
  std::vector<std::string> first = {""};
  for (const std::size_t column : layout.shown) {
    TableCell cell = cells[column];
    if (column == layout.shown.front() && table.columns[column].align == Align::Left) {
      first = broken(cell.text, layout.widths[column]);
      cell.text = first.front();
    }
    text += padded(cell, table.columns[column].align, layout.widths[column], colour) + std::string(gap, ' ');
  }
  text = trimmed_line(text);
  for (std::size_t more = 1; more < first.size(); ++more)
    text += std::string(indent, ' ') + painted(first[more], cells[layout.shown.front()].paint, colour) + "\n";
  return text;
}

std::string spanning_line(const TableCell& cell, std::size_t width, bool colour) {
  std::string text;
  for (const std::string& each : broken(cell.text, width - indent))
    text += trimmed_line(std::string(indent, ' ') + painted(each, cell.paint, colour));
  return text;
}

}  // namespace

std::string painted(const std::string& text, Paint paint, bool colour) {
  if (!colour || paint == Paint::None || text.empty()) return text;
  return code(paint) + text + "\033[0m";
}

std::string Table::text(int width, bool colour) const {
  if (rows.empty()) return "";
  const Table shown = visible_lines(*this);
  const auto columns_wide = static_cast<std::size_t>(std::max(width, 20));
  const Layout layout = layout_of(shown, columns_wide);
  std::vector<TableCell> titles;
  for (const Column& column : columns) titles.push_back({column.title, Paint::Dim});
  std::string result = line(shown, layout, titles, colour);
  for (const auto& row : shown.rows)
    result += spans(shown, row) ? spanning_line(row.front(), columns_wide, colour) : line(shown, layout, row, colour);
  return result;
}

std::size_t Table::least_width() const {
  Layout layout = whole_layout(*this);
  std::erase_if(layout.shown, [&](std::size_t column) { return columns[column].keep < always; });
  return layout.total();
}

std::string wrapped(const std::string& text, int width, int spaces) {
  const std::string margin(static_cast<std::size_t>(spaces), ' ');
  std::istringstream words(visible(text));
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
