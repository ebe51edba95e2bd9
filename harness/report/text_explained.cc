#include "harness/core/units.h"
#include "harness/report/explained_rows.h"
#include "harness/report/text_parts.h"
#include "harness/stats/looks.h"

namespace assay {
namespace {

Paint paint_of(const ExplainedRow& row) {
  if (row.kind == ExplainedRow::Kind::Term) return Paint::Bold;
  return row.kind == ExplainedRow::Kind::Rest ? Paint::Dim : Paint::None;
}

/// An interval, or why there is none.
TableCell interval_cell(const ExplainedReport& report, const ExplainedRow& row) {
  if (row.effect || row.kind != ExplainedRow::Kind::Step) return {interval_text(row.effect), Paint::None};
  if (report.bouts >= stats::kFirstLook) return {};  // of which too few were undisturbed
  return {fmt::format("{} of at least {} bouts", report.bouts, stats::kFirstLook), Paint::Dim};
}

Table explained_table(const ExplainedReport& report) {
  Table table{
      {{"", Align::Left, 9}, {"share", Align::Right, 9}, {"time", Align::Right, 9}, {"interval", Align::Left, 9}}, {}};
  for (const ExplainedRow& row : rows_of(report))
    table.rows.push_back({{(row.kind == ExplainedRow::Kind::Step ? "  " : "") + row.label, paint_of(row)},
                          {row.share ? share_of_variance(*row.share) : "", Paint::None},
                          {row.effect ? format_percent(row.effect->percent) : "", Paint::None},
                          interval_cell(report, row)});
  return table;
}

std::string limits(const ExplainedReport& report, const TextStyle& style) {
  const std::string text = limits_of(report);
  return text.empty() ? "" : wrapped("note: " + text, style.width, 2);
}

}  // namespace

std::string explained_text(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const ExplainedReport& each : report.explained)
    text += section("What explains the differences: " + each.group, style) +
            explained_table(each).text(style.width, style.colour) + limits(each, style);
  return text;
}

}  // namespace assay
