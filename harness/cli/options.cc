#include "harness/cli/options.h"

#include <CLI/CLI.hpp>

namespace assay {

void add_text(CLI::App& app, const char* name, std::string& into, const std::string& about, const char* type,
              Needed needed) {
  into.clear();
  app.add_option(name, into, about)->type_name(type)->required(needed == Needed::Yes);
}

}  // namespace assay
