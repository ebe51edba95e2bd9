#include "harness/worker/proc_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <ctime>
#include <memory>
#include <optional>
#include <string_view>

#include "harness/worker/leader_clock.h"

namespace assay {
namespace {

/// The file's beginning, without a stream: this runs at every turn.
std::string_view read_beginning(const char* path, std::array<char, 512>& buffer) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const ssize_t length = read(file, buffer.data(), buffer.size());
  close(file);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

struct Task {
  int pid;
  int id;
};

/// `T` stopped, `t` traced, `R`, `S`, `D`, `Z`, …; 0 when it is gone.
char state_of(const Task& task) {
  std::array<char, 512> buffer;
  const std::string_view text = read_beginning(fmt::format("/proc/{}/task/{}/stat", task.pid, task.id).c_str(), buffer);
  const std::size_t name_end = text.rfind(')');
  return name_end == std::string_view::npos || name_end + 2 >= text.size() ? '\0' : text[name_end + 2];
}

void append_children(const Task& task, std::vector<int>& pids) {
  std::array<char, 512> buffer;
  std::string_view text = read_beginning(fmt::format("/proc/{}/task/{}/children", task.pid, task.id).c_str(), buffer);
  while (!text.empty()) {
    int child = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), child);
    if (error != std::errc{}) return;
    pids.push_back(child);
    text.remove_prefix(std::min(text.size(), static_cast<std::size_t>(end - text.data()) + 1));
  }
}

std::vector<Task> tasks_of(int pid) {
  std::vector<Task> tasks;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(fmt::format("/proc/{}/task", pid).c_str()), closedir);
  while (const dirent* entry = folder ? readdir(folder.get()) : nullptr) {
    const std::string_view name = entry->d_name;
    int id = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), id).ec == std::errc{}) tasks.push_back({pid, id});
  }
  return tasks;
}

bool rests(char state) {
  return state == 'T' || state == 't' || state == 'Z' || state == 'X' || state == '\0';
}

struct Running {
  Task task;
  char state;
};

/// `visit` sees every task of a tree, a process before its children; into `pids` come all its processes.
template <typename Visit>
void walk_tree(int root, std::vector<int>& pids, Visit visit) {
  pids.assign(1, root);
  for (std::size_t i = 0; i < pids.size(); ++i) {
    for (const Task& task : tasks_of(pids[i])) {
      visit(task);
      append_children(task, pids);
    }
  }
}

/// All of a tree and the first task of it that is not at rest. The whole tree at each look, so that nobody waits for
/// his signal until another has stopped.
std::optional<Running> look_at_tree(int root, std::vector<int>& pids) {
  std::optional<Running> first;
  walk_tree(root, pids, [&](const Task& task) {
    const char state = state_of(task);
    if (!rests(state) && !first) first = Running{task, state};
  });
  return first;
}

/// A task that was sent SIGSTOP must run once more to stop; it does so as soon as we leave the CPU that we share with
/// it.
void let_others_run(int attempt) {
  const timespec pause{0, 20'000};
  if (attempt < 8) {
    sched_yield();
  } else {
    nanosleep(&pause, nullptr);
  }
}

}  // namespace

int thread_count(int pid) {
  struct stat status {};
  if (stat(fmt::format("/proc/{}/task", pid).c_str(), &status) != 0) return 0;
  return static_cast<int>(status.st_nlink) - 2;
}

bool has_children(int pid) {
  std::vector<int> children;
  append_children({pid, pid}, children);
  return !children.empty();
}

int runnable_tasks(int pid) {
  std::vector<int> pids;
  int runnable = 0;
  walk_tree(pid, pids, [&](const Task& task) { runnable += state_of(task) == 'R' ? 1 : 0; });
  return runnable;
}

std::string StoppedTree::stop(int pid, double seconds) {
  kill(-pid, SIGSTOP);
  const double deadline = monotonic_seconds() + seconds;
  std::vector<int> pids;
  for (int attempt = 0;; ++attempt) {
    let_others_run(attempt);  // before the first look, which costs more than they need
    const auto running = look_at_tree(pid, pids);
    for (const int each : pids) {
      if (getpgid(each) == pid || std::ranges::find(outsiders_, each) != outsiders_.end()) continue;
      outsiders_.push_back(each);
      kill(each, SIGSTOP);
    }
    if (!running) return {};
    if (monotonic_seconds() > deadline) return fmt::format("task {} is in state {}", running->task.id, running->state);
  }
}

void StoppedTree::resume(int pid) {
  kill(-pid, SIGCONT);
  for (const int outsider : outsiders_) kill(outsider, SIGCONT);
  outsiders_.clear();
}

}  // namespace assay
