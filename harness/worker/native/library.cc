#include "harness/worker/native/library.h"

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>

#include "harness/worker/native/binding.h"
#include "harness/worker/native/identity.h"

namespace assay::native {
namespace {

// Deep binding makes a library prefer its own routines. It would hide a sanitizer's interceptors: dlopen refuses it
// under AddressSanitizer, and the library crashes under ThreadSanitizer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int deep_binding = 0;
#else
constexpr int deep_binding = RTLD_DEEPBIND;
#endif

std::string canonical(const std::string& path) {
  std::error_code ignored;
  const auto real = std::filesystem::canonical(path, ignored);
  return ignored ? path : real.string();
}

Attempt<void*> open(const std::string& path, int scope) {
  if (void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_NODELETE | scope)) return handle;
  const char* reason = dlerror();
  return refuse(Outcome::Unsupported, "cannot load " + path + ": " + (reason != nullptr ? reason : "unknown reason"));
}

std::string any_of(const std::vector<std::string>& names) {
  std::string text = names.front();
  for (std::size_t i = 1; i < names.size(); ++i) text += " or " + names[i];
  return text;
}

std::optional<Routine> find(void* handle, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (void* address = dlsym(handle, name.c_str())) return Routine{address, name, file_of(address)};
  return std::nullopt;
}

Attempt<Routine> of_file(Routine routine, const std::string& path) {
  if (routine.file == canonical(path)) return routine;
  return refuse(Outcome::WrongSubject, routine.name + " of " + path + " is answered by " + routine.file +
                                           "; name that file, if it is the one to measure");
}

}  // namespace

std::string file_of(const void* address) {
  Dl_info info{};
  if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) return {};
  return canonical(info.dli_fname);
}

Attempt<Library> Library::load(Wanted wanted) {
  const auto handle = open(wanted.library, RTLD_LOCAL | deep_binding);
  if (!handle) return tl::unexpected(handle.error());
  return Library(std::move(wanted), *handle);
}

void* Library::symbol(const char* name) const {
  return dlsym(handle_, name);
}

Attempt<Routine> Library::blas(const std::vector<std::string>& names) const {
  if (handle_ == nullptr) return refuse(Outcome::Unsupported, "no BLAS is configured to answer " + any_of(names));
  const auto routine = find(handle_, names);
  if (!routine) return refuse(Outcome::Unsupported, wanted_.library + " exports no " + any_of(names));
  return of_file(*routine, wanted_.library);
}

Attempt<void*> Library::load_lapack() {
  if (lapack_ != nullptr) return lapack_;
  for (const std::string& path : wanted_.preload)
    if (const auto loaded = open(path, RTLD_GLOBAL); !loaded) return loaded;
  const auto handle = open(*wanted_.lapack, RTLD_LOCAL | deep_binding);
  if (handle) lapack_ = *handle;
  return handle;
}

Attempt<Routine> Library::lapack(const std::vector<std::string>& names) {
  if (handle_ == nullptr) return refuse(Outcome::Unsupported, "no BLAS is configured to answer " + any_of(names));
  if (const auto own = find(handle_, names)) return of_file(*own, wanted_.library);
  if (!wanted_.lapack)
    return refuse(Outcome::Unsupported,
                  wanted_.library + " exports no " + any_of(names) + ", and no LAPACK is known to go with it");
  const auto handle = load_lapack();
  if (!handle) return tl::unexpected(handle.error());
  const auto routine = find(*handle, names);
  if (!routine) return refuse(Outcome::Unsupported, *wanted_.lapack + " exports no " + any_of(names));

  blas_of_lapack_ = file_bound_by(*handle, {"dgemm_", "dgemv_"});
  std::vector<std::string> meant{canonical(wanted_.library)};
  for (const std::string& path : wanted_.preload) meant.push_back(canonical(path));
  if (std::ranges::find(meant, blas_of_lapack_) == meant.end())
    return refuse(Outcome::WrongSubject, *wanted_.lapack + " calls the BLAS of " +
                                             (blas_of_lapack_.empty() ? "nobody knows whom" : blas_of_lapack_) +
                                             ", not that of " + wanted_.library);
  return of_file(*routine, *wanted_.lapack);
}

Json Library::facts() const {
  if (handle_ == nullptr) return nullptr;
  Json facts = identity(*this);
  facts["path"] = canonical(wanted_.library);
  facts["provider"] = wanted_.provider;
  if (lapack_ != nullptr) {
    facts["lapack"] = canonical(*wanted_.lapack);
    facts["lapack_calls"] = blas_of_lapack_;
  }
  return facts;
}

}  // namespace assay::native
