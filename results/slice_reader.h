#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/database.h"
#include "results/quantities.h"
#include "results/store.h"

namespace assay {

/// Walks through slice_array beside its processes, in ascending order: one cursor per quantity, so a million processes
/// are read from one end to the other without a search. Throws SqlError.
class SliceReader {
 public:
  /// For processes `first` … `last`.
  SliceReader(Database& database, Detail detail, std::int64_t first, std::int64_t last);

  /// Replaces `slices`. `iterations` are the bout's. Processes must be asked for in ascending order.
  void read(std::int64_t process, std::int64_t count, std::int64_t iterations, std::vector<Slice>& slices);

 private:
  struct Cursor {
    const Quantity* quantity;
    Statement statement;
    bool open = true;
    std::int64_t process = -1;  ///< that the statement stands at
    std::string text{};         ///< that `numbers` were read from
    std::vector<std::int64_t> numbers{};
  };
  /// Whether there is an array of this process; it is then in `numbers`.
  static bool seek(Cursor& cursor, std::int64_t process);

  std::vector<Cursor> cursors_;
  std::vector<std::int64_t> standard_;
};

}  // namespace assay
