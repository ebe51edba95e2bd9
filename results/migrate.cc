#include "results/migrate.h"

#include <fmt/format.h>

namespace assay {
namespace {

std::filesystem::path copy_name(const std::filesystem::path& file, int version) {
  return file.string() + fmt::format(".version-{}", version);
}

/// A copy of the committed state, by SQLite itself: it sees the write-ahead log too. A copy that exists is of an
/// earlier, broken-off attempt or of a restored file: it is kept, and the new one gets a number.
void back_up(Database& database, const std::filesystem::path& file, int version) {
  std::filesystem::path copy = copy_name(file, version);
  for (int number = 2; std::filesystem::exists(copy); ++number)
    copy = copy_name(file, version).string() + fmt::format("-{}", number);
  Statement vacuum(database, "VACUUM INTO ?");
  const std::string name = copy.string();
  vacuum.add(name);
  vacuum.run();
}

}  // namespace

Result<int> schema_version(Database& database, const std::filesystem::path& file, int newest) {
  const auto version = static_cast<int>(database.number("PRAGMA user_version"));
  const bool ours = database.number("PRAGMA application_id") == kApplicationId;
  if (!ours && database.number("SELECT count(*) FROM sqlite_schema") > 0)
    return fail("this is an SQLite database of something else, not a store of assay", file.string(),
                "name another one with --db FILE");
  if (version > newest)
    return fail(fmt::format("this store has schema {}, and this assay knows schemas up to {}", version, newest),
                file.string(), "use the newer assay that wrote it, or name another store with --db FILE");
  return ours ? version : 0;
}

Result<void> migrate(Database& database, const std::filesystem::path& file, std::span<const std::string_view> steps) {
  const auto newest = static_cast<int>(steps.size());
  const Result<int> seen = schema_version(database, file, newest);
  if (!seen) return tl::unexpected(seen.error());
  if (*seen == newest) return {};
  if (*seen > 0) back_up(database, file, *seen);
  Transaction transaction(database);
  // Read again under the lock: another process may have been faster.
  for (auto version = static_cast<int>(database.number("PRAGMA user_version")); version < newest; ++version)
    database.execute(std::string(steps[static_cast<std::size_t>(version)]));
  database.execute(std::string(views()));
  database.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, newest));
  transaction.commit();
  return {};
}

}  // namespace assay
