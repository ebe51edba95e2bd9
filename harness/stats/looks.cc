#include "harness/stats/looks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace assay::stats {
namespace {

constexpr std::array kLooks = {6, 9, 13, 18, 25, 34, 48, 68, 96, 136, 192, 272};
constexpr double kReferenceCare = 2;  // percent
constexpr int kComparisonLastAtReference = 34;
constexpr int kScreenLastAtReference = 18;
constexpr double kCareExponent = -1.5;  // 34, 96 and 272 bouts at 2, 1 and 0.5 %
constexpr double kNearEnough = 1.1;     // a look this little short of the need will do
constexpr int kShortest = 18;
constexpr int kConfirmFirst = 9;
constexpr int kConfirmLast = 48;

struct Calibrated {
  int key;
  double p;
};

// By last look, overall 5 %. STATISTICS.md's figures, and 25 from 10^6 runs of assay-calibrate.
constexpr std::array<Calibrated, 9> kComparison = {{{18, .0147},
                                                    {25, .0120},
                                                    {34, .0104},
                                                    {48, .0093},
                                                    {68, .0085},
                                                    {96, .0073},
                                                    {136, .0069},
                                                    {192, .0064},
                                                    {272, .0059}}};
// By last look, overall 10 %. STATISTICS.md's figure at 18, the others from 10^6 runs of assay-calibrate.
constexpr std::array<Calibrated, 9> kScreen = {{{18, .0335},
                                                {25, .0276},
                                                {34, .0240},
                                                {48, .0211},
                                                {68, .0189},
                                                {96, .0170},
                                                {136, .0156},
                                                {192, .0143},
                                                {272, .0133}}};
// By the number of comparisons, overall 5 %/K. STATISTICS.md's figures to 30, then from 10^7 runs of assay-calibrate.
constexpr std::array<Calibrated, 12> kConfirm = {{{1, .0116},
                                                  {2, .0051},
                                                  {3, .0031},
                                                  {4, .0022},
                                                  {6, .0014},
                                                  {8, .00099},
                                                  {10, .00076},
                                                  {15, .00048},
                                                  {20, .00035},
                                                  {30, .00021},
                                                  {50, .000126},
                                                  {100, .000057}}};
constexpr double kConfirmSlope = -1.15;  // d ln p / d ln K from K = 10 to 100

double by_last(std::span<const Calibrated> table, int last) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Calibrated& row) { return row.key >= last; });
  return (found == table.end() ? table.back() : *found).p;
}

int last_look(double care_percent, int last_at_reference) {
  const double need = last_at_reference * std::pow(care_percent / kReferenceCare, kCareExponent);
  const auto found = std::find_if(kLooks.begin(), kLooks.end(),
                                  [&](int look) { return look >= kShortest && look * kNearEnough >= need; });
  return found == kLooks.end() ? kLooks.back() : *found;
}

std::vector<int> between(int first, int last) {
  std::vector<int> looks;
  std::copy_if(kLooks.begin(), kLooks.end(), std::back_inserter(looks),
               [&](int look) { return look >= first && look <= last; });
  return looks;
}

}  // namespace

std::span<const int> all_looks() {
  return kLooks;
}

Looks comparison_looks(double care_percent) {
  const int last = last_look(care_percent, kComparisonLastAtReference);
  return {between(kLooks.front(), last), comparison_nominal_p(last)};
}

Looks screen_looks(double care_percent) {
  const int last = last_look(care_percent, kScreenLastAtReference);
  return {between(kLooks.front(), last), screen_nominal_p(last)};
}

Looks confirm_looks(int k) {
  return {between(kConfirmFirst, kConfirmLast), confirm_nominal_p(k)};
}

double comparison_nominal_p(int last) {
  return by_last(kComparison, last);
}
double screen_nominal_p(int last) {
  return by_last(kScreen, last);
}

double confirm_nominal_p(int k) {
  const auto above =
      std::find_if(kConfirm.begin(), kConfirm.end(), [&](const Calibrated& row) { return row.key >= k; });
  if (above == kConfirm.end()) return kConfirm.back().p * std::pow(double(k) / kConfirm.back().key, kConfirmSlope);
  if (above->key == k || above == kConfirm.begin()) return above->p;
  const Calibrated& below = *(above - 1);
  const double weight = std::log(double(k) / below.key) / std::log(double(above->key) / below.key);
  return below.p * std::pow(above->p / below.p, weight);
}

}  // namespace assay::stats
