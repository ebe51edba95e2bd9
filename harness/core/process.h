#pragma once

#include <sys/resource.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/error.h"

namespace assay {

/// What to start, without a shell. The child leads a process group of its own and dies with the thread that started it.
struct Command {
  std::vector<std::string> argv{};                   ///< argv[0] with a slash is a path, else it is looked up on PATH
  std::map<std::string, std::string> environment{};  ///< complete
  std::string directory{};                           ///< empty: ours
  std::vector<int> cpus{};                           ///< empty: ours
  std::uint64_t memory_bytes = 0;                    ///< RLIMIT_AS; 0: none
  std::vector<std::pair<int, int>>
      descriptors{};  ///< {ours, the child's}; 0, 1, 2 are /dev/null unless given, others closed
};

/// A child, reaped by wait() or by the destructor, which kills the whole group first.
class Child {
 public:
  Child() = default;
  Child(int pid, int pidfd) : pid_(pid), pidfd_(pidfd) {}
  Child(Child&&) noexcept;
  Child& operator=(Child&&) noexcept;
  ~Child();

  int pid() const { return pid_; }
  int pidfd() const { return pidfd_; }  ///< readable (poll) when the child has ended

  struct End {
    std::optional<int> exit_status;
    std::optional<int> signal;
    rusage usage{};
  };
  /// Blocks until the child has ended, kills what is left of its group, and reaps it.
  End wait();
  /// Sends a signal to the whole process group.
  void signal_group(int signal) const;

 private:
  int pid_ = -1;
  int pidfd_ = -1;
};

/// Whether the machine, or a limit on what we may have of it, ran short: of processes, memory or descriptors.
bool is_shortage(int error);

/// `what: strerror(error)` at `where`, marked as a shortage where it is one.
tl::unexpected<Error> fail_with(int error, const std::string& what, const std::string& where);

/// Starts a command. An exec that fails (no such file, not executable, wrong architecture) is the error, not a child;
/// so is a CPU that does not exist or a directory that cannot be entered.
Result<Child> spawn(const Command& command);

/// Runs to the end and keeps at most `most_bytes` of each output; after `seconds` the group is killed and it is an
/// error.
struct Captured {
  Child::End end;
  std::string out;
  std::string err;
};
Result<Captured> capture(const Command& command, double seconds, std::size_t most_bytes = 1 << 20);

/// `ended by SIGSEGV (segmentation fault)`, `exited with status 3`
std::string to_string(const Child::End& end);
std::string signal_name(int signal);

/// Our own environment, as a map.
std::map<std::string, std::string> own_environment();

/// Makes this process the parent of orphaned descendants, as kill_descendants() needs.
void become_subreaper();

/// Kills every descendant of this process that is left (it must be a subreaper), stopped ones too, and reaps them: how
/// many. `spared`: children that are not ours to end, as a shell's that became us by exec; theirs are spared too.
int kill_descendants(const std::vector<int>& spared = {});

}  // namespace assay
