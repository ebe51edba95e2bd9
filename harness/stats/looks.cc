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
constexpr int kConfirmLastAtReference = 48;  // and never fewer

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
struct CalibratedByLast {
  int key;
  std::array<double, 6> p;  // of kConfirmLasts
};

constexpr std::array kConfirmLasts = {48, 68, 96, 136, 192, 272};
// By the number of comparisons, overall 5 %/K, and by last look. STATISTICS.md's figures at 48 to K = 30, then from
// 10^7 runs of assay-calibrate; the others from 5 * 10^6.
constexpr std::array<CalibratedByLast, 12> kConfirm = {{{1, {.0116, .0102, .00903, .00813, .00739, .00678}},
                                                        {2, {.0051, .00449, .004, .0036, .00328, .00301}},
                                                        {3, {.0031, .00279, .00248, .00224, .00204, .00188}},
                                                        {4, {.0022, .002, .00178, .00161, .00147, .00136}},
                                                        {6, {.0014, .00125, .00112, .00101, .000927, .000856}},
                                                        {8, {.00099, .000896, .000805, .000726, .000667, .000618}},
                                                        {10, {.00076, .000694, .000622, .000564, .000519, .000481}},
                                                        {15, {.00048, .000438, .000393, .000355, .000327, .000303}},
                                                        {20, {.00035, .000315, .000281, .000256, .000238, .00022}},
                                                        {30, {.00021, .000198, .000178, .000162, .00015, .00014}},
                                                        {50, {.000126, .00011, .000099, .00009, .000084, .000077}},
                                                        {100, {.000057, .00005, .000045, .000041, .000038, .000035}}}};
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

Looks confirm_looks(int k, double care_percent) {
  const int last = std::max(last_look(care_percent, kConfirmLastAtReference), kConfirmLastAtReference);
  return {between(kConfirmFirst, last), confirm_nominal_p(k, last)};
}

double comparison_nominal_p(int last) {
  return by_last(kComparison, last);
}
double screen_nominal_p(int last) {
  return by_last(kScreen, last);
}

double confirm_nominal_p(int k, int last) {
  const auto column = static_cast<std::size_t>(std::ranges::lower_bound(kConfirmLasts, last) - kConfirmLasts.begin());
  const auto p = [&](const CalibratedByLast& row) { return row.p[std::min(column, kConfirmLasts.size() - 1)]; };
  const auto above = std::ranges::find_if(kConfirm, [&](const CalibratedByLast& row) { return row.key >= k; });
  if (above == kConfirm.end()) return p(kConfirm.back()) * std::pow(double(k) / kConfirm.back().key, kConfirmSlope);
  if (above->key == k || above == kConfirm.begin()) return p(*above);
  const CalibratedByLast& below = *(above - 1);
  const double weight = std::log(double(k) / below.key) / std::log(double(above->key) / below.key);
  return p(below) * std::pow(p(*above) / p(below), weight);
}

}  // namespace assay::stats
