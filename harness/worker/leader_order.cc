#include "harness/worker/leader_order.h"

#include <numeric>
#include <utility>

namespace assay {

std::uint64_t Draws::next() {
  std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::size_t Draws::below(std::size_t below) {
  return static_cast<std::size_t>(((next() >> 32) * static_cast<std::uint64_t>(below)) >> 32);
}

std::vector<std::size_t> Draws::permutation(std::size_t size) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = size; left > 1; --left) std::swap(order[left - 1], order[below(left)]);
  return order;
}

std::vector<std::size_t> TurnOrder::next() {
  if (shifts_.empty()) {
    sequence_ = draws_->permutation(sides_);
    shifts_ = draws_->permutation(sides_);
  }
  std::vector<std::size_t> order(sides_);
  for (std::size_t place = 0; place < sides_; ++place) order[place] = sequence_[(place + shifts_.back()) % sides_];
  shifts_.pop_back();
  return order;
}

}  // namespace assay
