#pragma once

#include <string>

namespace assay {

/// A duration as users write it: `90s`, `10m`, `1.5h`.
std::string written_duration(double seconds);

/// A forecast for people, no finer than it deserves: `under a second`, `about 40 s`, `about 3 min`, `about 1 h 20 min`.
std::string about_duration(double seconds);

}  // namespace assay
