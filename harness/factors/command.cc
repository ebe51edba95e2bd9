#include <fmt/format.h>

#include "harness/core/digest.h"
#include "harness/core/programs.h"
#include "harness/factors/factor.h"
#include "harness/factors/words.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// Content, where it can be read without delay; else size and time of the last change.
std::string identity(const fs::path& file) {
  constexpr std::uintmax_t most_bytes = 64 << 20;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (!error && size <= most_bytes)
    if (const auto found = file_digest(file)) return *found;
  return fmt::format("{} bytes of {}", size, fs::last_write_time(file, error).time_since_epoch().count());
}

class CommandLine final : public Factor {
 public:
  std::string name() const override { return "command"; }
  std::string about() const override {
    return "A whole command, started anew for each unit (workload command.run, ab --command).";
  }
  std::string value() const override { return "a command line; quotes as in a shell, but no shell"; }
  int rank() const override { return 10; }
  std::optional<std::string> standard() const override { return std::nullopt; }

  Result<std::string> check(const std::string& level) const override {
    const auto words = split_words(level);
    if (!words) return tl::unexpected(words.error());
    if (words->empty()) return fail("an empty command");
    if (find_program(words->front())) return level;
    const bool path = words->front().find('/') != std::string::npos;
    return fail(fmt::format("no program \"{}\"", words->front()), {},
                path ? "is it there, and executable?" : "it is not on PATH; write its path");
  }

  /// The program and every file that a word names (a script behind its interpreter, an input) by what they hold, for a
  /// command is the same as long as these are; the other words as they stand.
  Json subject(const std::string& level) const override {
    const auto words = split_words(level);
    if (!words || words->empty()) return nullptr;
    const auto program = find_program(words->front());
    if (!program) return nullptr;
    std::error_code error;
    const fs::path path = fs::canonical(*program, error);
    Json arguments = Json::array();
    for (auto word = words->begin() + 1; word != words->end(); ++word)
      arguments.push_back(fs::is_regular_file(*word, error) ? "file " + identity(*word) : *word);
    return {{"path", path.string()}, {"program", identity(path)}, {"arguments", arguments}};
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    auto words = split_words(level);
    if (!words) return tl::unexpected(words.error());
    draft.member.argv = std::move(*words);
    return {};
  }
};

const FactorRegistration command_registration(std::make_unique<CommandLine>());

}  // namespace
}  // namespace assay
