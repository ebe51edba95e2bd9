#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/core/json.h"
#include "results/database.h"

namespace assay {

/// Stored JSON. What cannot be read is a damaged store, with the column that shows it.
inline Json parsed(std::string_view text, const char* column) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw SqlError(SQLITE_CORRUPT, 0, std::string(column) + " is no JSON");
  return json;
}

/// For what reads it asks for its members.
inline Json parsed_object(std::string_view text, const char* column) {
  Json json = parsed(text, column);
  if (!json.is_object()) throw SqlError(SQLITE_CORRUPT, 0, std::string(column) + " is no JSON object");
  return json;
}

/// Seeds are text, as SQLite's integers end at 63 bits.
inline std::uint64_t parsed_seed(std::string_view text) {
  std::uint64_t seed = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc{} || stop != text.data() + text.size())
    throw SqlError(SQLITE_CORRUPT, 0, "a seed is no number");
  return seed;
}

}  // namespace assay
