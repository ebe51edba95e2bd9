#include "harness/core/digest.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <fstream>
#include <vector>

namespace assay {
namespace {

std::string text_of(XXH64_hash_t hash) {
  return fmt::format("{:016x}", hash);
}

}  // namespace

std::string digest(std::string_view bytes) {
  return text_of(XXH3_64bits(bytes.data(), bytes.size()));
}

std::string json_digest(const Json& json) {
  return digest(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::optional<std::string> file_digest(const std::filesystem::path& file) {
  constexpr std::size_t piece = 1 << 20;
  std::ifstream in(file, std::ios::binary);
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  std::vector<char> bytes(piece);
  while (in.read(bytes.data(), static_cast<std::streamsize>(piece)), in.gcount() > 0)
    XXH3_64bits_update(&state, bytes.data(), static_cast<std::size_t>(in.gcount()));
  if (!in.eof()) return std::nullopt;
  return text_of(XXH3_64bits_digest(&state));
}

}  // namespace assay
