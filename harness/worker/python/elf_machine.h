#pragma once

#include <string>

namespace assay {

/// Empty, or why the dynamic linker could not load this file here. It says "no such file" of a library for another
/// architecture.
std::string not_for_this_machine(const std::string& path);

}  // namespace assay
