#include "harness/core/machine.h"

#include <sys/utsname.h>

namespace assay {

std::string own_architecture() {
  utsname names{};
  return uname(&names) == 0 ? names.machine : "unknown";
}

}  // namespace assay
