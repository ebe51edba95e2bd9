#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// The small files of a machine, live or captured. A file that is missing, unreadable or empty is none.
class Tree {
 public:
  explicit Tree(std::filesystem::path root) : root_(std::move(root)) {}

  bool live() const { return root_ == "/"; }
  bool has(const std::string& path) const;
  /// The text as one printable line, without the white space at its ends.
  std::optional<std::string> text(const std::string& path) const;
  std::optional<std::string> first_of(const std::vector<std::string>& paths) const;
  /// The value of the first line that reads `key: value` or `key=value`.
  std::optional<std::string> value(const std::string& path, const std::string& key) const;
  std::vector<std::string> lines(const std::string& path) const;
  /// Names in a folder that start with `prefix`, in numerical order of what follows it (`cpu2` before `cpu10`).
  std::vector<std::string> names(const std::string& folder, const std::string& prefix = {}) const;
  std::filesystem::path path(const std::string& path) const { return root_ / path; }

 private:
  std::filesystem::path root_;
};

std::string trim(const std::string& text);
/// Line breaks and zeros as spaces, bytes that are not printable ASCII as `?`: firmware says anything.
std::string printable(std::string text);

/// `0-2,5` for {0, 1, 2, 5}; the kernel's own notation.
std::string cpu_list(const std::vector<int>& cpus);
/// How many CPUs a list in that notation names; 0 where it is none.
int count_cpus(const std::string& list);

}  // namespace assay
