#include "harness/core/near_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace assay {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

std::size_t shared_beginning(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::string listing(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
  return text;
}

std::string question(const std::vector<std::string>& near) {
  std::string text = "did you mean ";
  for (std::size_t i = 0; i < near.size(); ++i) {
    if (i > 0) text += i + 1 == near.size() ? " or " : ", ";
    text += '"' + near[i] + '"';
  }
  return text + "?";
}

}  // namespace

std::vector<std::string> near_names(std::string_view name, const std::vector<std::string>& known, std::size_t most) {
  struct Candidate {
    bool begins_alike;
    std::size_t distance;
    const std::string* name;
  };
  const std::size_t furthest = std::max<std::size_t>(2, name.size() / 3);
  const std::size_t alike = std::max<std::size_t>(3, name.size() / 2);
  std::vector<Candidate> candidates;
  for (const std::string& candidate : known) {
    const bool begins_alike = shared_beginning(name, candidate) >= std::min(alike, name.size()) && !name.empty();
    const std::size_t distance = edit_distance(name, candidate);
    if (begins_alike || distance <= furthest) candidates.push_back({begins_alike, distance, &candidate});
  }
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::tuple(!a.begins_alike, a.distance) < std::tuple(!b.begins_alike, b.distance);
  });
  std::vector<std::string> near;
  for (const Candidate& candidate : candidates) {
    if (near.size() < most) near.push_back(*candidate.name);
  }
  return near;
}

std::string hint_for(std::string_view name, const std::vector<std::string>& known, std::size_t listed) {
  return hint_for_near(near_names(name, known), known, listed);
}

std::string hint_for_near(const std::vector<std::string>& near, const std::vector<std::string>& known,
                          std::size_t listed) {
  const std::string all = known.empty() ? "none is known here" : "Known here: " + listing(known, listed);
  return near.empty() ? all : question(near) + " " + all;
}

}  // namespace assay
