#include "runners/mock.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "harness/core/undisturbed.h"
#include "runners/mock_random.h"
#include "runners/registration.h"

namespace assay {
namespace {

constexpr double start_seconds = 0.02;        // of one simulated process
constexpr double between_bouts_seconds = 10;  // simulated time stands in the record, never on a clock

/// A member of the bout at hand: its entry of the world, its place among the processes, and its luck.
struct Side {
  const MockCell* cell = nullptr;
  const MockFailure* failure = nullptr;
  ProcessRecord record;
  double level = 0;  ///< of this process: ln of its seconds per iteration
  MockRandom random{0};
};

/// Comes and goes in episodes; each call of `next` is a round.
class Neighbour {
 public:
  Neighbour(const MockNeighbour& kind, std::uint64_t seed) : kind_(kind), random_(seed) {
    busy_ = random_.uniform() <= kind_.share;
  }
  bool next() {
    const double leave = 1 / kind_.rounds;
    const double enter = kind_.share < 1 ? std::min(1.0, leave * kind_.share / (1 - kind_.share)) : 1;
    const double chance = random_.uniform();
    busy_ = busy_ ? chance > leave || kind_.share >= 1 : chance <= enter && kind_.share > 0;
    return busy_;
  }

 private:
  MockNeighbour kind_;
  MockRandom random_;
  bool busy_;
};

bool has_turned(const MockWorld& world, const BoutSpec& spec) {
  return world.turn && spec.attempt >= world.turn->bout;
}

MockNeighbour neighbour_of(const MockWorld& world, const BoutSpec& spec) {
  MockNeighbour neighbour = world.neighbour;
  if (has_turned(world, spec)) neighbour.share = world.turn->share;
  return neighbour;
}

class Bout {
 public:
  Bout(const MockWorld& world, const BoutSpec& spec)
      : world_(world), spec_(spec), random_(spec.seed), neighbour_(neighbour_of(world, spec), spec.seed ^ 0xB0D1u) {
    for (const MemberSpec& member : spec.members) sides_.push_back(side(member));
    for (std::size_t position = 0; const std::size_t index : order())
      sides_[index].record.start_position = static_cast<int>(position++);
  }

  BoutRecord run() {
    if (spec_.mode == Mode::Calibrate) record_.calibration = calibration();
    if (spec_.mode == Mode::Adjacent)
      one_after_the_other();
    else
      together();
    return finish();
  }

 private:
  Side side(const MemberSpec& member) {
    Side side;
    side.random = MockRandom(random_.bits());
    side.record.cell = member.cell;
    side.record.outcome = Outcome::Measured;
    side.record.pid = 1000 + static_cast<int>(sides_.size());
    side.record.ready_seconds = start_seconds;
    side.record.exit_status = 0;
    Cell cell{member.config.at("workload"), member.config.at("parameters"), member.config.at("configuration")};
    side.cell = world_.find(cell);
    if (side.cell == nullptr)
      fail_with(side, Outcome::Unsupported, world_.file + ": no [[cell]] matches " + workload_name(cell));
    else
      prepare(side, cell);
    return side;
  }

  void prepare(Side& side, const Cell& cell) {
    const double drifted = side.cell->drift * spec_.attempt;
    const double noise = side.cell->process_noise + (has_turned(world_, spec_) ? world_.turn->process_noise : 0);
    side.level = std::log(side.cell->seconds) + drifted + noise * side.random.normal();
    side.record.facts = {{"executed", "mock:" + to_string(cell.configuration)}};
    for (const MockFailure& failure : side.cell->failures)
      if (failure.attempts.empty() || std::ranges::count(failure.attempts, spec_.attempt) > 0) side.failure = &failure;
    if (side.failure != nullptr) fail_with(side, side.failure->outcome, side.failure->detail);
  }

  static void fail_with(Side& side, Outcome outcome, const std::string& detail) {
    side.record.outcome = outcome;
    side.record.detail = detail;
    side.record.exit_status = std::nullopt;
    if (outcome == Outcome::Crashed) side.record.signal = 11;
  }

  /// Indices of the sides in a random order.
  std::vector<std::size_t> order() {
    std::vector<std::size_t> indices(sides_.size());
    std::iota(indices.begin(), indices.end(), 0u);
    for (std::size_t i = indices.size(); i > 1; --i) std::swap(indices[i - 1], indices[random_.bits() % i]);
    return indices;
  }

  Calibration calibration() {
    Calibration found;
    double fastest = INFINITY;
    for (const Side& side : sides_) {
      found.iteration_seconds.push_back(side.cell != nullptr ? side.cell->seconds : 0);
      found.turn_excess.push_back(side.cell != nullptr ? side.cell->turn_excess : 0);
      if (side.cell == nullptr) continue;
      fastest = std::min(fastest, side.cell->seconds);
      found.threads_or_children = found.threads_or_children || side.cell->threads > 1;
      if (side.cell->turn_excess > 0.01) found.turn_slices = 2;
    }
    found.iterations = std::max<std::int64_t>(1, std::llround(spec_.slice_seconds / fastest));
    return found;
  }

