#pragma once

#include <map>
#include <string>

namespace assay {

/// Factor -> level, for every factor that reaches the workload. A new factor is a new key, never a new member.
using Configuration = std::map<std::string, std::string>;

/// Parameter -> value, every parameter of the workload, defaults filled in.
using Parameters = std::map<std::string, std::string>;

/// What one process measures once: a workload with its parameters under one configuration.
struct Cell {
  std::string workload;  ///< `suite.name`
  Parameters parameters;
  Configuration configuration;

  bool operator==(const Cell&) const = default;
};

/// Whether a configuration without this factor is one in which it was left as it was found (`env.NAME`, `root`,
/// `sibling`): a level of its own. Any other factor that a configuration lacks does not reach the cell.
bool may_be_unset(const std::string& factor);

/// 16 hexadecimal digits of XXH3-64 over the cell's canonical JSON: the same content has the same id on every machine.
std::string cell_id(const Cell& cell);

/// `linalg.gemm{n=512,type=d}`; without braces where there are no parameters.
std::string workload_name(const Cell& cell);

/// `blas=openblas-pthread threads=1`
std::string to_string(const Configuration& configuration);

}  // namespace assay
