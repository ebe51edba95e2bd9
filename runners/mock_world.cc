#include "runners/mock_world.h"

#include <fnmatch.h>
#include <toml++/toml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

#include "harness/core/near_names.h"

namespace assay {
namespace {

/// Reads one table; the first mistake of any is kept and the rest goes on with standard values.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  const std::optional<Error>& error() const { return error_; }

  void mistake(std::string what, const toml::source_region& at, std::string hint = {}) {
    if (error_) return;
    const std::string place = file_ + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
    error_ = Error{std::move(what), place, std::move(hint)};
  }

  void only(const toml::table& table, const std::vector<std::string>& known) {
    for (const auto& [key, value] : table) {
      const std::string text(key.str());
      if (std::ranges::find(known, text) == known.end())
        mistake("unknown key \"" + text + "\"", key.source(), hint_for(text, known));
    }
  }

  void number(const toml::table& table, const char* key, double least, double& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto value = node->value<double>();
    if (!node->is_number() || *value < least)
      return mistake(std::string(key) + " must be a number of at least " + text_of(least), node->source());
    into = *value;
  }

  template <typename Each>
  void tables(const toml::table& table, const char* key, const Each& each) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!node->is_array_of_tables()) return mistake(std::string(key) + " must be tables", node->source());
    for (const toml::node& entry : *node->as_array()) each(*entry.as_table());
  }

 private:
  static std::string text_of(double number) {
    std::ostringstream out;
    out << number;
    return out.str();
  }

  std::string file_;
  std::optional<Error> error_;
};

MockFailure read_failure(Reader& reader, const toml::table& table) {
  reader.only(table, {"attempts", "outcome", "detail"});
  MockFailure failure;
  const std::string outcome = table["outcome"].value_or(std::string("crashed"));
  failure.outcome = outcome_from(outcome).value_or(Outcome::Measured);
  if (failure.outcome == Outcome::Measured)
    reader.mistake("\"" + outcome + "\" is no failure", table.source(), "for example crashed, timed-out, garbled");
  failure.detail = table["detail"].value_or(outcome + ", as simulated");
  if (const toml::array* attempts = table["attempts"].as_array())
    for (const toml::node& attempt : *attempts) failure.attempts.push_back(attempt.value_or(0));
  return failure;
}

MockTurn read_turn(Reader& reader, const toml::table& table) {
  reader.only(table, {"bout", "process_noise", "share"});
  MockTurn turn;
  turn.bout = table["bout"].value_or(0);
  reader.number(table, "process_noise", 0, turn.process_noise);
  reader.number(table, "share", 0, turn.share);
  return turn;
}

MockCell read_cell(Reader& reader, const toml::table& table) {
  reader.only(table, {"match", "seconds", "noise", "process_noise", "drift", "turn_excess", "threads", "fail"});
  MockCell cell;
  if (const toml::table* match = table["match"].as_table())
    for (const auto& [key, pattern] : *match)
      cell.match.emplace(std::string(key.str()), pattern.value_or(std::string("*")));
  reader.number(table, "seconds", 1e-9, cell.seconds);
  reader.number(table, "noise", 0, cell.noise);
  reader.number(table, "process_noise", 0, cell.process_noise);
  reader.number(table, "drift", -1, cell.drift);
  reader.number(table, "turn_excess", 0, cell.turn_excess);
  double threads = cell.threads;
  reader.number(table, "threads", 1, threads);
  cell.threads = static_cast<int>(threads);
  reader.tables(table, "fail", [&](const toml::table& each) { cell.failures.push_back(read_failure(reader, each)); });
  return cell;
}

MockNeighbour read_neighbour(Reader& reader, const toml::table& table) {
  reader.only(table, {"share", "rounds", "slowdown", "reference"});
  MockNeighbour neighbour;
  reader.number(table, "share", 0, neighbour.share);
  reader.number(table, "rounds", 1, neighbour.rounds);
  reader.number(table, "slowdown", 0, neighbour.slowdown);
  reader.number(table, "reference", 1, neighbour.reference);
  return neighbour;
}

std::optional<std::string> value_of(const Cell& cell, const std::string& key) {
  if (key == "workload") return cell.workload;
  for (const auto* values : {&cell.parameters, &cell.configuration})
    if (const auto found = values->find(key); found != values->end()) return found->second;
  return std::nullopt;
}

bool matches(const MockCell& entry, const Cell& cell) {
  return std::ranges::all_of(entry.match, [&](const auto& pattern) {
    const auto value = value_of(cell, pattern.first);
    return value && fnmatch(pattern.second.c_str(), value->c_str(), 0) == 0;
  });
}

}  // namespace

const MockCell* MockWorld::find(const Cell& cell) const {
  const auto found = std::ranges::find_if(cells, [&](const MockCell& entry) { return matches(entry, cell); });
  return found == cells.end() ? nullptr : &*found;
}

Result<MockWorld> parse_mock_world(const std::string& text, const std::string& file) {
  toml::table table;
  try {
    table = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    return fail(std::string(error.description()),
                file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column));
  }
  Reader reader(file);
  MockWorld world;
  world.file = file;
  reader.only(table, {"reference_ns", "neighbour", "turn", "cell"});
  reader.number(table, "reference_ns", 1, world.reference_ns);
  if (const toml::table* neighbour = table["neighbour"].as_table())
    world.neighbour = read_neighbour(reader, *neighbour);
  if (const toml::table* turn = table["turn"].as_table()) world.turn = read_turn(reader, *turn);
  reader.tables(table, "cell", [&](const toml::table& each) { world.cells.push_back(read_cell(reader, each)); });
  if (reader.error()) return tl::unexpected(*reader.error());
  return world;
}

Result<MockWorld> read_mock_world(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return fail(std::string("cannot be read: ") + std::strerror(errno), file.string());
  std::ostringstream text;
  text << in.rdbuf();
  return parse_mock_world(text.str(), file.string());
}

}  // namespace assay
