#include "harness/stats/yuen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <vector>

namespace assay::stats {
namespace {

/* Expected values from SciPy and NumPy (testdata/known_answers.py prints those that are not here in formulas):
 *   v = sorted(values); n = len(v); g = n // 5; h = n - 2*g
 *   mean = scipy.stats.trim_mean(v, 0.2)
 *   w = [v[g]]*g + v[g:n-g] + [v[n-g-1]]*g        (= scipy.stats.mstats.winsorize, limits g/n)
 *   ss = numpy.var(w, ddof=1) * (n - 1);  sd = sqrt(ss/(n-1));  se = sqrt(ss / (h*(h-1)))
 *   p = 2 * scipy.stats.t.sf(abs(mean)/se, h - 1)  (confirmed by mpmath.betainc at 30 digits)
 *   interval = mean +- scipy.stats.t.ppf(1 - (1-level)/2, h - 1) * se */
constexpr double kTolerance = 1e-10;

const std::vector<double> kSix = {0.031, 0.042, 0.038, 0.029, 0.055, 0.036};
const std::vector<double> kNine = {-0.012, 0.004, 0.001, 0.019, -0.003, 0.007, 0.350, -0.002, 0.005};
const std::vector<double> kThirteen = {0.0101, 0.0087, -0.0012, 0.0144, 0.0065, 0.0203, 0.0098,
                                       -0.31,  0.0079, 0.0122,  0.0055, 0.0091, 0.0110};

std::vector<double> spread(int n, int step, int modulus, double scale, double shift) {
  std::vector<double> values;
  for (int i = 0; i < n; ++i) values.push_back((i * step % modulus - modulus / 2) / scale + shift);
  return values;
}

struct Known {
  std::vector<double> values;
  double mean, winsorised_sd, se, df, p;

  /// Names the test, each in its own way.
  friend void PrintTo(const Known& known, std::ostream* out) { *out << "of " << known.values.size() << " values"; }
};

class KnownYuen : public ::testing::TestWithParam<Known> {};

TEST_P(KnownYuen, EqualsTheIndependentImplementation) {
  const Known& known = GetParam();
  const auto estimate = yuen(known.values);
  ASSERT_TRUE(estimate);
  EXPECT_EQ(estimate->n, static_cast<int>(known.values.size()));
  EXPECT_NEAR(estimate->mean, known.mean, kTolerance);
  EXPECT_NEAR(estimate->sd, known.winsorised_sd, kTolerance);
  EXPECT_NEAR(estimate->se, known.se, kTolerance);
  EXPECT_EQ(estimate->df, known.df);
  EXPECT_NEAR(p_two_sided(*estimate), known.p, kTolerance);
}

INSTANTIATE_TEST_SUITE_P(
    SciPy, KnownYuen,
    ::testing::Values(
        Known{{0.01, 0.03}, 0.02, 0.01414213562373095, 0.01, 1, 0.2951672353008665},
        Known{{0.01, 0.02, 0.03, 0.04, 0.08}, 0.03, 0.01, 0.008164965809277261, 2, 0.06674347474261728},
        Known{kSix, 0.03675, 0.004966554808583781, 0.0032058973436118916, 3, 0.001424871873642097},
        Known{kNine, 0.004428571428571428, 0.00858454683978394, 0.0037466034000194146, 6, 0.2819145480887365},
        Known{kThirteen, 0.008977777777777777, 0.0025953607525539563, 0.0010595515903671577, 8, 2.880867836596226e-05},
        Known{spread(34, 37, 101, 1000, 0.004), 0.0028636363636363638, 0.024977797627724323, 0.0066755972142228106, 21,
              0.67231298413092955},
        Known{spread(272, 53, 257, 5000, 0.0005), 0.00034634146341463458, 0.011962954085759868, 0.0012045015275628148,
              163, 0.77406469471616923}));

TEST(Yuen, IntervalsEqualSciPys) {
  const auto six = interval(*yuen(kSix), 0.95);
  EXPECT_NEAR(six.low, 0.026547403843703486, kTolerance);
  EXPECT_NEAR(six.high, 0.046952596156296524, kTolerance);
  const auto thirteen = interval(*yuen(kThirteen), 1 - 0.0104);
  EXPECT_NEAR(thirteen.low, 0.0054505400179587216, kTolerance);
  EXPECT_NEAR(thirteen.high, 0.012505015537596833, kTolerance);
}

TEST(Yuen, WideningMultipliesTheHalfWidth) {
  const auto plain = interval(*yuen(kNine), 0.95);
  const auto wide = interval(*yuen(kNine), 0.95, 1.25);
  EXPECT_NEAR(wide.high - wide.low, 1.25 * (plain.high - plain.low), kTolerance);
}

TEST(Yuen, NeedsTwoValues) {
  EXPECT_FALSE(yuen({}));
  EXPECT_FALSE(yuen(std::vector<double>{0.1}));
}

TEST(Yuen, EqualValuesHaveNoSpread) {
  const auto zeros = yuen(std::vector<double>(6, 0.0));
  EXPECT_EQ(zeros->se, 0);
  EXPECT_EQ(p_two_sided(*zeros), 1);
  const auto halves = yuen(std::vector<double>(9, 0.5));
  EXPECT_EQ(halves->se, 0);
  EXPECT_EQ(p_two_sided(*halves), 0);
  EXPECT_EQ(interval(*halves, 0.98).low, 0.5);
  EXPECT_EQ(interval(*halves, 0.98).high, 0.5);
}

TEST(Yuen, DoesNotDependOnTheOrder) {
  auto reversed = kThirteen;
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(yuen(reversed)->mean, yuen(kThirteen)->mean);
  EXPECT_EQ(yuen(reversed)->se, yuen(kThirteen)->se);
}

TEST(Yuen, OneWildBoutInFiveDoesNotMoveIt) {
  auto wilder = kNine;
  wilder[6] = 1e6;
  EXPECT_EQ(yuen(wilder)->mean, yuen(kNine)->mean);
  EXPECT_EQ(yuen(wilder)->se, yuen(kNine)->se);
}

TEST(StudentT, QuantilesEqualSciPys) {
  EXPECT_NEAR(t_two_sided(0.0104, 21), 2.813907996308003, kTolerance);  // scipy.stats.t.ppf(1 - .0052, 21)
  EXPECT_NEAR(t_upper(0.1, 21), 1.3231878738651728, kTolerance);
  EXPECT_NEAR(t_two_sided(0.02, 3), 4.540702858568132, kTolerance);
  EXPECT_NEAR(t_two_sided(0.0335, 3), 3.7332400407847879, kTolerance);
  EXPECT_NEAR(t_two_sided(0.00021, 28), 4.2573803139080688, kTolerance);
  EXPECT_NEAR(t_two_sided(0.02, 161), 2.3497321048721282, kTolerance);
  EXPECT_NEAR(t_two_sided(0.05, 3.883), 2.8097514282852982, kTolerance);  // Welch and Satterthwaite's are no whole ones
  EXPECT_NEAR(t_two_sided(0.0059, 163), 2.7899707598311108, kTolerance);
}

TEST(Percent, IsOfTheRatio) {
  EXPECT_NEAR(to_percent(std::log(1.25)), 25, kTolerance);
  EXPECT_NEAR(to_percent(std::log(0.5)), -50, kTolerance);
  EXPECT_NEAR(from_percent(25), std::log(1.25), kTolerance);
}

}  // namespace
}  // namespace assay::stats
