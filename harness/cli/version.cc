#include "harness/cli/version.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <boost/version.hpp>

#include "assay_version.h"
#include "harness/catalog/toml_text.h"
#include "harness/core/json.h"
#include "harness/core/paths.h"
#include "harness/core/process.h"

namespace assay {
namespace {

std::string fmt_version() {
  return fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
}

std::string boost_version() {
  return fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100);
}

std::string json_version() {
  return fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
}

/// The worker is a program of its own: another build may lie beside us, so it is asked.
std::string worker_version() {
  Command command;
  command.argv = {installation().worker.string(), "--version"};
  command.environment = own_environment();
  const auto captured = capture(command, 5);
  if (!captured) return to_string(captured.error()) + "\n";
  return captured->out;
}

}  // namespace

std::string version_number() {
  return ASSAY_VERSION;
}

std::string version_text() {
  return fmt::format(
      "assay {} (commit {})\n"
      "compiler: {}, {}\n"
      "libraries: SQLite {}, fmt {}, CLI11 {}, toml++ {}, nlohmann-json {}, Boost {}\n"
      "worker: {}",
      ASSAY_VERSION, ASSAY_COMMIT, ASSAY_COMPILER, *ASSAY_BUILD_TYPE == '\0' ? "no build type" : ASSAY_BUILD_TYPE,
      sqlite3_libversion(), fmt_version(), CLI11_VERSION, toml_library_version(), json_version(), boost_version(),
      worker_version());
}

}  // namespace assay
