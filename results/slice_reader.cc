#include "results/slice_reader.h"

#include <algorithm>

namespace assay {
namespace {

bool wanted(const Quantity& quantity, Detail detail) {
  constexpr std::string_view walls[] = {"wall_ns", "iterations", "round", "warmup", "kept"};
  if (detail == Detail::Walls) return std::ranges::find(walls, quantity.name) != std::end(walls);
  return detail == Detail::Whole || quantity.essential;
}

}  // namespace

SliceReader::SliceReader(Database& database, Detail detail, std::int64_t first, std::int64_t last) {
  for (const Quantity& quantity : quantities()) {
    if (!wanted(quantity, detail)) continue;
    Statement statement(database,
                        "SELECT process, numbers FROM slice_array WHERE quantity = ? AND process BETWEEN ? AND ? "
                        "ORDER BY process");
    statement.add(quantity.name);
    statement.add(first);
    statement.add(last);
    cursors_.push_back({.quantity = &quantity, .statement = std::move(statement)});
  }
}

bool SliceReader::seek(Cursor& cursor, std::int64_t process) {
  while (cursor.open && cursor.process < process) {
    cursor.open = cursor.statement.step();
    if (cursor.open) cursor.process = cursor.statement.integer(0);
  }
  if (!cursor.open || cursor.process != process) return false;
  const std::string_view text = cursor.statement.view(1);
  if (!cursor.numbers.empty() && text == cursor.text)
    return true;  // rounds and iterations are the same in most processes
  cursor.text = text;
  if (!decode(text, cursor.numbers) || cursor.numbers.empty())
    throw SqlError(SQLITE_CORRUPT, 0,
                   "slice_array " + std::string(cursor.quantity->name) + " of process " + std::to_string(process) +
                       " is no array of integers");
  return true;
}

void SliceReader::read(std::int64_t process, std::int64_t count, std::int64_t iterations, std::vector<Slice>& slices) {
  slices.assign(static_cast<std::size_t>(count), Slice{});
  if (count == 0) return;
  for (Cursor& cursor : cursors_) {
    if (seek(cursor, process)) {
      cursor.quantity->set(slices, cursor.numbers);
    } else if (cursor.quantity->standard != Standard::Zero) {
      standard_numbers(cursor.quantity->standard, iterations, slices.size(), standard_);
      cursor.quantity->set(slices, standard_);
    }
  }
}

}  // namespace assay
