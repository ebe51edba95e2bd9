#pragma once

#include <filesystem>
#include <string>

namespace assay {

/// Where the program's own parts lie, relative to its executable: the build tree and the installed tree are laid out
/// alike.
struct Installation {
  std::filesystem::path worker;  ///< libexec/assay/assay-worker
  std::filesystem::path loop;    ///< libexec/assay/assay_loop.so, the timing loop as an extension module
  std::filesystem::path suites;  ///< share/assay/suites
  std::filesystem::path site;    ///< share/assay/site, the page's parts
};
const Installation& installation();

/// The same parts built for another architecture (`aarch64`), below libexec/assay/ARCH/; they may not exist.
Installation installation_for(const std::string& architecture);

/// $ASSAY_DATA, else $XDG_DATA_HOME/assay, else ~/.local/share/assay: unpacked libraries, environments, built subjects.
std::filesystem::path user_data_dir();

/// $ASSAY_CACHE, else $XDG_CACHE_HOME/assay, else ~/.cache/assay: compiled kernels; may be deleted at any time.
std::filesystem::path user_cache_dir();

}  // namespace assay
