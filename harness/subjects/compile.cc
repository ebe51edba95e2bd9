#include "harness/subjects/compile.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <random>

#include "harness/core/process_kept.h"
#include "harness/subjects/compile_key.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr double most_seconds = 600;
constexpr const char* draft_mark = ".draft-";

/// Holds a folder for this process, as long as it lives.
class FolderLock {
 public:
  FolderLock(const fs::path& folder, int how) : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    while (!(held_ = flock(descriptor_, how) == 0) && errno == EINTR) {
    }
  }
  ~FolderLock() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  bool is_held() const { return held_; }  ///< not where another process has it, nor where the file system has no locks

 private:
  int descriptor_;
  bool held_ = false;
};

/// A process that was killed left them.
void remove_left_drafts(const fs::path& cache) {
  std::error_code error, ignored;
  for (fs::directory_iterator entry(cache, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path folder = entry->path();
    if (folder.filename().string().find(draft_mark) == std::string::npos) continue;
    if (const FolderLock lock(folder, LOCK_EX | LOCK_NB); lock.is_held()) fs::remove_all(folder, ignored);
  }
}

/// A folder that appears under its own name only when all of it is there. Locked, so that nobody takes it for left.
class Draft {
 public:
  explicit Draft(fs::path place) : place_(std::move(place)) {
    std::error_code error;
    while (!is_begun(error) && !error) {
    }
    fs::create_directory(temporary(), error);
  }
  ~Draft() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const fs::path& folder() const { return folder_; }
  fs::path log() const { return folder_ / "log"; }
  fs::path temporary() const { return folder_ / "tmp"; }  ///< for what a compiler keeps between its passes
  /// Another process may have been first: then its folder is as good.
  Result<void> publish() const {
    std::error_code error;
    fs::remove_all(temporary(), error);
    fs::rename(folder_, place_, error);
    if (error && !fs::exists(place_))
      return fail("cannot be written: " + error.message(), place_, "free space, or set ASSAY_CACHE");
    return {};
  }

 private:
  /// Before it is locked it may be taken for left and removed: then under another name.
  bool is_begun(std::error_code& error) {
    folder_ = place_.string() + fmt::format("{}{}-{}", draft_mark, getpid(), count++);
    if (!fs::create_directory(folder_, error)) return false;
    lock_.emplace(folder_, LOCK_EX);
    return fs::exists(folder_);
  }

  static inline std::atomic<int> count = 0;
  fs::path place_;
  fs::path folder_;
  std::optional<FolderLock> lock_;
};

Result<void> run(const std::vector<std::string>& argv, const Draft& draft) {
  Command compiler{.argv = argv, .environment = own_environment()};
  compiler.environment["TMPDIR"] = draft.temporary();
  const auto done = capture_kept(std::move(compiler), most_seconds);
  if (!done) return tl::unexpected(done.error());
  std::ofstream(draft.log(), std::ios::app) << fmt::format("{}\n{}{}", fmt::join(argv, " "), done->out, done->err);
  if (done->end.exit_status == 0) return {};
  return fail(fmt::format("the compiler failed\n{}{}", done->out, done->err), fmt::format("{}", fmt::join(argv, " ")));
}

/// What a failed compilation printed outlives its folder.
Error keep_log(Error error, const fs::path& log, const fs::path& place) {
  const fs::path kept = place.string() + ".failed.log";
  std::error_code ignored;
  fs::copy_file(log, kept, fs::copy_options::overwrite_existing, ignored);
  if (error.hint.empty() && !ignored) error.hint = "its log is kept in " + kept.string();
  return error;
}

std::vector<std::string> command(const Compilation& compilation) {
  std::vector<std::string> argv{compilation.compiler.path};
  argv.insert(argv.end(), own_compile_flags.begin(), own_compile_flags.end());
  for (const fs::path& folder : compilation.headers) argv.insert(argv.end(), {"-isystem", folder});
  argv.insert(argv.end(), compilation.flags.begin(), compilation.flags.end());
  return argv;
}

std::vector<fs::path> objects_of(const fs::path& folder) {
  std::vector<fs::path> objects;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".o") objects.push_back(entry.path());
  std::ranges::sort(objects);
  return objects;
}

