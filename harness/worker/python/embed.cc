// The role `embed LIBPYTHON EXECUTABLE SCRIPT …`: runs the script as EXECUTABLE would, in the libpython that was chosen
// at run time.
#include <dlfcn.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "harness/worker/python/elf_machine.h"
#include "harness/worker/python/loop.h"
#include "harness/worker/python/refuse.h"
#include "harness/worker/role.h"

namespace assay {
namespace {

struct LibPython {
  const char* (*version)() = nullptr;
  int (*append_inittab)(const char*, void* (*)()) = nullptr;
  int (*bytes_main)(int, char**) = nullptr;
};

template <typename F>
bool find(void* library, const char* name, F& function) {
  function = reinterpret_cast<F>(dlsym(library, name));
  return function != nullptr;
}

bool at_least_3_9(const char* version) {
  int major = 0;
  int minor = 0;
  return std::sscanf(version, "%d.%d", &major, &minor) == 2 && (major > 3 || (major == 3 && minor >= 9));
}

/// Extension modules expect the interpreter's symbols in the global scope, hence RTLD_GLOBAL.
int load(const std::string& path, LibPython& python) {
  if (const std::string why = not_for_this_machine(path); !why.empty()) return refuse("unsupported", path + ": " + why);
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) return refuse("unsupported", std::string(dlerror()));
  if (!find(library, "Py_GetVersion", python.version) || !find(library, "Py_BytesMain", python.bytes_main) ||
      !find(library, "PyImport_AppendInittab", python.append_inittab)) {
    return refuse("unsupported", path + ": has no Py_BytesMain; it is not the libpython of CPython 3.9 or newer");
  }
  if (!at_least_3_9(python.version())) {
    return refuse("unsupported", path + ": is CPython " + python.version() + "; 3.9 or newer is needed");
  }
  return 0;
}

int run_embedded(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: assay-worker embed LIBPYTHON EXECUTABLE SCRIPT [ARGUMENT...]\n");
    return 2;
  }
  LibPython python;
  if (const int status = load(argv[1], python); status != 0) return status;
  python.append_inittab("assay_loop", PyInit_assay_loop);
  // With the executable as argv[0], CPython finds prefix, venv and sys.executable as if it had been started itself.
  return python.bytes_main(argc - 2, argv + 2);
}

const RegisteredRole embed_role{{"embed", run_embedded}};

}  // namespace
}  // namespace assay
