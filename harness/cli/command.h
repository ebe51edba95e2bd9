#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"

namespace CLI {
class App;
}

namespace assay {

/// Exit status by the contract: scripts rely on it.
enum class Exit { Fine = 0, GateFailed = 1, Usage = 2, Nothing = 3, Interrupted = 130 };

/// Options that every command has.
struct Common {
  std::string db = "assay.db";
  std::optional<std::uint64_t> seed;
  bool json = false;
  bool quiet = false;
  std::string color = "auto";
  std::optional<int> columns;  ///< width of what is printed for people
};

/// One file each in this folder; it registers itself. (core/process.h has the name Command already.)
class Subcommand {
 public:
  virtual ~Subcommand() = default;
  virtual std::string name() const = 0;
  virtual std::string about() const = 0;    ///< one sentence: when to use it
  virtual std::string example() const = 0;  ///< lines that work as written, for --help
  virtual bool hidden() const { return false; }
  virtual void add_options(CLI::App& app) = 0;
  virtual Exit run(const Common& common) = 0;
};

/// By name.
const std::vector<std::unique_ptr<Subcommand>>& commands();

/// One line each on standard error; returns the status, so that a command can end with it.
Exit complain(const Errors& errors, Exit status = Exit::Usage);
Exit complain(const Error& error, Exit status = Exit::Usage);

struct CommandRegistration {
  explicit CommandRegistration(std::unique_ptr<Subcommand> command);
};

}  // namespace assay
