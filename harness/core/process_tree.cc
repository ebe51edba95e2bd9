#include "harness/core/process_tree.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "harness/core/process.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// The fourth field of /proc/PID/stat; the second may hold blanks and parentheses, so count from the last `)`.
int parent_of(const fs::path& folder) {
  std::string text;
  std::ifstream file(folder / "stat");
  std::getline(file, text, '\0');
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 4 > text.size()) return -1;
  int parent = -1;
  std::from_chars(text.data() + name_end + 4, text.data() + text.size(), parent);
  return parent;
}

/// For kernels without /proc/PID/task/TID/children.
std::vector<int> children_by_scan(int pid) {
  std::vector<int> children;
  std::error_code error;
  for (fs::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename();
    int child = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), child);
    if (read.ec == std::errc{} && parent_of(entry->path()) == pid) children.push_back(child);
  }
  return children;
}

}  // namespace

std::vector<int> children_of(int pid) {
  std::vector<int> children;
  std::error_code error;
  const fs::path tasks = fmt::format("/proc/{}/task", pid);
  for (fs::directory_iterator entry(tasks, error), end; !error && entry != end; entry.increment(error)) {
    std::ifstream file(entry->path() / "children");
    if (!file && fs::exists(entry->path(), error)) return children_by_scan(pid);
    for (int child = 0; file >> child;) children.push_back(child);
  }
  return children;
}

std::vector<int> descendants_of(int pid, const std::vector<int>& spared) {
  std::vector<int> all = children_of(pid);
  std::erase_if(all, [&](int child) { return std::ranges::find(spared, child) != spared.end(); });
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::vector<int> next = children_of(all[i]);
    all.insert(all.end(), next.begin(), next.end());
  }
  return all;
}

void become_subreaper() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int kill_descendants(const std::vector<int>& spared) {
  using namespace std::chrono_literals;
  int reaped = 0;
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (std::chrono::steady_clock::now() < deadline) {
    const std::vector<int> left = descendants_of(getpid(), spared);
    if (left.empty()) break;
    for (const int pid : left) kill(pid, SIGKILL);
    for (const int pid : left)
      if (waitpid(pid, nullptr, WNOHANG) == pid) ++reaped;
    std::this_thread::sleep_for(1ms);
  }
  return reaped;
}

}  // namespace assay
