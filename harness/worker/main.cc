#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "assay_version.h"
#include "harness/core/near_names.h"
#include "harness/worker/role.h"

namespace {

int unknown_role(const std::string& name) {
  std::vector<std::string> names;
  for (const assay::Role& role : assay::roles()) names.emplace_back(role.name);
  std::fputs(fmt::format("assay-worker: unknown role \"{}\"; {}\n", name, assay::hint_for(name, names)).c_str(),
             stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  for (const assay::Role& role : assay::roles()) {
    if (name == role.name) return role.run(argc - 1, argv + 1);
  }
  if (name != "--version") return unknown_role(name);
  std::puts(fmt::format("assay-worker {} {}", ASSAY_VERSION, ASSAY_COMMIT).c_str());
  return 0;
}
