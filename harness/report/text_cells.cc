#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "harness/core/units.h"
#include "harness/report/level_table.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

using Rows = std::vector<const CellReport*>;

std::vector<Rows> groups_of(const RunReport& report) {
  std::vector<Rows> groups;
  for (const CellReport& cell : report.cells) {
    const bool same = !groups.empty() && groups.back().front()->group == cell.group &&
                      groups.back().front()->host == cell.host && groups.back().front()->run == cell.run;
    if (!same) groups.emplace_back();
    groups.back().push_back(&cell);
  }
  return groups;
}

/// A group of rows, where several hosts or runs have it.
std::string place_of(const CellReport& cell) {
  return cell.group + (cell.host.empty() ? "" : " on " + cell.host) + (cell.run.empty() ? "" : " in run " + cell.run);
}

Configurations configurations_of(const Rows& rows) {
  Configurations all;
  for (const CellReport* row : rows) all.push_back(&row->cell.configuration);
  return all;
}

Rows all_rows(const RunReport& report) {
  Rows rows;
  for (const CellReport& cell : report.cells) rows.push_back(&cell);
  return rows;
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

/// How many times as fast as the baseline, or what stands in the way of saying it.
TableCell speed_cell(const CellReport& row) {
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
  if (row.outcome != Outcome::Measured || row.emulated || row.baseline) return "";
  if (!row.against_baseline) return row.processes == 1 ? "1 bout only" : "";
  const auto speed = [](double percent) { return 1 / (1 + percent / 100); };
  return fmt::format("[{:.2f}, {:.2f}]", speed(row.against_baseline->high), speed(row.against_baseline->low));
}

std::string share_text(const std::optional<double>& share) {
  return share ? fmt::format("{:.0f} %", 100 * *share) : "";
}

std::vector<TableCell> numbers(const CellReport& row) {
  return {{row.seconds ? time_text(row.seconds->median, row.clock) : "-", Paint::None},
          {row.seconds && row.processes > 1 ? seconds_interval(*row.seconds) : "", Paint::Dim},
          {row.rate ? format_rate(row.rate->per_second, row.rate->unit) : "", Paint::None},
          speed_cell(row),
          {speed_interval(row), Paint::Dim},
          {row.kernels, Paint::Dim},
          {share_text(row.undisturbed), Paint::Dim}};
}

std::string table_text(const Rows& rows, const Configuration& known, const TextStyle& style) {
  LevelTable table{{},
                   {{"time", Align::Right, 9},
                    {"interval", Align::Left, 4},
                    {"rate", Align::Right, 3},
                    {"speed", Align::Right, 9},
                    {"interval", Align::Left, 9},
                    {"kernels", Align::Left, 5},
                    {"undisturbed", Align::Right, 1}},
                   {}};
  for (const CellReport* row : rows) table.rows.push_back({{}, &row->cell.configuration, numbers(*row)});
  return table.text(known, style);
}

/// Workloads whose cells are one factor's levels and nothing else (both routes of CPython): a line each, side by side.
struct SideBySide {
  std::string factor;
  std::vector<std::string> levels;

  bool operator==(const SideBySide&) const = default;
};

std::optional<SideBySide> side_by_side(const Rows& rows, const Configuration& known) {
  const std::vector<std::string> factors = varied(configurations_of(rows), known);
  if (factors.size() != 1 || rows.size() != 2) return std::nullopt;
  SideBySide found{factors.front(), {}};
  for (const CellReport* row : rows) found.levels.push_back(level_in(row->cell.configuration, factors.front()));
  return found;
}

/// The workload, and the levels that hold in all of its rows but not in the whole report.
std::string title_of(const Rows& rows, const Configuration& known) {
  const CellReport& first = *rows.front();
  const std::string title = place_of(first);
  const Configuration own = rows.size() > 1 ? without(fixed(configurations_of(rows)), known) : Configuration{};
  return own.empty() ? title : title + ", " + to_string(own);
}

Table side_by_side_table(const SideBySide& shape, std::span<const Rows> groups, const Configuration& known) {
  Table table{{{"", Align::Left, 9}}, {}};
  for (const std::string& each : shape.levels) table.columns.push_back({each, Align::Right, 9});
  table.columns.push_back({"speed", Align::Right, 9});
  table.columns.push_back({"interval", Align::Left, 9});
  table.columns.push_back({"undisturbed", Align::Right, 1});
  for (const Rows& rows : groups) {
    std::vector<TableCell> line{{title_of(rows, known), Paint::None}};
    for (const CellReport* row : rows)
      line.push_back(row->seconds ? TableCell{time_text(row->seconds->median, row->clock), Paint::None}
                                  : TableCell{std::string(name(row->outcome)), Paint::Red});
    line.push_back(rows[1]->outcome == Outcome::Measured ? speed_cell(*rows[1]) : TableCell{});
    line.push_back({speed_interval(*rows[1]), Paint::Dim});
    line.push_back({share_text(rows[1]->undisturbed), Paint::Dim});
    table.rows.push_back(std::move(line));
  }
  return table;
}

std::string details(const Rows& rows, const TextStyle& style) {
  std::string text;
  for (const CellReport* row : rows)
    if (!row->detail.empty())
      text += wrapped(fmt::format("{}: {}", to_string(row->cell.configuration), row->detail), style.width, 4);
  for (const CellReport* row : rows)
    for (const Note& note : row->notes)
      text += wrapped(fmt::format("note: {}: {}", to_string(row->cell.configuration), note.text), style.width, 4);
  return text;
}

}  // namespace

std::string cells_text(const RunReport& report, const TextStyle& style) {
  if (!report.comparisons.empty()) return "";
  const std::vector<Rows> groups = groups_of(report);
  const Configuration known = fixed_where_it_reaches(configurations_of(all_rows(report)));
  std::string text;
  for (std::size_t i = 0; i < groups.size();) {
    const auto shape = side_by_side(groups[i], known);
    std::size_t end = i + 1;
    while (shape && end < groups.size() && side_by_side(groups[end], known) == shape) ++end;
    if (shape && end > i + 1) {
      const std::span<const Rows> same(&groups[i], end - i);
      text += section(fmt::format("By {}: {} and {}", shape->factor, shape->levels[0], shape->levels[1]), style);
      text += side_by_side_table(*shape, same, known).text(style.width, style.colour);
      for (const Rows& rows : same) text += details(rows, style);
    } else {
      end = i + 1;
      text += section(title_of(groups[i], known), style);
      text += table_text(groups[i], known, style) + details(groups[i], style);
    }
    i = end;
  }
  return text + known_text(known, style);
}

}  // namespace assay
