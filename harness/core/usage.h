#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/core/near_names.h"
#include "harness/core/visible.h"

// In a header, for the worker is built where CLI11 is not.

namespace assay {

/// Those that --help shows.
inline std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What was typed wrongly after `where` (`assay run`): an unknown option, with the near names; a word too many; else in
/// CLI11's words.
inline Error wrong_usage(const CLI::App& app, const CLI::ParseError& error, const std::string& where) {
  const std::string help = fmt::format("'{} --help' shows what it takes", where);
  const std::vector<std::string> extra = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr || extra.empty()) return {error.what(), where, help};
  const std::string& word = extra.front();
  if (!word.starts_with("-")) return {fmt::format("one word too many: \"{}\"", word), where, help};
  const std::string name = word.substr(0, word.find('='));
  return {fmt::format("unknown option \"{}\"", name), where, hint_for(name, option_names(app))};
}

/// For a program without commands: reads its words. A status: with that it must end, for it has shown its help (0), or
/// said what was typed wrongly (2).
inline std::optional<int> status_of_usage(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return 0;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}\n", visible(to_string(wrong_usage(app, error, app.get_name()))));
    return 2;
  }
}

}  // namespace assay