Result<void> compile_objects(const Compilation& compilation, const fs::path& place) {
  if (fs::exists(place)) return {};
  const Draft draft(place);
  for (const std::string& source : compilation.sources) {
    auto argv = command(compilation);
    // Names that the compiler makes up come from the seed, not from this folder's.
    argv.insert(argv.end(), {"-frandom-seed=" + source, "-c", compilation.folder / source, "-o",
                             draft.folder() / fs::path(source).replace_extension(".o")});
    if (auto done = run(argv, draft); !done) return tl::unexpected(keep_log(done.error(), draft.log(), place));
  }
  return draft.publish();
}

/// Replica 0 is the plain link. Any other one has the objects in another order behind up to 4 KiB of padding, both
/// drawn from its name: other addresses of the same code, and of its jump targets within cache lines and pages.
std::vector<std::string> layout(const Compilation& compilation, std::vector<fs::path> objects) {
  std::size_t padding = 0;
  if (compilation.replica != "0") {
    std::seed_seq seed(compilation.replica.begin(), compilation.replica.end());
    std::mt19937_64 random(seed);
    padding = 16 * (random() % 256);
    for (std::size_t i = objects.size(); i > 1; --i) std::swap(objects[i - 1], objects[random() % i]);
  }
  std::vector<std::string> arguments{fmt::format("-DASSAY_PADDING={}", padding), compilation.folder / "padding.cc"};
  for (const fs::path& object : objects) arguments.push_back(object);
  return arguments;
}

Result<void> link_objects(const Compilation& compilation, const fs::path& objects, const fs::path& place) {
  const Draft draft(place);
  auto argv = command(compilation);
  const auto arguments = layout(compilation, objects_of(objects));
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  // Nothing of the C++ runtime is asked of the place where it is loaded, which may be another root.
  argv.insert(argv.end(), own_link_flags.begin(), own_link_flags.end());
  argv.insert(argv.end(), {fmt::format("-Wl,-soname,libassay-{}.so", compilation.name), "-o",
                           draft.folder() / fmt::format("libassay-{}.so", compilation.name)});
  std::error_code ignored;
  fs::copy_file(objects / "log", draft.log(), ignored);
  if (auto done = run(argv, draft); !done) return tl::unexpected(keep_log(done.error(), draft.log(), place));
  return draft.publish();
}

/// Of this process's threads one compiles, and the others find its objects: replicas differ in their link alone.
std::mutex& turn_of(const fs::path& objects) {
  static std::mutex mutex;
  static std::map<fs::path, std::mutex> turns;
  const std::scoped_lock lock(mutex);
  return turns[objects];
}

}  // namespace

Result<Compiled> compile(const Compilation& compilation, const fs::path& cache) {
  const auto key = objects_key(compilation);
  if (!key) return tl::unexpected(key.error());
  std::error_code error;
  fs::create_directories(cache, error);
  if (error)
    return fail("cannot be made: " + error.message(), cache, "set ASSAY_CACHE to a folder that can be written");

  const fs::path objects = cache / fmt::format("{}-{}.objects", compilation.name, *key);
  const fs::path place = cache / fmt::format("{}-{}-{}", compilation.name, *key, compilation.replica);
  const std::scoped_lock turn(turn_of(objects));
  Compiled compiled{place / fmt::format("libassay-{}.so", compilation.name), place / "log", fs::exists(place)};
  remove_left_drafts(cache);
  if (compiled.from_cache) return compiled;
  if (compilation.announce)
    compilation.announce(fmt::format("compiling {} with {} {}", compilation.name, compilation.compiler.name,
                                     fmt::join(compilation.flags, " ")));
  if (auto done = compile_objects(compilation, objects); !done) return tl::unexpected(done.error());
  if (auto done = link_objects(compilation, objects, place); !done) return tl::unexpected(done.error());
  return compiled;
}

}  // namespace assay
