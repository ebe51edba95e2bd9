#pragma once

#include <string>

namespace CLI {
class App;
}

namespace assay {

enum class Needed { No, Yes };

/// An option with a text (`--run RUN`), or without dashes a word at its place; empty until it is typed, whatever an
/// earlier command line of this process said. Here, because CLI11's header takes the compiler four seconds in every
/// file that calls it.
void add_text(CLI::App& app, const char* name, std::string& into, const std::string& about, const char* type,
              Needed needed = Needed::No);

}  // namespace assay
