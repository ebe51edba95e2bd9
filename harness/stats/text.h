#pragma once

#include <string>

namespace assay::stats {

/// `0.0104`, `0.00021`: four decimals, below 0.001 two significant digits, without trailing zeros.
std::string p_number(double p);
/// `p = 0.0006`, `p < 0.000001`
std::string p_text(double p);
/// `1.3`, `0.42`, `12`: two significant digits, whole from 10.
std::string percent_text(double percent);

}  // namespace assay::stats
