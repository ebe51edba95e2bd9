#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "harness/core/near_names.h"
#include "harness/core/paths.h"
#include "harness/core/programs.h"
#include "harness/factors/factor.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

fs::path roots() {
  return user_data_dir() / "roots";
}

std::optional<fs::path> find_root(const std::string& level) {
  std::error_code status;
  const fs::path path = level.find('/') == std::string::npos ? roots() / level : fs::absolute(level).lexically_normal();
  return !level.empty() && fs::is_directory(path / "usr", status) ? std::optional(path) : std::nullopt;
}

/// What the worker and its kernels need to see inside, at the same place as outside.
std::vector<std::string> own_folders() {
  const fs::path program = installation().worker.parent_path().parent_path().parent_path();
  std::error_code status;
  std::vector<std::string> folders = {program.string()};
  for (const fs::path& folder :
       {fs::weakly_canonical(installation().suites, status), user_cache_dir(), user_data_dir()}) {
    if (fs::exists(folder, status)) folders.push_back(folder.string());
  }
  return folders;
}

class Root final : public Factor {
 public:
  std::string name() const override { return "root"; }
  std::string about() const override {
    return "The root file system in which processes run: another distribution's libraries and programs.";
  }
  std::string value() const override {
    return "a directory that holds one, or a name below the data directory's roots/";
  }
  int rank() const override { return 6; }
  std::optional<std::string> standard() const override { return std::nullopt; }
  bool universal() const override { return true; }

  std::vector<std::string> known() const override {
    std::vector<std::string> names;
    std::error_code status;
    for (const auto& entry : fs::directory_iterator(roots(), status)) {
      if (find_root(entry.path().string())) names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

  Result<std::string> check(const std::string& level) const override {
    const auto root = find_root(level);
    if (!root) return fail(fmt::format("no root file system \"{}\"", level), {}, hint_for(level, known()));
    if (!find_program("bwrap"))
      return fail("a root is entered by bubblewrap, which is not here", {}, "apt install bubblewrap");
    return level.find('/') == std::string::npos ? level : root->string();
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    if (auto checked = check(level); !checked) return tl::unexpected(checked.error());
    std::vector<std::string> enter = {find_program("bwrap")->string(), "--bind", find_root(level)->string(), "/"};
    for (const char* folder : {"/dev", "/sys"}) enter.insert(enter.end(), {"--dev-bind", folder, folder});
    enter.insert(enter.end(), {"--proc", "/proc", "--tmpfs", "/tmp"});
    for (const std::string& folder : own_folders()) enter.insert(enter.end(), {"--ro-bind", folder, folder});
    enter.push_back("--");
    draft.prefix.insert(draft.prefix.begin(), enter.begin(), enter.end());
    return {};
  }
};

const FactorRegistration root_registration(std::make_unique<Root>());

}  // namespace
}  // namespace assay
