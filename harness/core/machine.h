#pragma once

#include <string>

namespace assay {

/// This machine's architecture as uname says: `x86_64`, `aarch64`.
std::string own_architecture();

}  // namespace assay
