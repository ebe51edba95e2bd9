#include "runners/lines.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "runners/lines_fields.h"

namespace assay {
namespace {

constexpr int lines_version = 1;
constexpr std::size_t most_text = 16 * 1024;
constexpr std::size_t most_slices = 1'000'000;
constexpr int deepest = 64;
constexpr std::int64_t most_exact = std::int64_t{1} << 53;  ///< what a double holds exactly
constexpr double most_seconds = 1e9;
constexpr double latest = 1e11;  ///< UTC seconds, the year 5138

/// `0.1.0` of `0.1.0 3902cecbcd8d`: a worker for another architecture is built on its own, perhaps from a later commit.
std::string_view release_of(std::string_view version) {
  return version.substr(0, version.find(' '));
}

template <typename Set>
void read_column(const Json& slices, const char* name, std::int64_t high, std::vector<Slice>& into, Set set) {
  const Json& column = field(slices, name);
  if (!column.is_array() || column.size() != into.size()) {
    throw BadLine{fmt::format("slices: \"{}\" has not {} values", name, into.size())};
  }
  for (std::size_t i = 0; i < into.size(); ++i) set(into[i], integer(column[i], name, 0, high));
}

std::vector<Slice> slices_from(const Json& json) {
  const Json& rounds = field(json, "round");
  if (!rounds.is_array() || rounds.size() > most_slices)
    throw BadLine{"slices: \"round\" is no array of at most a million"};
  std::vector<Slice> slices(rounds.size());
  const auto read = [&](const char* name, std::int64_t high, auto set) { read_column(json, name, high, slices, set); };
  read("round", INT32_MAX, [](Slice& slice, auto value) { slice.round = static_cast<int>(value); });
  read("position", INT32_MAX, [](Slice& slice, auto value) { slice.position = static_cast<int>(value); });
  read("steady", 1, [](Slice& slice, auto value) { slice.phase = value == 1 ? Phase::Steady : Phase::Warmup; });
  read("kept", 1, [](Slice& slice, auto value) { slice.kept = value == 1; });
  read("iterations", most_exact, [](Slice& slice, auto value) { slice.iterations = value; });
  read("wall_ns", most_exact, [](Slice& slice, auto value) { slice.wall_ns = value; });
  read("cpu_ns", most_exact, [](Slice& slice, auto value) { slice.cpu_ns = value; });
  read("reference_before_ns", most_exact, [](Slice& slice, auto value) { slice.reference_before_ns = value; });
  read("reference_after_ns", most_exact, [](Slice& slice, auto value) { slice.reference_after_ns = value; });
  read("run_delay_ns", most_exact, [](Slice& slice, auto value) { slice.run_delay_ns = value; });
  read("voluntary_switches", INT32_MAX,
       [](Slice& slice, auto value) { slice.voluntary_switches = static_cast<int>(value); });
  read("involuntary_switches", INT32_MAX,
       [](Slice& slice, auto value) { slice.involuntary_switches = static_cast<int>(value); });
  return slices;
}

Outcome outcome_field(const Json& line) {
  const std::string text = text_field(line, "outcome", most_text);
  const auto outcome = outcome_from(text);
  if (!outcome) throw BadLine{fmt::format("\"outcome\" is \"{}\"", text)};
  return *outcome;
}

Calibration calibration_from(const Json& json, std::size_t members) {
  Calibration found;
  found.iterations = integer_field(json, "iterations", 1, most_exact);
  found.turn_slices = static_cast<int>(integer_field(json, "turn_slices", 1, 1000));
  found.iteration_seconds = numbers_field(json, "iteration_seconds", members, 0, most_seconds);
  found.turn_excess = numbers_field(json, "turn_excess", members, -1, 1e9);
  const Json& company = field(json, "threads_or_children");
  if (!company.is_boolean()) throw BadLine{"\"threads_or_children\" is neither true nor false"};
  found.threads_or_children = company.get<bool>();
  found.runnable = numbers_field(json, "runnable", members, 0, 1);
  found.at_once = numbers_field(json, "at_once", members, 0, 1);
  return found;
}

ProcessRecord process_from(const Json& line) {
  ProcessRecord process;
  process.outcome = outcome_field(line);
  process.detail = text_field(line, "detail", most_text);
  process.pid = static_cast<int>(integer_field(line, "pid", 0, INT32_MAX));
  process.start_position = static_cast<int>(integer_field(line, "start_position", 0, INT32_MAX));
  process.started = number_field(line, "started", 0, latest);
  process.ready_seconds = number_field(line, "ready_seconds", 0, most_seconds);
  process.exit_status = optional_integer_field(line, "exit_status", 0, 255);
  process.signal = optional_integer_field(line, "signal", 1, 127);
  process.stderr_tail = text_field(line, "stderr_tail", most_text);
  process.user_seconds = number_field(line, "user_seconds", 0, most_seconds);
  process.system_seconds = number_field(line, "system_seconds", 0, most_seconds);
  process.max_rss_bytes = integer_field(line, "max_rss_bytes", 0, most_exact);
  process.facts = object_field(line, "facts");
  process.result = object_field(line, "result");
  process.slices = slices_from(object_field(line, "slices"));
  return process;
}

/// Text of a stranger: what is nested deeper than any line of ours is dropped, for printing it would recurse.
Json parse_line(std::string_view text) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= deepest; };
  Json json = Json::parse(text, shallow, false);
  if (!json.is_object()) throw BadLine{fmt::format("no JSON object: {}", text.substr(0, 60))};
  return json;
}

}  // namespace

