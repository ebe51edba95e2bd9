#include "harness/core/order.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

double median_of_three(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

/// Moves the values that belong before the others to the front, and counts them. (Lomuto's scheme without a branch.)
template <typename Before>
std::size_t part(std::span<double> values, Before before) {
  std::size_t front = 0;
  for (double& place : values) {
    const double value = place;
    place = values[front];
    values[front] = value;
    front += before(value) ? 1 : 0;
  }
  return front;
}

}  // namespace

double select_in_place(std::span<double> values, std::size_t k) {
  while (values.size() > 1) {
    const double pivot = median_of_three(values.front(), values[values.size() / 2], values.back());
    std::size_t front = part(values, [=](double value) { return value < pivot; });
    if (k < front) {
      values = values.first(front);
      continue;
    }
    if (front == 0) {  // the pivot is the least: take all of its equals away
      front = part(values, [=](double value) { return value <= pivot; });
      if (k < front) return pivot;
    }
    values = values.subspan(front);
    k -= front;
  }
  return values.front();
}

double median_in_place(std::span<double> values) {
  const std::size_t middle = values.size() / 2;
  const double upper = select_in_place(values, middle);
  if (values.size() % 2 == 1) return upper;
  return (*std::ranges::max_element(values.first(middle)) + upper) / 2;
}

double quantile_in_place(std::span<double> values, double q) {
  const double place = q * static_cast<double>(values.size() - 1);
  const double below = std::floor(place), weight = place - below;
  const auto k = static_cast<std::size_t>(below);
  const double at = select_in_place(values, k);
  if (weight == 0) return at;
  return at + weight * (*std::ranges::min_element(values.subspan(k + 1)) - at);
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  return median_in_place(values);
}

}  // namespace assay
