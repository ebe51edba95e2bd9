#include "harness/core/process_kept.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "harness/core/paths.h"
#include "harness/core/process_capture.h"

namespace assay {
namespace {

constexpr std::size_t most_bytes = 1 << 20;
constexpr int line_of_driver = 3;  // the keeper's end

/// The keeper takes its end for the end of this process.
class Line {
 public:
  Line() {
    if (pipe2(ends_, O_CLOEXEC) != 0) ends_[0] = ends_[1] = -1;
  }
  ~Line() {
    cut();
    if (ends_[0] >= 0) close(ends_[0]);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  int theirs() const { return ends_[0]; }
  void cut() {
    if (const int ours = std::exchange(ends_[1], -1); ours >= 0) close(ours);
  }

 private:
  int ends_[2];
};

}  // namespace

Result<Captured> capture_kept(Command command, double seconds) {
  const std::string keeper = installation().worker;
  if (access(keeper.c_str(), X_OK) != 0) return capture(command, seconds);
  const std::string name = command.argv.front();
  Line line;
  if (line.theirs() < 0) return fail(fmt::format("no pipe: {}", std::strerror(errno)), name);
  command.argv.insert(command.argv.begin(), {keeper, "keeper"});
  command.descriptors.emplace_back(line.theirs(), line_of_driver);
  auto captured = capture(command, seconds, most_bytes, [&](const Child&) { line.cut(); });
  if (!captured && captured.error().where == keeper) captured.error().where = name;
  return captured;
}

}  // namespace assay
