#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/cell.h"
#include "harness/core/error.h"

namespace assay {

/// A parameter as its workload declares it.
struct ParameterSpec {
  std::string standard;              ///< the value where none is given
  std::vector<std::string> allowed;  ///< empty: any of the kind
  std::string kind = "text";         ///< `integer` (positive), `text`
  std::string about;
  double growth = 0;  ///< `seconds` grows with this power of it, over the standard value; 0: not at all
};

/// A named piece of work, read from the comment block of its own file in suites/ (see CONTRIBUTING.md).
struct Workload {
  std::string suite;
  std::string name;
  std::string about;
  std::string kind;  ///< how it is started: `native`, `cpython`, `pyperformance`, `command`
  std::filesystem::path file;
  std::vector<std::string> tags;
  std::vector<std::string> factors;  ///< those that reach it; a level may bring more (`blas=eigen` brings flags)
  std::map<std::string, ParameterSpec> parameters;
  double seconds = 0;                      ///< about what one iteration takes with the standard parameters, for the
                                           ///< estimate only; 0: not known
  std::optional<std::string> unsupported;  ///< the reason why it cannot run here at all

  std::string full_name() const { return suite + "." + name; }
};

class Catalog {
 public:
  /// Reads every suite below `suites` (a folder with a suite.toml). A file that cannot be read is an error with its
  /// place.
  static Checked<Catalog> read(const std::filesystem::path& suites);

  explicit Catalog(std::vector<Workload> workloads);
  const std::vector<Workload>& workloads() const { return workloads_; }
  const Workload* find(const std::string& full_name) const;

  /// A workload with its parameters, all defaults filled in.
  struct Selected {
    const Workload* workload;
    Parameters parameters;
  };
  /// Expands a pattern: `linalg.gemm{type=d,n=256,1024}`, `pyperformance.*`, `tag:startup`,
  /// `linalg.gemm{n=64..1024*2}`.
  Checked<std::vector<Selected>> select(const std::string& pattern) const;

  /// Picks among what has been selected: a parameter that the pattern does not name may have any value, so that
  /// `linalg.gemm` is about all sizes. What nobody knows is an error as in select().
  using Filter = std::function<bool(const Selected&)>;
  Checked<Filter> filter(const std::string& pattern) const;

 private:
  std::vector<Workload> workloads_;
};

}  // namespace assay
