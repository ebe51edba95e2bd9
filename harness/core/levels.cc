#include "harness/core/levels.h"

#include <charconv>
#include <cstdint>

namespace assay {

Json level_json(const std::string& level) {
  std::int64_t number = 0;
  const char* end = level.data() + level.size();
  const auto [stop, error] = std::from_chars(level.data(), end, number);
  const bool canonical = error == std::errc{} && stop == end && std::to_string(number) == level;
  return canonical ? Json(number) : Json(level);
}

Json levels_json(const std::map<std::string, std::string>& levels) {
  Json json = Json::object();
  for (const auto& [key, level] : levels) json[key] = level_json(level);
  return json;
}

std::map<std::string, std::string> levels_from(const Json& json) {
  std::map<std::string, std::string> levels;
  for (const auto& [key, value] : json.items())
    levels[key] = value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : value.get<std::string>();
  return levels;
}

}  // namespace assay
