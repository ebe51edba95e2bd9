#include "harness/cli/command_line.h"

int main(int argc, char** argv) {
  return static_cast<int>(assay::run_command_line(argc, argv));
}
