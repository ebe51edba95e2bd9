#include "harness/replay/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "harness/replay/row.h"

namespace assay::replay {
namespace {

constexpr int kWarmupRounds = 10;  // the first of each recorded bout in turns
constexpr double kNanosecond = 1e-9;

Mode mode_of(const Json& row) {
  const std::string mode = text_in(row, "mode", "turns");
  if (mode == "shared CPU") return Mode::SharedCpu;
  const auto known = mode_from(mode);
  if (known && *known != Mode::Calibrate) return *known;
  throw BadRow(fmt::format("mode is \"{}\", and is turns, shared CPU or adjacent", mode));
}

int block_of(const Json& row) {
  return static_cast<int>(number_in(row, "block", 0, {-1e6, 1e6}));
}

std::string workload_of(const Json& row) {
  const std::string workload = text_in(row, "workload", "");
  if (workload.empty()) throw BadRow("no workload is named");
  return workload;
}

/// Equals where the row names no subjects, or the same ones.
std::optional<double> ratio_of(const Json& row) {
  const auto found = row.find("true_ratio");
  if (found != row.end() && found->is_null()) return std::nullopt;
  if (found != row.end()) return number_in(row, "true_ratio", 1, {1e-6, 1e6});
  return text_in(row, "a", "same") == text_in(row, "b", "same") ? std::optional(1.0) : std::nullopt;
}

using Times = std::vector<std::int64_t>;

/// Who went first in each round.
std::string order_of(const Json& row) {
  std::string order = text_in(row, "order", "");
  if (order.find_first_not_of("ab") != std::string::npos)
    throw BadRow(fmt::format("order is \"{}\", and has an a or a b for each round", order));
  return order;
}

/// The readings around the turn that a member had in a round: one before the first turn of the bout, one after each.
void set_references(Slice& slice, const Times& readings, std::size_t turn) {
  if (turn + 1 >= readings.size()) return;
  slice.reference_before_ns = readings[turn];
  slice.reference_after_ns = readings[turn + 1];
}

ProcessRecord member_of(const Json& row, char side, Mode mode) {
  const bool is_a = side == 'a';
  const Times wall = times_in(row, is_a ? "a_wall_ns" : "b_wall_ns");
  const Times cpu = times_in(row, is_a ? "a_cpu_ns" : "b_cpu_ns");
  const Times readings = times_in(row, "reference_ns");
  const std::string order = order_of(row);
  ProcessRecord member;
  member.outcome = Outcome::Measured;
  member.slices.reserve(wall.size());
  for (std::size_t i = 0; i < wall.size(); ++i) {
    Slice slice;
    slice.round = static_cast<int>(i);
    slice.position = i < order.size() && order[i] != side ? 1 : 0;
    slice.phase = mode == Mode::Turns && slice.round < kWarmupRounds ? Phase::Warmup : Phase::Steady;
    slice.iterations = 1;
    slice.wall_ns = wall[i];
    slice.cpu_ns = i < cpu.size() ? cpu[i] : 0;
    set_references(slice, readings, 2 * i + static_cast<std::size_t>(slice.position));
    member.slices.push_back(slice);
  }
  return member;
}

BoutRecord bout_of(const Json& row) {
  BoutRecord bout;
  bout.mode = mode_of(row);
  bout.started = number_in(row, "start_s", 0);
  bout.processes = {member_of(row, 'a', bout.mode), member_of(row, 'b', bout.mode)};
  double slices_ns = 0;
  for (const auto& member : bout.processes)
    for (const Slice& slice : member.slices) slices_ns += std::max(0.0, static_cast<double>(slice.wall_ns));
  bout.seconds = number_in(row, "duration_s", kNanosecond * slices_ns, {0, kLongest});
  return bout;
}

bool alike(const Block& a, const Block& b) {
  return a.file == b.file && a.workload == b.workload && a.number == b.number && a.load == b.load && a.mode == b.mode &&
         a.a == b.a && a.b == b.b && a.true_ratio == b.true_ratio;
}

void add_pair(const Json& row, const std::string& file, Recordings& recordings) {
  Block key{file,
            workload_of(row),
            block_of(row),
            text_in(row, "load", ""),
            mode_of(row),
            text_in(row, "a", "same"),
            text_in(row, "b", "same"),
            ratio_of(row),
            {}};
  auto& blocks = recordings.blocks;
  auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return alike(block, key); });
  if (found == blocks.end()) found = blocks.insert(blocks.end(), std::move(key));
  found->bouts.push_back(bout_of(row));
}