BoutLines::BoutLines(const BoutSpec& spec, std::string worker, std::string path)
    : spec_(&spec), worker_(std::move(worker)), path_(std::move(path)) {
  record_.mode = spec.mode;
  record_.seed = spec.seed;
  record_.attempt = spec.attempt;
  record_.cpus = spec.cpus;
  record_.iterations = spec.iterations;
  record_.turn_slices = spec.turn_slices;
  record_.processes.resize(spec.members.size());
  for (std::size_t i = 0; i < spec.members.size(); ++i) record_.processes[i].cell = spec.members[i].cell;
}

Result<void> BoutLines::take(std::string_view text) {
  try {
    const Json line = parse_line(text);
    const std::string type = text_field(line, "type", most_text);
    if (!greeted_ && type != "hello") throw BadLine{fmt::format("\"{}\" came before \"hello\"", type)};
    if (complete_) throw BadLine{fmt::format("\"{}\" came after \"bout\"", type)};
    if (type == "hello") take_hello(line);
    if (type == "process") take_process(line);
    if (type == "bout") take_bout(line);
    if (type == "error") {
      refused_ = true;
      return fail(text_field(line, "what", most_text), text_field(line, "where", most_text),
                  text_field(line, "hint", most_text));
    }
    if (!refused_) return {};
    return fail(fmt::format("is version {}, and this is version {}", text_field(line, "worker", 100), worker_), path_,
                "build or install both together");
  } catch (const BadLine& bad) {
    return fail(bad.what, "line of the leader", "driver and worker must be of one build");
  }
}

void BoutLines::take_hello(const Json& line) {
  greeted_ = true;
  const bool same_lines = integer_field(line, "v", 0, INT32_MAX) == lines_version;
  refused_ = !same_lines || release_of(text_field(line, "worker", most_text)) != release_of(worker_);
}

void BoutLines::take_process(const Json& line) {
  const auto member =
      static_cast<std::size_t>(integer_field(line, "member", 0, static_cast<std::int64_t>(spec_->members.size()) - 1));
  if (!seen_.insert(member).second) throw BadLine{fmt::format("member {} came twice", member)};
  if (text_field(line, "cell", most_text) != spec_->members[member].cell) {
    throw BadLine{fmt::format("member {} is of another cell", member)};
  }
  record_.processes[member] = process_from(line);
  record_.processes[member].cell = spec_->members[member].cell;
}

void BoutLines::take_bout(const Json& line) {
  record_.outcome = outcome_field(line);
  record_.detail = text_field(line, "detail", most_text);
  record_.started = number_field(line, "started", 0, latest);
  record_.seconds = number_field(line, "seconds", 0, most_seconds);
  record_.load_1min = number_field(line, "load_1min", 0, 1e9);
  record_.steal_seconds = number_field(line, "steal_seconds", -1, most_seconds);
  record_.iterations = integer_field(line, "iterations", 0, most_exact);
  record_.turn_slices = static_cast<int>(integer_field(line, "turn_slices", 1, 1000));
  const Json& calibration = field(line, "calibration");
  if (!calibration.is_null()) record_.calibration = calibration_from(calibration, spec_->members.size());
  if (seen_.size() != spec_->members.size()) throw BadLine{"\"bout\" came before all its processes"};
  complete_ = true;
}

BoutRecord BoutLines::finish(Outcome outcome, const std::string& detail) && {
  if (complete_) return std::move(record_);
  record_.outcome = outcome;
  record_.detail = detail;
  for (std::size_t i = 0; i < record_.processes.size(); ++i) {
    if (seen_.contains(i)) continue;
    record_.processes[i].outcome = outcome;
    record_.processes[i].detail = detail;
  }
  return std::move(record_);
}

}  // namespace assay
