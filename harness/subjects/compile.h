#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/subjects/subjects.h"

namespace assay {

/// Told before something slow, in a few words: `compiling eigen with g++ -O2`.
using Announce = std::function<void(const std::string& what)>;

/// A shared library to be compiled for a configuration. Everything that can change its content is here, or in the files
/// named.
struct Compilation {
  std::string name;                  ///< `eigen`
  std::filesystem::path folder;      ///< of the sources, their headers, and padding.cc, which goes with the link
  std::vector<std::string> sources;  ///< files in it, compiled one by one
  std::vector<std::filesystem::path> headers;  ///< folders for -isystem
  std::string headers_version;                 ///< of what lies there
  Compiler compiler;
  std::vector<std::string> flags;  ///< the configuration's
  std::string replica = "0";       ///< which layout: order of the objects and padding in front of them
  Announce announce = {};          ///< called where it is not in the cache
};

struct Compiled {
  std::filesystem::path library;
  std::filesystem::path log;  ///< the commands and what the compiler printed
  bool from_cache = false;
};

/// Compiles, or finds it compiled in `cache`. Objects are kept apart from libraries, so that another replica only
/// links. Any number of processes may do so at once: what is complete is renamed into its place, and the first one
/// stays. An error shows what the compiler printed, whole.
Result<Compiled> compile(const Compilation& compilation, const std::filesystem::path& cache);

}  // namespace assay
