#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/catalog/workload.h"
#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "harness/core/error.h"
#include "harness/subjects/compile.h"
#include "harness/subjects/subjects.h"

namespace assay {

/// How a cell's process will be started, while the factors shape it one after the other.
struct Draft {
  const Workload* workload = nullptr;
  Cell cell;
  MemberSpec member;                ///< environment starts as ours; argv is composed last, by the workload's kind
  std::string architecture;         ///< `x86_64`, `aarch64`: whose worker is started
  std::vector<std::string> prefix;  ///< emulator or root, in front of argv
  std::optional<Python> python;
  std::optional<Blas> blas;
  std::optional<Compiler> compiler;
  std::string flags;
  std::string replica = "0";
  std::string route = "exe";
  Announce announce;  ///< set: told before something slow
};

/// A dimension that can be varied. One file each in this folder; it registers itself with `FactorRegistration`.
class Factor {
 public:
  virtual ~Factor() = default;
  virtual std::string name() const = 0;   ///< `blas`; a family has a name that ends with a dot: `env.`
  virtual std::string about() const = 0;  ///< one sentence, for `assay list factors`
  virtual std::string value() const = 0;  ///< what is written: `a name of 'assay list blas', or a path`
  virtual int rank() const = 0;           ///< factors shape the draft in ascending rank
  virtual std::optional<std::string> standard() const = 0;  ///< the level where none is given; none: not set at all
  /// Whether it reaches every workload, without being named there (`runner`, `env.NAME`).
  virtual bool universal() const { return false; }
  /// Left out of lists and hints: for Assay's own use.
  virtual bool hidden() const { return false; }
  /// Whether the name is a plural, for messages: `threads do not reach …`.
  virtual bool plural() const { return false; }
  /// Levels that can be named here, for errors and lists; empty where any text will do.
  virtual std::vector<std::string> known() const { return {}; }
  /// The level as it is stored (a path made absolute, `all` kept), or what is wrong with it. Must not be slow.
  virtual Result<std::string> check(const std::string& level) const = 0;
  /// What a level comes to with so many CPUs: `all` threads are a number. Levels that come to the same are measured
  /// once.
  virtual std::string here(const std::string& level, int /*cpus*/) const { return level; }
  /// Facts of the thing that a level names, stored with the run; null where it names none. A run that was left
  /// unfinished goes on only with the same ones.
  virtual Json subject(const std::string& /*level*/) const { return nullptr; }
  /// Further factors that this level lets reach the cell (`blas=eigen`: compiler, flags, replica) …
  virtual std::vector<std::string> brings(const std::string& /*level*/) const { return {}; }
  /// … and those that it keeps from it (`blas=reference`: threads), with the reason as the error message ends: `flags
  /// do not reach python3.11, ` + `which is built already; name one that was built so: python=PATH`.
  virtual std::map<std::string, std::string> blocks(const std::string& /*level*/) const { return {}; }
  /// Shapes the draft. May be slow (compiles); an error is the cell's outcome `unsupported`.
  virtual Result<void> apply(const std::string& level, Draft& draft) const = 0;
  /// Of a family: its member by its whole name (`env.OMP_NUM_THREADS`). find_factor() asks for it and keeps it.
  virtual std::unique_ptr<Factor> member(const std::string& /*name*/) const { return nullptr; }
};

/// All factors by rank; `find` knows families too (`env.OMP_NUM_THREADS`).
const std::vector<std::unique_ptr<Factor>>& factors();
const Factor* find_factor(const std::string& name);
std::vector<std::string> factor_names();

struct FactorRegistration {
  explicit FactorRegistration(std::unique_ptr<Factor> factor);
};

/// A cell's member, ready to start: every factor applied by rank, then argv composed by the workload's kind (one file
/// each).
Result<MemberSpec> compose(const Workload& workload, const Cell& cell, const Announce& announce = {});

}  // namespace assay
