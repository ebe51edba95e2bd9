#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <string_view>

#include "harness/core/error.h"
#include "results/database.h"

namespace assay {

/// A store says what it is: PRAGMA application_id, `ASAY`.
inline constexpr std::int64_t kApplicationId = 0x41534159;

/// A file of results/migrations/, built into the program: 001.sql brings an empty database to version 1, and so on.
std::span<const std::string_view> migrations();
std::string_view views();

/// Brings a store to the schema of `steps`, in one transaction. An older one is first copied beside itself
/// (`assay.db.version-1`); a newer one, or a database of something else, is an error and stays as it is.
/// Throws SqlError.
Result<void> migrate(Database& database, const std::filesystem::path& file, std::span<const std::string_view> steps);

/// PRAGMA user_version where the file is one of ours (0 for an empty one), else an error.
Result<int> schema_version(Database& database, const std::filesystem::path& file, int newest);

}  // namespace assay
