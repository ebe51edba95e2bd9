#include "harness/core/cell.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/core/digest.h"

namespace assay {

bool may_be_unset(const std::string& factor) {
  return factor.starts_with("env.") || factor == "root" || factor == "sibling" || factor == "side";
}

std::string cell_id(const Cell& cell) {
  const nlohmann::json content = {
      {"workload", cell.workload}, {"parameters", cell.parameters}, {"configuration", cell.configuration}};
  return digest(content.dump());
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
