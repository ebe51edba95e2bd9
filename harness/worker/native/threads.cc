#include "harness/worker/native/threads.h"

#include <cstdint>
#include <filesystem>

#include "harness/worker/native/identity.h"
#include "harness/worker/native/library.h"

namespace assay::native {
namespace {

template <typename Integer>
std::optional<Threads> by_call(const Library& library, const char* set_name, const char* get_name) {
  auto* set = reinterpret_cast<void (*)(Integer)>(library.symbol(set_name));
  auto* get = reinterpret_cast<Integer (*)()>(library.symbol(get_name));
  if (set == nullptr || get == nullptr) return std::nullopt;
  set(library.wanted().threads);
  return Threads{static_cast<int>(get()), get_name};
}

std::optional<Threads> by_any_call(const Library& library) {
  if (auto threads = by_call<int>(library, "openblas_set_num_threads", "openblas_get_num_threads")) return threads;
  return by_call<std::int64_t>(library, "bli_thread_set_num_threads", "bli_thread_get_num_threads");
}

}  // namespace

Attempt<Threads> set_threads(const Library& library) {
  const int wanted = library.wanted().threads;
  const std::string asked = std::to_string(wanted) + " threads";
  if (wanted > 1 && identity(library).value("parallel", "") == "serial")
    return refuse(Outcome::Unsupported, library.wanted().library + " is a serial build and cannot use " + asked);
  const auto threads = by_any_call(library);
  if (!threads) return Threads{wanted, "environment"};
  if (threads->number != wanted)
    return refuse(Outcome::WrongSubject, asked + " were asked of " + library.wanted().library + ", and " +
                                             threads->read_from + "() says " + std::to_string(threads->number));
  return *threads;
}

int task_count() {
  int count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
}

}  // namespace assay::native
