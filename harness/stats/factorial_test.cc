#include "harness/stats/factorial.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>
#include <optional>

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/* Expected values from NumPy, by generalised inverses instead of orthogonal columns:
 *   X: a column of ones, and for each term the Kronecker product (numpy.kron) of its factors' codes; level 0 is coded
 *      -1 throughout, level l the unit vector l - 1
 *   c: on the term's columns numpy.kron of code(l) - code(0)
 *   estimable: numpy.linalg.norm(c @ numpy.linalg.pinv(X) @ X - c) < 1e-9
 *   value: c @ numpy.linalg.lstsq(X, y)[0]
 *   sequential variance: differences of the residual sums of squares of lstsq on the first columns, over len(y) */
constexpr double kTolerance = 1e-10;

std::optional<Contrast> contrast(const Factorial& fit, std::size_t term, const std::vector<int>& to) {
  for (const Contrast& each : fit.contrasts)
    if (each.term == term && each.to == to) return each;
  return std::nullopt;
}

double value(const Factorial& fit, std::size_t term, const std::vector<int>& to, const std::vector<double>& y) {
  const auto found = contrast(fit, term, to);
  return found ? std::inner_product(y.begin(), y.end(), found->weights.begin(), 0.0) : NAN;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], kTolerance) << i;
}

/// Three levels by two by two.
Design full() {
  Design design{{3, 2, 2}, {}};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 2; ++b)
      for (int c = 0; c < 2; ++c) design.cells.push_back({a, b, c});
  return design;
}
const std::vector<double> kValues = {-0.0802, -0.1324, -0.0248, 0.042,  0.1136, 0.011,
                                     -0.0553, -0.0785, 0.0749,  0.1635, 0.0273, -0.1233};

TEST(Factorial, OfAFullStudyIsMeansOfItsCells) {
  const Factorial fit = factorial(full());
  EXPECT_TRUE(fit.orthogonal);
  ASSERT_EQ(fit.terms.size(), 6U);
  EXPECT_THAT(fit.terms[3].factors, ElementsAre(0, 1));
  EXPECT_EQ(fit.terms[3].basis.size(), 2U);
  EXPECT_THAT(fit.terms[3].aliased_with, IsEmpty());
  EXPECT_EQ(fit.contrasts.size(), 9U);
  EXPECT_NEAR(value(fit, 0, {1}, kValues), 0.04655, kTolerance);
  EXPECT_NEAR(value(fit, 0, {2}, kValues), 0.08445, kTolerance);
  EXPECT_NEAR(value(fit, 1, {1}, kValues), -0.0605, kTolerance);
  EXPECT_NEAR(value(fit, 2, {1}, kValues), -0.02886666666666662, kTolerance);
  EXPECT_NEAR(value(fit, 3, {1, 1}, kValues), -0.2441, kTolerance);
  EXPECT_NEAR(value(fit, 3, {2, 1}, kValues), -0.2821, kTolerance);
  EXPECT_NEAR(value(fit, 4, {1, 1}, kValues), -0.0702, kTolerance);
  EXPECT_NEAR(value(fit, 4, {2, 1}, kValues), -0.0383, kTolerance);
  EXPECT_NEAR(value(fit, 5, {1, 1}, kValues), -0.0136, kTolerance);
  for (const Contrast& each : fit.contrasts) {
    EXPECT_THAT(each.assuming_none, IsEmpty());
    EXPECT_NEAR(std::accumulate(each.weights.begin(), each.weights.end(), 0.0), 0, kTolerance);
  }
}

TEST(Factorial, TheVarianceOfAFullStudyIsThatOfItsTermsAndHigherOnes) {
  const auto variances = variance_by_term(factorial(full()), kValues);
  expect_near(variances, {0.0011927905555555555, 0.0009150625, 0.00020832111111111196, 0.0039058116666666662,
                          0.00020590388888888905, 1.156e-05, 0.001606815});
  const double mean = std::accumulate(kValues.begin(), kValues.end(), 0.0) / 12;
  double variance = 0;
  for (const double each : kValues) variance += (each - mean) * (each - mean) / 12;
  EXPECT_NEAR(std::accumulate(variances.begin(), variances.end(), 0.0), variance, kTolerance);
}

