#include "harness/worker/native/identity.h"

#include <strings.h>

#include <cstdlib>
#include <string>

#include "harness/worker/native/library.h"

namespace assay::native {
namespace {

template <typename Function>
Function* function(const Library& library, const char* name) {
  return reinterpret_cast<Function*>(library.symbol(name));
}

void text(Json& facts, const char* key, const Library& library, const char* name) {
  if (auto* read = function<const char*()>(library, name))
    if (const char* answer = read()) facts[key] = answer;
}

void openblas(Json& facts, const Library& library) {
  text(facts, "config", library, "openblas_get_config");
  text(facts, "core", library, "openblas_get_corename");
  constexpr const char* models[] = {"serial", "pthread", "openmp"};
  if (auto* parallel = function<int()>(library, "openblas_get_parallel"))
    if (const int model = parallel(); model >= 0 && model < 3) facts["parallel"] = models[model];
}

void blis(Json& facts, const Library& library) {
  text(facts, "version", library, "bli_info_get_version_str");
  auto* query = function<int()>(library, "bli_arch_query_id");
  auto* named = function<const char*(int)>(library, "bli_arch_string");
  if (query != nullptr && named != nullptr) facts["core"] = named(query());
  auto* openmp = function<long()>(library, "bli_info_get_enable_openmp");
  auto* pthreads = function<long()>(library, "bli_info_get_enable_pthreads");
  if (openmp != nullptr && pthreads != nullptr)
    facts["parallel"] = openmp() != 0 ? "openmp" : pthreads() != 0 ? "pthread" : "serial";
}

}  // namespace

Json identity(const Library& library) {
  Json facts = Json::object();
  openblas(facts, library);
  blis(facts, library);
  text(facts, "version", library, "assay_blas_version");
  return facts;
}

Attempt<void> check_core(const Library& library) {
  const std::string core = identity(library).value("core", "");
  const bool is_blis = library.symbol("bli_arch_query_id") != nullptr;
  const char* variable = is_blis ? "BLIS_ARCH_TYPE" : "OPENBLAS_CORETYPE";
  const char* asked = std::getenv(variable);
  if (core.empty() || asked == nullptr || strcasecmp(core.c_str(), asked) == 0) return {};
  if (is_blis && std::to_string(function<int()>(library, "bli_arch_query_id")()) == asked) return {};
  return refuse(Outcome::WrongSubject, std::string(variable) + "=" + asked + " was asked of " +
                                           library.wanted().library + ", and it says that it uses the code for " +
                                           core);
}

Attempt<void> check_integers(const Library& library) {
  const bool openblas = identity(library).value("config", "").find("USE64BITINT") != std::string::npos;
  auto* bits = function<long()>(library, "bli_info_get_blas_int_type_size");
  if (!openblas && (bits == nullptr || bits() != 64)) return {};
  return refuse(Outcome::Unsupported,
                library.wanted().library + " takes 64-bit integers (ILP64); name its build for 32-bit ones (LP64)");
}

}  // namespace assay::native
