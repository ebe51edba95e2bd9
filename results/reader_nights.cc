#include "results/parse.h"
#include "results/reader.h"

namespace assay {
namespace {

std::optional<double> optional_real(const Statement& row, int column) {
  return row.null(column) ? std::nullopt : std::optional(row.real(column));
}

}  // namespace

std::vector<NightValue> Reader::night_values() const {
  std::vector<NightValue> values;
  Statement select(database_, "SELECT run, cell, value, se, bouts, note FROM night_value ORDER BY run, cell");
  while (select.step())
    values.push_back({select.text(0), select.text(1), optional_real(select, 2), optional_real(select, 3),
                      static_cast<int>(select.integer(4)), parsed(select.view(5), "night_value.note")});
  return values;
}

std::vector<NightEvent> Reader::night_events() const {
  std::vector<NightEvent> events;
  Statement select(database_, "SELECT change, state, at, run, note FROM night_event ORDER BY id");
  while (select.step())
    events.push_back({select.text(0), select.text(1), select.real(2), select.null(3) ? "" : select.text(3),
                      parsed(select.view(4), "night_event.note")});
  return events;
}

}  // namespace assay
