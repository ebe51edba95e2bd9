#pragma once

#include <string>
#include <vector>

#include "harness/core/cell.h"
#include "harness/report/report.h"
#include "harness/report/table.h"

namespace assay {

using Configurations = std::vector<const Configuration*>;  ///< of the rows of a table

/// Factors that tell rows apart, by several levels or because some rows have none; but for what is known of them
/// everywhere.
std::vector<std::string> varied(const Configurations& rows, const Configuration& known);
/// The one level of each factor that all rows have.
Configuration fixed(const Configurations& rows);
/// The one level of each factor in all rows that it reaches: one that may be unset reaches them all.
Configuration fixed_where_it_reaches(const Configurations& rows);
Configuration without(Configuration levels, const Configuration& known);
/// `-` of a row without one.
std::string level_in(const Configuration& row, const std::string& factor);

/// A table whose rows are told apart by their levels: a column for each factor that varies; or one for all of them,
/// which can be broken, where the page is narrow or nothing varies.
struct LevelTable {
  struct Row {
    std::string name;  ///< of what has these levels; empty where the table's title says it
    const Configuration* levels = nullptr;
    std::vector<TableCell> cells;
  };
  std::string title;            ///< of the names
  std::vector<Column> columns;  ///< of the cells
  std::vector<Row> rows;

  std::string text(const Configuration& known, const TextStyle& style) const;

 private:
  Table by_factor(const std::vector<std::string>& factors) const;
  Table by_configuration(const Configuration& known) const;
};

/// Below tables, what holds in all of them.
std::string known_text(const Configuration& known, const TextStyle& style);

}  // namespace assay
