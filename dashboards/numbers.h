#pragma once

#include <optional>
#include <string>

#include "harness/report/report.h"

namespace assay {

// Numbers as people read them on a page: a true minus sign, as many digits as the interval allows, units chosen.

/// `−84.1 %`, `+3.9 %`, `+0.12 %`
std::string percent_text(const Estimate& effect);
/// `[−84.9, −83.2]`
std::string interval_text(const Estimate& effect);
/// `6.2× faster`, for effects of a half and more; else empty.
std::string ratio_text(double percent);
/// `4.92 ms [4.90, 4.95]`
std::string seconds_text(const Seconds& seconds);
/// `83 %`
std::string share_text(double share);

}  // namespace assay
