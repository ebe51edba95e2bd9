#pragma once

#include <string>
#include <vector>

namespace assay {

enum class Align { Left, Right };
enum class Paint { None, Bold, Dim, Green, Red, Yellow };

struct Column {
  std::string title;
  Align align = Align::Left;
  int keep = 0;  ///< where space is short all columns of the smallest number are left out first; 9 is never left out
};

struct TableCell {
  std::string text;
  Paint paint = Paint::None;
};

/// `text` in colour, where wanted.
std::string painted(const std::string& text, Paint paint, bool colour);

/// Aligned columns two spaces apart, indented by two. What does not fit is first whole columns, by `keep`; then the
/// first column is broken into lines. A row of a single cell is a line of its own across all columns.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<TableCell>> rows;

  std::string text(int width, bool colour) const;
  /// With the columns alone that are never left out, and nothing broken.
  std::size_t least_width() const;
};

/// Breaks at spaces into lines of at most `width`, each after `indent` spaces.
std::string wrapped(const std::string& text, int width, int indent);

}  // namespace assay
