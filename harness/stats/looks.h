#pragma once

#include <span>
#include <vector>

namespace assay::stats {

/// When a comparison is looked at, in bouts, and the p below which a look is significant.
struct Looks {
  std::vector<int> at;
  double nominal_p = 0;

  int last() const { return at.back(); }
};

/// The first look: fewer bouts give no verdict, no noise class and no suite score.
inline constexpr int kFirstLook = 6;

/// Every look there is: 6, 9, 13, … 272 bouts.
std::span<const int> all_looks();

/// One comparison, overall 5 %. The last look grows with care^-1.5: 34 at 2 %, 96 at 1 %, 272 at 0.5 % (and below).
Looks comparison_looks(double care_percent);

/// Stage 1 of a suite, overall 10 % per comparison: 6, 9, 13, 18 at 2 %, further below.
Looks screen_looks(double care_percent);

/// Stage 2 for k flagged comparisons, on fresh bouts, overall 5 %/k: 9 … 48 at 2 % and above, to 136 at 1 % and to 272
/// at 0.5 % (and below).
Looks confirm_looks(int k, double care_percent);

/// The nominal p of looks 6 … last at an overall error of 5 % (10 % for the screen), and of stage 2's looks at 5 %/k:
/// as calibrated by scripts/calibrate-looks. `last` must be one of all_looks() from 18 (stage 2: from 48); k that lie
/// between calibrated ones are interpolated in logarithms, beyond the greatest extrapolated (k^-1.15).
double comparison_nominal_p(int last);
double screen_nominal_p(int last);
double confirm_nominal_p(int k, int last);

}  // namespace assay::stats
