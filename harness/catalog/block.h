#pragma once

#include <optional>
#include <string>

namespace assay {

/// The TOML between `# /// workload` and `# ///` (`//` in C++) of a source file. Lines and columns stay where they are,
/// so that places in it are places in the file: lines before the block are empty, comment signs are blanks. None where
/// there is no block. An unclosed one reads to the end of its comment.
std::optional<std::string> workload_block(const std::string& source);

}  // namespace assay
