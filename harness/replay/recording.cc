#include "harness/replay/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

#include "harness/core/json.h"

namespace assay::replay {
namespace {

constexpr int kWarmupRounds = 10;  // the first of each recorded bout in turns
constexpr double kNanosecond = 1e-9;

std::string text_or(const Json& row, const char* key, const std::string& otherwise) {
  const auto found = row.find(key);
  return found == row.end() || found->is_null() ? otherwise : found->get<std::string>();
}

double seconds_or(const Json& row, const char* key, double otherwise) {
  const auto found = row.find(key);
  return found == row.end() ? otherwise : found->get<double>();
}

Mode mode_of(const Json& row) {
  const std::string mode = text_or(row, "mode", "turns");
  if (mode == "adjacent") return Mode::Adjacent;
  return mode == "shared CPU" || mode == "shared-cpu" ? Mode::SharedCpu : Mode::Turns;
}

/// Equals where the row names no subjects, or the same ones.
std::optional<double> ratio_of(const Json& row) {
  const auto found = row.find("true_ratio");
  if (found != row.end()) return found->is_null() ? std::nullopt : std::optional(found->get<double>());
  return text_or(row, "a", "same") == text_or(row, "b", "same") ? std::optional(1.0) : std::nullopt;
}

using Times = std::vector<std::int64_t>;

/// The readings around the turn that a member had in a round: one before the first turn of the bout, one after each.
void set_references(Slice& slice, const Times& readings, std::size_t turn) {
  if (turn + 1 >= readings.size()) return;
  slice.reference_before_ns = readings[turn];
  slice.reference_after_ns = readings[turn + 1];
}

ProcessRecord member_of(const Json& row, char side, Mode mode) {
  const Times wall = row.at(fmt::format("{}_wall_ns", side)).get<Times>();
  const Times cpu = row.value(fmt::format("{}_cpu_ns", side), Times{});
  const Times readings = row.value("reference_ns", Times{});
  const std::string order = text_or(row, "order", "");
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
  bout.started = seconds_or(row, "start_s", 0);
  bout.processes = {member_of(row, 'a', bout.mode), member_of(row, 'b', bout.mode)};
  double slices_ns = 0;
  for (const auto& member : bout.processes)
    for (const Slice& slice : member.slices) slices_ns += static_cast<double>(slice.wall_ns);
  bout.seconds = seconds_or(row, "duration_s", kNanosecond * slices_ns);
  return bout;
}

bool alike(const Block& a, const Block& b) {
  return a.file == b.file && a.workload == b.workload && a.number == b.number && a.load == b.load && a.mode == b.mode &&
         a.a == b.a && a.b == b.b && a.true_ratio == b.true_ratio;
}

void add_pair(const Json& row, const std::string& file, Recordings& recordings) {
  Block key{file,
            row.at("workload"),
            row.value("block", 0),
            text_or(row, "load", ""),
            mode_of(row),
            text_or(row, "a", "same"),
            text_or(row, "b", "same"),
            ratio_of(row),
            {}};
  auto& blocks = recordings.blocks;
  auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return alike(block, key); });
  if (found == blocks.end()) found = blocks.insert(blocks.end(), std::move(key));
  found->bouts.push_back(bout_of(row));
}

void add_process(const Json& row, const std::string& file, Recordings& recordings) {
  ProcessBlock key{file, row.at("workload"), row.value("block", 0), {}};
  auto& blocks = recordings.process_blocks;
  auto found = std::find_if(blocks.begin(), blocks.end(), [&](const ProcessBlock& block) {
    return block.file == key.file && block.workload == key.workload && block.number == key.number;
  });
  if (found == blocks.end()) found = blocks.insert(blocks.end(), std::move(key));
  Process process;
  process.wall_ns = row.at("wall_ns").get<std::vector<double>>();
  process.cpu_ns = row.value("cpu_ns", process.wall_ns);
  process.started = seconds_or(row, "start_s", 0);
  const double slices_ns = std::accumulate(process.wall_ns.begin(), process.wall_ns.end(), 0.0);
  process.seconds = std::max(seconds_or(row, "duration_s", 0), kNanosecond * slices_ns);
  found->processes.push_back(std::move(process));
}

void add(const Json& row, const std::string& file, Recordings& recordings) {
  if (row.contains("a_wall_ns")) return add_pair(row, file, recordings);
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

Result<void> read(const std::filesystem::path& file, Recordings& recordings) {
  std::ifstream stream(file);
  const std::string name = file.filename().string();
  if (!stream) return fail("cannot be read", file.string(), "name a file of JSON lines, one for each pair or process");
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (line.empty()) continue;
    try {
      const Json row = Json::parse(line);
      if (!row.contains("a_wall_ns") && !row.contains("wall_ns"))
        return fail("neither a pair nor a process", fmt::format("{}:{}", name, number),
                    "a line has a_wall_ns and b_wall_ns, or wall_ns; scripts/replay-nightly reads series");
      add(row, name, recordings);
    } catch (const Json::exception& error) {
      return fail(error.what(), fmt::format("{}:{}", name, number), "docs/statistics.md, Replay, tells the keys");
    }
  }
  sort_by_time(recordings);
  return {};
}

}  // namespace assay::replay
