#pragma once

#include <string>

#include "harness/subjects/compile.h"

namespace assay {

/// All that determines the objects: sources, headers' version, the compiler's path, version, size and date, the flags
/// in their order, and the CPU of `cpuinfo` where they say `native`. Everything but the replica.
Result<std::string> objects_text(const Compilation& compilation, const std::string& cpuinfo);

/// 16 hexadecimal digits over that text, with this machine's /proc/cpuinfo.
Result<std::string> objects_key(const Compilation& compilation);

/// What `-march=native` depends on, from a text like /proc/cpuinfo: the first processor's identity and features.
std::string processor_identity(const std::string& cpuinfo);

/// What every compilation and every link is given beside the user's flags; part of the key, so that a change of them
/// compiles anew.
inline const std::vector<std::string> own_compile_flags{"-std=c++17", "-fPIC", "-fvisibility=hidden", "-DNDEBUG"};
inline const std::vector<std::string> own_link_flags{"-shared", "-static-libstdc++", "-static-libgcc",
                                                     "-Wl,--exclude-libs,ALL", "-Wl,-z,now"};

}  // namespace assay