std::vector<double> numbers(const Times& times) {
  return {times.begin(), times.end()};
}

Process process_of(const Json& row) {
  Process process;
  process.wall_ns = numbers(times_in(row, "wall_ns"));
  process.cpu_ns = row.contains("cpu_ns") ? numbers(times_in(row, "cpu_ns")) : process.wall_ns;
  process.started = number_in(row, "start_s", 0);
  double slices_ns = 0;
  for (const double slice : process.wall_ns) slices_ns += std::max(0.0, slice);
  process.seconds = std::max(number_in(row, "duration_s", 0, {0, kLongest}), kNanosecond * slices_ns);
  return process;
}

void add_process(const Json& row, const std::string& file, Recordings& recordings) {
  ProcessBlock key{file, workload_of(row), block_of(row), {}};
  auto& blocks = recordings.process_blocks;
  auto found = std::find_if(blocks.begin(), blocks.end(), [&](const ProcessBlock& block) {
    return block.file == key.file && block.workload == key.workload && block.number == key.number;
  });
  if (found == blocks.end()) found = blocks.insert(blocks.end(), std::move(key));
  found->processes.push_back(process_of(row));
}

void add(const Json& row, const std::string& file, Recordings& recordings) {
  const bool is_pair = row.contains("a_wall_ns") && row.contains("b_wall_ns");
  if (!is_pair && !row.contains("wall_ns"))
    throw BadRow(row.contains("log_ratio_to_anchor") ? "a series of nights" : "neither a pair nor a process");
  if (is_pair) return add_pair(row, file, recordings);
  add_process(row, file, recordings);
}

void sort_by_time(Recordings& recordings) {
  const auto earlier = [](const auto& a, const auto& b) { return a.started < b.started; };
  for (Block& block : recordings.blocks) std::stable_sort(block.bouts.begin(), block.bouts.end(), earlier);
  for (ProcessBlock& block : recordings.process_blocks)
    std::stable_sort(block.processes.begin(), block.processes.end(), earlier);
}

}  // namespace

std::string Block::label() const {
  if (of_equals()) return load.empty() ? fmt::format("{} {}", workload, number) : fmt::format("{} {}", workload, load);
  return true_ratio ? fmt::format("{} {:.4f}", workload, *true_ratio) : fmt::format("{} {} / {}", workload, b, a);
}

namespace {

/// What is wrong with a line, if anything.
std::string add_line(const std::string& line, const std::string& file, Recordings& recordings) {
  try {
    add(Json::parse(line), file, recordings);
  } catch (const BadRow& error) {
    return error.what();
  } catch (const Json::parse_error& error) {
    return fmt::format("no JSON from byte {} on", error.byte);
  } catch (const Json::out_of_range&) {
    return "holds a number that is too large";
  }
  return "";
}

}  // namespace

Result<void> read(const std::filesystem::path& file, Recordings& recordings) {
  const std::string name = file.filename().string();
  std::ifstream stream(file);
  if (!stream || std::filesystem::is_directory(file))
    return fail("cannot be read", file.string(), "name a file of JSON lines, one for each pair or process");
  int number = 0, rows = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    ++rows;
    if (const auto wrong = add_line(line, name, recordings); !wrong.empty())
      return fail(wrong, fmt::format("{}:{}", name, number),
                  "a line is a JSON object with a_wall_ns and b_wall_ns, or wall_ns (docs/statistics.md, Replay); "
                  "scripts/replay-nightly reads series");
  }
  if (rows == 0) return fail("has no line", name, "a recording has one for each pair or process");
  sort_by_time(recordings);
  return {};
}

}  // namespace assay::replay
