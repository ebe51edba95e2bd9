#include "harness/core/cell.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <nlohmann/json.hpp>

namespace assay {

std::string cell_id(const Cell& cell) {
  const nlohmann::json content = {
      {"workload", cell.workload}, {"parameters", cell.parameters}, {"configuration", cell.configuration}};
  const std::string text = content.dump();
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

std::string workload_name(const Cell& cell) {
  if (cell.parameters.empty()) return cell.workload;
  std::string text;
  for (const auto& [key, value] : cell.parameters) text += (text.empty() ? "" : ",") + key + "=" + value;
  return cell.workload + "{" + text + "}";
}

std::string to_string(const Configuration& configuration) {
  std::string text;
  for (const auto& [factor, level] : configuration) text += (text.empty() ? "" : " ") + factor + "=" + level;
  return text;
}

}  // namespace assay
