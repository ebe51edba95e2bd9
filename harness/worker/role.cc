#include "harness/worker/role.h"

namespace assay {
namespace {

std::vector<Role>& role_registry() {
  static std::vector<Role> all;
  return all;
}

}  // namespace

RegisteredRole::RegisteredRole(Role role) {
  role_registry().push_back(role);
}

const std::vector<Role>& roles() {
  return role_registry();
}

}  // namespace assay
