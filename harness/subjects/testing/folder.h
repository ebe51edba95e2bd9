#pragma once

#include <elf.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

namespace assay {

/// A folder that is gone at the end of the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("assay-test-" + std::to_string(getpid()) + "-" + next())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  static std::string next() {
    static std::atomic<int> count = 0;
    return std::to_string(count++);
  }
  std::filesystem::path path_;
};

/// The head of a 64-bit shared object for a machine (e_machine), and nothing else. Its folder is made, too.
inline void write_elf(const std::filesystem::path& file, int machine) {
  std::filesystem::create_directories(file.parent_path());
  Elf64_Ehdr head{};
  const std::string identity{ELFMAG, 4};
  std::copy(identity.begin(), identity.end(), head.e_ident);
  head.e_ident[EI_CLASS] = ELFCLASS64;
  head.e_ident[EI_DATA] = ELFDATA2LSB;
  head.e_ident[EI_VERSION] = EV_CURRENT;
  head.e_type = ET_DYN;
  head.e_machine = static_cast<Elf64_Half>(machine);
  head.e_version = EV_CURRENT;
  head.e_ehsize = sizeof head;
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(&head), sizeof head);
}

}  // namespace assay
