#include "harness/host/tree.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr const char* kSpace = " \t\r\n\0";

int number_after(const std::string& name, std::size_t prefix) {
  int number = -1;
  std::from_chars(name.data() + std::min(prefix, name.size()), name.data() + name.size(), number);
  return number;
}

int count_range(const std::string& range) {
  int first = 0;
  int last = 0;
  const char* end = range.data() + range.size();
  const auto head = std::from_chars(range.data(), end, first);
  if (head.ec != std::errc()) return 0;
  if (head.ptr == end) return 1;
  const auto tail = std::from_chars(head.ptr + 1, end, last);
  if (*head.ptr != '-' || tail.ec != std::errc() || tail.ptr != end) return 0;
  return std::max(0, last - first + 1);
}

}  // namespace

std::string trim(const std::string& text) {
  const std::string_view space(kSpace, 5);
  const auto first = text.find_first_not_of(space);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool Tree::has(const std::string& file) const {
  std::error_code ignored;
  return fs::exists(path(file), ignored);
}

std::string printable(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\t' || c == '\0') c = ' ';
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

std::optional<std::string> Tree::text(const std::string& file) const {
  std::ifstream in(path(file));
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  std::string trimmed = printable(trim(all));
  if (trimmed.empty()) return std::nullopt;
  return trimmed;
}

std::optional<std::string> Tree::first_of(const std::vector<std::string>& paths) const {
  for (const auto& file : paths) {
    if (auto found = text(file)) return found;
  }
  return std::nullopt;
}

std::vector<std::string> Tree::lines(const std::string& file) const {
  std::vector<std::string> all;
  std::ifstream in(path(file));
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

std::optional<std::string> Tree::value(const std::string& file, const std::string& key) const {
  std::ifstream in(path(file));
  for (std::string line; std::getline(in, line);) {
    const auto mark = line.find_first_of(":=");
    if (mark == std::string::npos || trim(line.substr(0, mark)) != key) continue;
    std::string found = trim(line.substr(mark + 1));
    if (found.size() >= 2 && found.front() == '"' && found.back() == '"') found = found.substr(1, found.size() - 2);
    if (!found.empty()) return found;
  }
  return std::nullopt;
}

std::vector<std::string> Tree::names(const std::string& folder, const std::string& prefix) const {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator at(path(folder), error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (name.starts_with(prefix)) found.push_back(std::move(name));
  }
  std::sort(found.begin(), found.end(), [&](const std::string& a, const std::string& b) {
    const int left = number_after(a, prefix.size());
    const int right = number_after(b, prefix.size());
    return left != right ? left < right : a < b;
  });
  return found;
}

std::string cpu_list(const std::vector<int>& cpus) {
  std::string list;
  for (std::size_t first = 0; first < cpus.size();) {
    std::size_t last = first;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    if (!list.empty()) list += ',';
    list += std::to_string(cpus[first]);
    if (last > first) list += '-' + std::to_string(cpus[last]);
    first = last + 1;
  }
  return list;
}

int count_cpus(const std::string& list) {
  int count = 0;
  std::istringstream ranges(list);
  for (std::string range; std::getline(ranges, range, ',');) count += count_range(range);
  return count;
}

}  // namespace assay