  /// As the leader prolongs a bout in turns.
  bool enough(int rounds, int undisturbed) const {
    const int steady = rounds - spec_.warmup_rounds;
    const bool prolongs = spec_.mode == Mode::Turns && spec_.reference_base_ns > 0;
    return steady >= spec_.rounds && (!prolongs || !goes_on(steady, spec_.rounds, undisturbed));
  }

  /// In turns, or sharing a CPU: every round has a slice of every side. Rows of a block of rounds are one order
  /// rotated, so that each side stands at each place once.
  void together() {
    std::vector<std::size_t> row;
    for (int round = 0, undisturbed = 0; !enough(round, undisturbed); ++round) {
      if (round % static_cast<int>(sides_.size()) == 0) row = order();
      const bool busy = neighbour_.next();
      if (!busy && round >= spec_.warmup_rounds) ++undisturbed;
      for (int position = 0; const std::size_t index : row) take_turn(sides_[index], round, position++, busy);
      std::ranges::rotate(row, row.begin() + 1);
    }
  }

  void one_after_the_other() {
    for (const std::size_t index : order())
      for (int round = 0; round < spec_.warmup_rounds + spec_.rounds; ++round)
        take_turn(sides_[index], round, 0, neighbour_.next());
  }

  bool is_gone(const Side& side, int round) const {
    if (side.cell == nullptr) return true;
    return side.failure != nullptr && round >= (spec_.warmup_rounds + spec_.rounds) / 2;
  }

  void take_turn(Side& side, int round, int position, bool busy) {
    if (is_gone(side, round)) return;
    for (int index = 0; index < spec_.turn_slices; ++index) {
      Slice slice;
      slice.round = round;
      slice.position = position;
      slice.phase = round < spec_.warmup_rounds ? Phase::Warmup : Phase::Steady;
      slice.kept = index + 1 == spec_.turn_slices;
      slice.iterations = spec_.iterations;
      time(side, slice, busy, index == 0);
      side.record.slices.push_back(slice);
    }
  }

  void time(Side& side, Slice& slice, bool busy, bool first_of_turn) {
    double seconds = side.level + side.cell->noise * side.random.normal();
    if (busy) seconds += world_.neighbour.slowdown;
    if (first_of_turn) seconds += side.cell->turn_excess;
    const double took = std::exp(seconds) * static_cast<double>(spec_.iterations);
    const bool shared = spec_.mode == Mode::SharedCpu;
    slice.cpu_ns = std::llround(took * 1e9);
    slice.wall_ns = shared ? slice.cpu_ns * static_cast<std::int64_t>(sides_.size()) : slice.cpu_ns;
    const double reference = world_.reference_ns * (busy ? world_.neighbour.reference : 1);
    slice.reference_before_ns = std::llround(reference * (1 + 0.002 * side.random.uniform()));
    slice.reference_after_ns = std::llround(reference * (1 + 0.002 * side.random.uniform()));
    record_.seconds += took;
    side.record.user_seconds += took;
  }

  BoutRecord finish() {
    record_.mode = spec_.mode;
    record_.seed = spec_.seed;
    record_.attempt = spec_.attempt;
    record_.started = kMockEpoch + between_bouts_seconds * spec_.attempt;
    record_.seconds += start_seconds * static_cast<double>(sides_.size());
    record_.cpus = spec_.cpus;
    record_.iterations = spec_.iterations;
    record_.turn_slices = spec_.turn_slices;
    for (Side& side : sides_) {
      side.record.started = record_.started;
      if (record_.outcome == Outcome::Measured) {
        record_.outcome = side.record.outcome;
        record_.detail = side.record.detail;
      }
      record_.processes.push_back(std::move(side.record));
    }
    return std::move(record_);
  }

  const MockWorld& world_;
  const BoutSpec& spec_;
  MockRandom random_;
  Neighbour neighbour_;
  std::vector<Side> sides_;
  BoutRecord record_;
};

Result<std::string> check_mock(const std::string& file) {
  std::error_code status;
  if (std::filesystem::is_regular_file(file, status))
    return std::filesystem::absolute(file).lexically_normal().string();
  return fail("no file \"" + file + "\" for the mock runner", {}, "it describes the simulated workloads");
}

Result<std::unique_ptr<Runner>> make_mock(const std::string& file) {
  auto world = read_mock_world(file);
  if (!world) return tl::unexpected(world.error());
  return std::make_unique<MockRunner>(std::move(*world));
}

const RunnerRegistration mock_runner{{.level = "mock:",
                                      .about = "simulated workloads from a TOML file, for tests of everything else",
                                      .hidden = true,
                                      .make = make_mock,
                                      .check = check_mock,
                                      .simulate = mock_member}};

}  // namespace

BoutRecord MockRunner::run(const BoutSpec& spec, const std::atomic<bool>& stop) {
  if (!stop) return Bout(world_, spec).run();
  BoutRecord record;
  record.mode = spec.mode;
  record.seed = spec.seed;
  record.attempt = spec.attempt;
  record.outcome = Outcome::Skipped;
  record.detail = "stopped before it began";
  return record;
}

MemberSpec mock_member(const Cell& cell) {
  MemberSpec member;
  member.cell = cell_id(cell);
  member.argv = {"mock"};
  member.config = {{"workload", cell.workload}, {"parameters", cell.parameters}, {"configuration", cell.configuration}};
  return member;
}

}  // namespace assay
