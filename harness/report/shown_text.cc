#include <fmt/format.h>

#include <vector>

#include "harness/core/levels.h"
#include "harness/core/units.h"
#include "harness/core/visible.h"
#include "harness/report/level_table.h"
#include "harness/report/shown.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

/// Nested facts as indented lines `key: value`; lists of simple values in one line.
void add_facts(std::string& text, const Json& json, int indent, int width) {
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  for (const auto& [key, value] : json.items()) {
    if (value.is_null() || (value.is_structured() && value.empty())) continue;
    const std::string label = json.is_array() ? "-" : key + ":";
    if (value.is_object()) {
      text += margin + label + "\n";
      add_facts(text, value, indent + 2, width);
    } else if (value.is_array() && value.front().is_structured()) {
      text += margin + label + "\n";
      add_facts(text, value, indent + 2, width);
    } else {
      const std::string shown =
          value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
      const std::string line = label + " " + shown;
      text += display_width(line) + margin.size() <= static_cast<std::size_t>(width) || shown.find('\n') != shown.npos
                  ? margin + line + "\n"
                  : wrapped(line, width, indent);
    }
  }
}

stats::Clock clock_of(const Json& cell) {
  return cell.value("clock", "") == "cpu" ? stats::Clock::Cpu : stats::Clock::Wall;
}

Cell cell_shown(const Json& shown) {
  return {shown.at("workload"), levels_from(shown.at("parameters")), levels_from(shown.at("configuration"))};
}

std::string cell_heading(const Json& shown, const TextStyle& style) {
  const Cell cell = cell_shown(shown);
  std::string text = workload_name(cell) + "\n" + wrapped(to_string(cell.configuration), style.width, 2);
  if (const Json& seconds = shown.at("seconds"); seconds.is_object())
    text += fmt::format("  {} [{}, {}]", time_text(seconds.at("median"), clock_of(shown)),
                        format_seconds(seconds.at("low")), format_seconds(seconds.at("high")));
  else
    text += "  " + shown.at("outcome").get<std::string>();
  return text + fmt::format(", {} processes\n", shown.at("processes").size());
}

std::string cell_text(const Json& shown, const TextStyle& style) {
  std::string text = painted("Cell " + shown.at("cell").get<std::string>(), Paint::Bold, style.colour) + "\n";
  text += wrapped("Measure it again: " + shown.at("reproduce").get<std::string>(), style.width, 0);
  for (const Json& cell : shown.at("runs")) {
    text += "\n" + painted("In run " + cell.at("run").get<std::string>(), Paint::Bold, style.colour) + "\n";
    text += cell_heading(cell, style);
    for (const Json& process : cell.at("processes")) {
      text += fmt::format("\n  process {} ({}, bout {})\n", process.at("pid").get<int>(),
                          process.at("mode").get<std::string>(), process.at("bout").get<std::int64_t>());
      add_facts(text, process, 4, style.width);
    }
  }
  return text;
}

/// With the ids that 'assay show' takes.
std::string cell_table(const Json& shown, const TextStyle& style) {
  std::vector<Cell> cells;
  Configurations levels;
  for (const Json& cell : shown) cells.push_back(cell_shown(cell));
  for (const Cell& cell : cells) levels.push_back(&cell.configuration);
  LevelTable table{"workload", {{"time", Align::Right, 9}, {"outcome", Align::Left, 9}, {"cell", Align::Left, 9}}, {}};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Json& seconds = shown[i].at("seconds");
    const std::string time = seconds.is_object() ? time_text(seconds.at("median"), clock_of(shown[i])) : "-";
    table.rows.push_back(
        {workload_name(cells[i]),
         &cells[i].configuration,
         {{time, Paint::None}, {shown[i].at("outcome"), Paint::None}, {shown[i].at("cell"), Paint::Dim}}});
  }
  const Configuration known = fixed_where_it_reaches(levels);
  return "\n" + table.text(known, style) + known_text(known, style);
}

std::string run_text(const Json& shown, const TextStyle& style) {
  std::string text = painted("Run " + shown.at("run").get<std::string>(), Paint::Bold, style.colour) + "\n";
  text += fmt::format("  {}, {}, started {}, seed {}\n", shown.at("kind").get<std::string>(),
                      shown.at("state").get<std::string>(), format_time(shown.at("started")),
                      shown.at("seed").get<std::uint64_t>());
  text += wrapped("Do it again: " + shown.at("reproduce").get<std::string>(), style.width, 2);
  text += cell_table(shown.at("cells"), style);
  for (const char* part : {"study", "host", "subjects"}) {
    text += "\n" + painted(part, Paint::Bold, style.colour) + "\n";
    add_facts(text, shown.at(part), 2, style.width);
  }
  return text;
}

}  // namespace

std::string shown_text(const Json& shown, const TextStyle& style) {
  return shown.contains("runs") ? cell_text(shown, style) : run_text(shown, style);
}

}  // namespace assay
