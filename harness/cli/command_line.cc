#include "harness/cli/command_line.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string_view>

#include "harness/cli/version.h"
#include "harness/core/near_names.h"
#include "harness/core/usage.h"

namespace assay {
namespace {

constexpr const char* opening =
    "Assay measures what a choice buys: an interpreter, a BLAS, a compiler's flags, a number of threads.\n"
    "What is compared runs in lockstep, in turns of a millisecond, and the answer is an effect with an interval.";

constexpr const char* closing =
    "Examples:\n"
    "  assay run suites/studies/first-look.toml\n"
    "  assay ab blas=openblas-pthread blas=blis-pthread --workload 'linalg.gemm{n=512}' --set threads=1\n"
    "  assay list workloads\n"
    "'assay COMMAND --help' explains a command and shows how it is typed.";

struct Entry {
  Subcommand* command;
  CLI::App* app;
};

/// CLI11 would take -1 and what is too large for the largest number.
std::string seed_problem(const std::string& text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  return fmt::format("seed \"{}\" is no whole number from 0 to 18446744073709551615", text);
}

/// A script's variable that is not set must not stand for "nothing asked for".
void refuse_empty_words(CLI::App& app) {
  for (CLI::Option* option : app.get_options())
    if (option->get_items_expected_max() > 0 && !option->check_lname("db"))  // the store says itself what it lacks
      option->check([](const std::string& word) { return word.empty() ? "an empty word" : ""; });
}

void add_common_options(CLI::App& app, Common& common) {
  app.add_option("--db", common.db, "The store: one SQLite file")->type_name("FILE")->capture_default_str();
  app.add_option("--seed", common.seed, "Draws the order of everything; give it to repeat a schedule")
      ->type_name("N")
      ->check(seed_problem);
  app.add_flag("--json", common.json, "One object on standard output, for machines");
  app.add_flag("--quiet", common.quiet, "No progress, only the answer");
  app.add_option("--color", common.color, "When to colour: on a terminal, always or never")
      ->type_name("auto|always|never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  app.add_option("--columns", common.columns, "Width of a report; default: the terminal's")
      ->type_name("N")
      ->check(CLI::Range(40, 1000));
}

/// A command writes its examples line by line; here they are set apart.
std::string examples(const Subcommand& command) {
  std::istringstream lines(command.example());
  std::string text = "Examples:";
  for (std::string line; std::getline(lines, line);) {
    const auto start = line.find_first_not_of(' ');
    if (start != std::string::npos) text += "\n  " + line.substr(start);
  }
  return text;
}

std::vector<Entry> add_commands(CLI::App& program, Common& common) {
  std::vector<Entry> entries;
  for (const auto& command : commands()) {
    CLI::App* app = program.add_subcommand(command->name(), command->about());
    if (command->hidden()) app->group("");
    app->footer(examples(*command));
    command->add_options(*app);
    add_common_options(*app, common);
    refuse_empty_words(*app);
    entries.push_back({command.get(), app});
  }
  return entries;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const auto& command : commands()) {
    if (!command->hidden()) names.push_back(command->name());
  }
  return names;
}

/// The innermost app that was named on the command line: whose options the user had in mind.
const CLI::App& innermost(const CLI::App& program) {
  const auto chosen = program.get_subcommands();
  return chosen.empty() ? program : innermost(*chosen.front());
}

Exit explain(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App& app = innermost(program);
  if (&app != &program) return complain(wrong_usage(app, error, "assay " + app.get_name()));
  const std::vector<std::string> extra = app.remaining(true);
  const bool is_command = !extra.empty() && !extra.front().starts_with("-");
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr || !is_command)
    return complain(wrong_usage(app, error, "assay"));
  return complain(Error{fmt::format("unknown command \"{}\"", extra.front()), "assay",
                        hint_for(extra.front(), command_names(), 20)});
}

Exit parse_and_run(int argc, const char* const* argv) {
  Common common;
  bool version = false;
  CLI::App program(opening, "assay");
  program.footer(closing);
  program.add_flag("--version", version, "What this build is, and the libraries it stands on");
  const std::vector<Entry> entries = add_commands(program, common);
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << program.help();
    return Exit::Fine;
  } catch (const CLI::ParseError& error) {
    return explain(program, error);
  }
  if (version) {
    std::cout << version_text();
    return Exit::Fine;
  }
  for (const Entry& entry : entries) {
    if (entry.app->parsed()) return entry.command->run(common);
  }
  std::cout << program.help();
  return Exit::Usage;
}

/// Whether all that was printed has left this process: a full disk shows only then.
bool is_written() {
  std::cout.flush();
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good();
}

/// `| head` has seen what it wanted, and a `| tee` that Ctrl-C ended hears nothing any more: no fault of the answer.
bool reader_has_left() {
  pollfd output{STDOUT_FILENO, 0, 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

/// The status once all is printed. That a gate failed and that a run can go on is so whether it is read or not.
Exit after_printing(Exit status) {
  if (is_written() || reader_has_left()) return status;
  const Error error{"the answer could not be written", "standard output",
                    "what was measured is stored: assay list runs"};
  return complain(error, status == Exit::GateFailed || status == Exit::Interrupted ? status : Exit::Nothing);
}

}  // namespace

Exit run_command_line(int argc, const char* const* argv) {
  // A file that may not grow and a reader who has left are errors of that write, with their place.
  for (const int signal : {SIGXFSZ, SIGPIPE}) std::signal(signal, SIG_IGN);
  try {
    return after_printing(parse_and_run(argc, argv));
  } catch (const std::exception& error) {
    return complain(Error{error.what(), "assay", "this is a fault of Assay's own; please report it with the command"});
  }
}

}  // namespace assay