TEST(Factorial, OfCellsThatAreMissingIsTheLeastSquaresFit) {
  Design design = full();
  std::vector<double> values = kValues;
  for (const std::size_t gone : {9U, 2U}) {  // 2,0,1 and 0,1,0
    design.cells.erase(design.cells.begin() + gone);
    values.erase(values.begin() + gone);
  }
  const Factorial fit = factorial(design);
  EXPECT_FALSE(fit.orthogonal);
  EXPECT_EQ(fit.contrasts.size(), 9U);
  EXPECT_NEAR(value(fit, 0, {1}, values), 0.03665, kTolerance);
  EXPECT_NEAR(value(fit, 0, {2}, values), -0.0051, kTolerance);
  EXPECT_NEAR(value(fit, 1, {1}, values), -0.0008, kTolerance);
  EXPECT_NEAR(value(fit, 2, {1}, values), -0.08856666666666661, kTolerance);
  EXPECT_NEAR(value(fit, 3, {1, 1}, values), -0.2639, kTolerance);
  EXPECT_NEAR(value(fit, 3, {2, 1}, values), -0.1426, kTolerance);
  EXPECT_NEAR(value(fit, 4, {2, 1}, values), -0.1778, kTolerance);
  EXPECT_NEAR(value(fit, 5, {1, 1}, values), 0.0794, kTolerance);
  expect_near(variance_by_term(fit, values), {0.0005834935666666659, 0.0005401630476190467, 0.0007147387523809542,
                                              0.004237240033333333, 0.00031617650000000005, 0.000157609, 0});
}

TEST(Factorial, OfAHalfNamesWhatItCannotTellApart) {
  // 2^(3-1), C = AB: each main effect is the interaction of the two others.
  const Factorial fit = factorial({{2, 2, 2}, {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}}});
  const std::vector<double> values = {0.01, 0.03, -0.02, 0.05};
  EXPECT_TRUE(fit.orthogonal);
  EXPECT_EQ(fit.contrasts.size(), 3U);
  EXPECT_NEAR(value(fit, 0, {1}, values), -0.005, kTolerance);
  EXPECT_NEAR(value(fit, 1, {1}, values), 0.045, kTolerance);
  EXPECT_NEAR(value(fit, 2, {1}, values), 0.025, kTolerance);
  EXPECT_THAT(contrast(fit, 0, {1})->assuming_none, ElementsAre(3, 4, 5));
  EXPECT_THAT(fit.terms[3].aliased_with, ElementsAre(2));  // AB with C
  EXPECT_THAT(fit.terms[4].aliased_with, ElementsAre(1));
  EXPECT_THAT(fit.terms[5].aliased_with, ElementsAre(0));
  EXPECT_THAT(fit.terms[5].basis, IsEmpty());
  expect_near(variance_by_term(fit, values), {6.25e-06, 0.00050625, 0.00015625, 0, 0, 0, 0});
}

TEST(Factorial, OfThreeCellsOfFourTellsNoInteraction) {
  const Factorial fit = factorial({{2, 2}, {{0, 0}, {0, 1}, {1, 0}}});
  const std::vector<double> values = {0, 0.02, 0.05};
  EXPECT_EQ(fit.contrasts.size(), 2U);
  EXPECT_NEAR(value(fit, 0, {1}, values), 0.05, kTolerance);
  EXPECT_NEAR(value(fit, 1, {1}, values), 0.02, kTolerance);
  EXPECT_THAT(contrast(fit, 0, {1})->assuming_none, ElementsAre(2));
  EXPECT_THAT(fit.terms[2].aliased_with, ElementsAre(0, 1));
}

TEST(Factorial, OfACornerThatIsMissingTellsTheRest) {
  Design design{{3, 3}, {}};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b)
      if (a + b < 4) design.cells.push_back({a, b});
  const std::vector<double> values = {0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.04, 0.09};
  const Factorial fit = factorial(design);
  EXPECT_NEAR(value(fit, 2, {1, 1}, values), 0.01, kTolerance);
  EXPECT_NEAR(value(fit, 2, {1, 2}, values), 0.02, kTolerance);
  EXPECT_NEAR(value(fit, 2, {2, 1}, values), 0.04, kTolerance);
  EXPECT_FALSE(contrast(fit, 2, {2, 2}));
  EXPECT_NEAR(value(fit, 0, {1}, values), 0.04, kTolerance);
  EXPECT_THAT(contrast(fit, 0, {1})->assuming_none, IsEmpty());
  EXPECT_NEAR(value(fit, 1, {1}, values), 0.02666666666666665, kTolerance);
  EXPECT_NEAR(value(fit, 0, {2}, values), 0.0625, kTolerance);  // by the model of main effects alone
  EXPECT_NEAR(value(fit, 1, {2}, values), 0.03583333333333333, kTolerance);
  EXPECT_THAT(contrast(fit, 0, {2})->assuming_none, ElementsAre(2));
  EXPECT_FALSE(fit.terms[2].complete);
  EXPECT_EQ(fit.terms[2].basis.size(), 3U);
  expect_near(variance_by_term(fit, values), {0.0005296875, 0.00021770833333333332, 6.354166666666666e-05, 0});
}

TEST(Factorial, AFactorThatFollowsAnotherIsNotTold) {
  const Factorial fit = factorial({{2, 2}, {{0, 0}, {1, 1}}});
  EXPECT_THAT(fit.terms[1].aliased_with, ElementsAre(0));
  EXPECT_THAT(fit.contrasts, IsEmpty());
  EXPECT_THAT(factorial({{2, 2}, {}}).contrasts, IsEmpty());
}

}  // namespace
}  // namespace assay::stats
