#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "harness/core/units.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

using Rows = std::vector<const CellReport*>;

std::vector<Rows> groups_of(const RunReport& report) {
  std::vector<Rows> groups;
  for (const CellReport& cell : report.cells) {
    const bool same =
        !groups.empty() && groups.back().front()->group == cell.group && groups.back().front()->host == cell.host;
    if (!same) groups.emplace_back();
    groups.back().push_back(&cell);
  }
  return groups;
}

/// Factors that vary in a group, or are absent from some of its cells.
std::vector<std::string> varied(const Rows& rows) {
  std::map<std::string, std::map<std::string, std::size_t>> levels;
  for (const CellReport* row : rows)
    for (const auto& [factor, level] : row->cell.configuration) ++levels[factor][level];
  std::vector<std::string> factors;
  for (const auto& [factor, counts] : levels)
    if (counts.size() > 1 || counts.begin()->second != rows.size()) factors.push_back(factor);
  return factors;
}

std::string level(const CellReport& row, const std::string& factor) {
  const auto found = row.cell.configuration.find(factor);
  return found == row.cell.configuration.end() ? "" : found->second;
}

/// `[4.90, 4.95]`, in the unit of the median.
std::string seconds_interval(const Seconds& seconds) {
  const std::string median = format_seconds(seconds.median);
  const double unit = median.ends_with(" ms")  ? 1e-3
                      : median.ends_with("µs") ? 1e-6
                      : median.ends_with("ns") ? 1e-9
                                               : 1;
  const double size = seconds.median / unit;
  const int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return fmt::format("[{:.{}f}, {:.{}f}]", seconds.low / unit, decimals, seconds.high / unit, decimals);
}

TableCell outcome_cell(const CellReport& row) {
  if (row.outcome != Outcome::Measured) return {std::string(name(row.outcome)), Paint::Red};
  if (row.emulated) return {"emulated", Paint::Yellow};
  if (row.baseline) return {"baseline", Paint::Dim};
  if (!row.against_baseline) return {"", Paint::None};
  const Estimate& effect = *row.against_baseline;
  const Paint paint = effect.high < 0 ? Paint::Green : effect.low > 0 ? Paint::Red : Paint::None;
  return {format_speed(effect.percent), paint};
}

/// The bounds of a speed are those of the time, inverted.
std::string speed_interval(const CellReport& row) {
  if (!row.against_baseline || row.emulated || row.baseline) return "";
  const auto speed = [](double percent) { return 1 / (1 + percent / 100); };
  return fmt::format("[{:.2f}, {:.2f}]", speed(row.against_baseline->high), speed(row.against_baseline->low));
}

Table table_of(const Rows& rows, const std::vector<std::string>& factors) {
  Table table;
  for (const std::string& factor : factors) table.columns.push_back({factor, Align::Left, 9});
  if (factors.empty()) table.columns.push_back({"", Align::Left, 9});
  for (const Column& column :
       {Column{"time", Align::Right, 9}, Column{"interval", Align::Left, 4}, Column{"rate", Align::Right, 5},
        Column{"speed", Align::Right, 9}, Column{"interval", Align::Left, 3}, Column{"undisturbed", Align::Right, 1}})
    table.columns.push_back(column);
  for (const CellReport* row : rows) {
    std::vector<TableCell> line;
    for (const std::string& factor : factors) line.push_back({level(*row, factor), Paint::None});
    if (factors.empty()) line.push_back({to_string(row->cell.configuration), Paint::None});
    line.push_back({row->seconds ? format_seconds(row->seconds->median) : "-", Paint::None});
    line.push_back({row->seconds ? seconds_interval(*row->seconds) : "", Paint::Dim});
    line.push_back({row->rate ? format_rate(row->rate->per_second, row->rate->unit) : "", Paint::None});
    line.push_back(outcome_cell(*row));
    line.push_back({speed_interval(*row), Paint::Dim});
    line.push_back({row->undisturbed ? fmt::format("{:.0f} %", 100 * *row->undisturbed) : "", Paint::Dim});
    table.rows.push_back(std::move(line));
  }
  return table;
}

/// Workloads whose cells are one factor's levels and nothing else (both routes of CPython): a line each, side by side.
struct SideBySide {
  std::string factor;
  std::vector<std::string> levels;

  bool operator==(const SideBySide&) const = default;
};

std::optional<SideBySide> side_by_side(const Rows& rows) {
  const std::vector<std::string> factors = varied(rows);
  if (factors.size() != 1 || rows.size() != 2) return std::nullopt;
  SideBySide found{factors.front(), {}};
  for (const CellReport* row : rows) found.levels.push_back(level(*row, factors.front()));
  return found;
}

Table side_by_side_table(const SideBySide& shape, std::span<const Rows> groups) {
  Table table{{{"", Align::Left, 9}}, {}};
  for (const std::string& each : shape.levels) table.columns.push_back({each, Align::Right, 9});
  table.columns.push_back({"speed", Align::Right, 8});
  table.columns.push_back({"interval", Align::Left, 3});
  table.columns.push_back({"undisturbed", Align::Right, 1});
  for (const Rows& rows : groups) {
    std::vector<TableCell> line{{rows.front()->group, Paint::None}};
    for (const CellReport* row : rows)
      line.push_back(row->seconds ? TableCell{format_seconds(row->seconds->median), Paint::None}
                                  : TableCell{std::string(name(row->outcome)), Paint::Red});
    line.push_back(rows[1]->outcome == Outcome::Measured ? outcome_cell(*rows[1]) : TableCell{});
    line.push_back({speed_interval(*rows[1]), Paint::Dim});
    const auto& share = rows[1]->undisturbed;
    line.push_back({share ? fmt::format("{:.0f} %", 100 * *share) : "", Paint::Dim});
    table.rows.push_back(std::move(line));
  }
  return table;
}

std::string details(const Rows& rows, const TextStyle& style) {
  std::string text;
  for (const CellReport* row : rows)
    if (!row->detail.empty())
      text += wrapped(fmt::format("{}: {}", to_string(row->cell.configuration), row->detail), style.width, 4);
  return text;
}

std::string title_of(const Rows& rows) {
  const CellReport& first = *rows.front();
  return first.host.empty() ? first.group : first.group + " on " + first.host;
}

}  // namespace

std::string cells_text(const RunReport& report, const TextStyle& style) {
  if (!report.comparisons.empty()) return "";
  const std::vector<Rows> groups = groups_of(report);
  std::string text;
  for (std::size_t i = 0; i < groups.size();) {
    const auto shape = side_by_side(groups[i]);
    std::size_t end = i + 1;
    while (shape && end < groups.size() && side_by_side(groups[end]) == shape) ++end;
    if (shape && end > i + 1) {
      const std::span<const Rows> same(&groups[i], end - i);
      text += section(fmt::format("By {}: {} and {}", shape->factor, shape->levels[0], shape->levels[1]), style);
      text += side_by_side_table(*shape, same).text(style.width, style.colour);
      for (const Rows& rows : same) text += details(rows, style);
    } else {
      end = i + 1;
      text += section(title_of(groups[i]), style);
      text += table_of(groups[i], varied(groups[i])).text(style.width, style.colour) + details(groups[i], style);
    }
    i = end;
  }
  return text;
}

}  // namespace assay
