#include "harness/subjects/file.h"

#include <unistd.h>

namespace assay {

bool is_path(const std::string& text) {
  return text.find('/') != std::string::npos;
}

bool is_executable(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored) && access(file.c_str(), X_OK) == 0;
}

}  // namespace assay
