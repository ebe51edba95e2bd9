#pragma once

#include <vector>

namespace assay {

/// What the worker can be. `assay-worker NAME …` runs the role of that name with the rest of the arguments (argv[0] is
/// NAME).
struct Role {
  const char* name;
  int (*run)(int argc, char** argv);
};

/// A role makes itself known by a static object of this in its own file.
class RegisteredRole {
 public:
  explicit RegisteredRole(Role role);
};

const std::vector<Role>& roles();

}  // namespace assay
