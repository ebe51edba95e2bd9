#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "harness/host/read.h"

namespace assay {

std::string try_counters() {
  perf_event_attr event{};
  event.size = sizeof event;
  event.type = PERF_TYPE_HARDWARE;
  event.config = PERF_COUNT_HW_INSTRUCTIONS;
  event.exclude_kernel = 1;
  event.exclude_hv = 1;
  const long descriptor = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0UL);
  if (descriptor < 0) return std::generic_category().message(errno);
  close(static_cast<int>(descriptor));
  return "available";
}

}  // namespace assay
