#include "results/quantities.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>

#include "harness/core/order.h"

namespace assay {
namespace {

template <auto read, auto write>
constexpr Quantity made(std::string_view name, Standard standard, bool essential) {
  return {name, standard, essential,
          [](std::span<const Slice> slices, std::vector<std::int64_t>& numbers) {
            numbers.resize(slices.size());
            std::ranges::transform(slices, numbers.begin(), read);
          },
          [](std::span<Slice> slices, std::span<const std::int64_t> numbers) {
            const std::size_t given = std::min(numbers.size(), slices.size());
            for (std::size_t i = 0; i < given; ++i) write(slices[i], numbers[i]);
            for (std::size_t i = given; i < slices.size(); ++i) write(slices[i], numbers.back());
          }};
}

template <auto member>
constexpr Quantity plain(std::string_view name, bool essential, Standard standard = Standard::Zero) {
  using Number = std::remove_reference_t<decltype(std::declval<Slice&>().*member)>;
  return made<[](const Slice& slice) { return static_cast<std::int64_t>(slice.*member); },
              [](Slice& slice, std::int64_t number) { slice.*member = static_cast<Number>(number); }>(name, standard,
                                                                                                      essential);
}

constexpr auto is_warmup = [](const Slice& slice) -> std::int64_t { return slice.phase == Phase::Warmup; };
constexpr auto set_warmup = [](Slice& slice, std::int64_t number) {
  slice.phase = number != 0 ? Phase::Warmup : Phase::Steady;
};
constexpr auto is_kept = [](const Slice& slice) -> std::int64_t { return slice.kept; };
constexpr auto set_kept = [](Slice& slice, std::int64_t number) { slice.kept = number != 0; };

constexpr std::array<Quantity, 12> kQuantities{{
    plain<&Slice::wall_ns>("wall_ns", true),
    plain<&Slice::cpu_ns>("cpu_ns", true),
    plain<&Slice::reference_before_ns>("reference_before_ns", true),
    plain<&Slice::reference_after_ns>("reference_after_ns", true),
    plain<&Slice::run_delay_ns>("run_delay_ns", true),
    plain<&Slice::iterations>("iterations", true, Standard::Bout),
    plain<&Slice::round>("round", true, Standard::Index),
    plain<&Slice::position>("position", false),
    made<is_warmup, set_warmup>("warmup", Standard::Zero, true),
    made<is_kept, set_kept>("kept", Standard::One, true),
    plain<&Slice::voluntary_switches>("voluntary_switches", false),
    plain<&Slice::involuntary_switches>("involuntary_switches", false),
}};

}  // namespace

std::span<const Quantity> quantities() {
  return kQuantities;
}

void standard_numbers(Standard standard, std::int64_t iterations, std::size_t size,
                      std::vector<std::int64_t>& numbers) {
  const std::int64_t number = standard == Standard::One ? 1 : standard == Standard::Bout ? iterations : 0;
  numbers.assign(size, number);
  if (standard == Standard::Index) std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
}

void encode(std::span<const std::int64_t> numbers, bool whole, std::string& text) {
  std::size_t size = numbers.size();
  while (!whole && size > 1 && numbers[size - 1] == numbers[size - 2]) --size;
  std::array<char, 24> digits;
  text += '[';
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) text += ',';
    const auto written = std::to_chars(digits.begin(), digits.end(), numbers[i]);
    text.append(digits.data(), written.ptr);
  }
  text += ']';
}

bool decode(std::string_view text, std::vector<std::int64_t>& numbers) {
  numbers.clear();
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
  const char* at = text.data() + 1;
  const char* const end = text.data() + text.size() - 1;
  if (at == end) return true;
  while (true) {
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) return false;
    numbers.push_back(number);
    if (stop == end) return true;
    if (*stop != ',') return false;
    at = stop + 1;
  }
}

double median_seconds(std::span<const Slice> slices, std::int64_t Slice::*time_ns) {
  std::vector<double> values;
  values.reserve(slices.size());
  for (const Slice& slice : slices)
    if (counts(slice)) values.push_back(static_cast<double>(slice.*time_ns) / static_cast<double>(slice.iterations));
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  return median_in_place(values) * 1e-9;
}

}  // namespace assay
