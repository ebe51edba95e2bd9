#include "harness/worker/role.h"

namespace assay {
namespace {

std::vector<Role>& registered() {
  static std::vector<Role> all;
  return all;
}

}  // namespace

RegisteredRole::RegisteredRole(Role role) {
  registered().push_back(role);
}

const std::vector<Role>& roles() {
  return registered();
}

}  // namespace assay
