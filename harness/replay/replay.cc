#include "harness/replay/replay.h"

#include <fmt/format.h>

#include <algorithm>

namespace assay::replay {
namespace {

constexpr auto kLeastBouts = static_cast<std::size_t>(stats::kFirstLook);

/// The side that started first of each bout in turns stands for a process where the files hold no others.
std::vector<Line> lines_of(const Recordings& recordings, std::string& what) {
  std::vector<Line> lines;
  for (const ProcessBlock& block : recordings.process_blocks) {
    lines.push_back(block.processes);
    for (Process& process : lines.back()) std::erase_if(process.wall_ns, [](double ns) { return ns <= 0; });
  }
  what = "recorded processes";
  if (!lines.empty()) return lines;
  what = "one side of each bout in turns";
  for (const Block& block : recordings.blocks) {
    if (!block.of_equals() || block.mode != Mode::Turns) continue;
    lines.emplace_back();
    for (const BoutRecord& bout : block.bouts) {
      Process process{bout.started, bout.seconds / 2, {}, {}};
      for (const Slice& slice : bout.processes.front().slices)
        if (counts(slice)) process.wall_ns.push_back(static_cast<double>(slice.wall_ns));
      lines.back().push_back(std::move(process));
    }
  }
  return lines;
}

void replay_peers(const Recordings& recordings, Results& results) {
  const auto lines = lines_of(recordings, results.peers_on);
  for (const Peer& peer : peers()) {
    Random random = random_of(peer.name, results.experiment.seed);
    for (const Line& line : lines)
      replay_peer(peer, line, effects_of(results.experiment.care_percent), results.experiment.times, random,
                  results.peers[peer.name]);
  }
}

/// For the first look; what is not is told.
bool is_enough(const Track& track, Results& results) {
  const std::size_t bouts = std::min(track.bouts_in_order(), track.with_value());
  if (bouts >= kLeastBouts) return true;
  const char* of_use = track.with_value() < track.bouts_in_order() ? " with times" : "";
  results.left_out.push_back(
      fmt::format("{}: {} bouts{}, the first look needs {}", track.label(), bouts, of_use, kLeastBouts));
  return false;
}

void replay_subjects(const Recordings& recordings, Results& results) {
  if (std::ranges::all_of(recordings.blocks, &Block::of_equals)) return;
  Results told_before;  // of equals, by their track
  for (const Block& block : recordings.blocks)
    if (is_enough(Track(block), block.of_equals() ? told_before : results))
      results.truths.push_back(truth_of(block, results.experiment.care_percent));
}

std::vector<Track> tracks_of(const Recordings& recordings, Results& results) {
  std::vector<Track> tracks;
  for (const Block& block : recordings.blocks)
    if (block.of_equals()) tracks.emplace_back(block);
  for (const ProcessBlock& block : recordings.process_blocks) tracks.emplace_back(block);
  std::erase_if(tracks, [&](const Track& track) { return !is_enough(track, results); });
  return tracks;
}

std::vector<Track> of_mode(const std::vector<Track>& tracks, Mode mode) {
  std::vector<Track> some;
  std::ranges::copy_if(tracks, std::back_inserter(some), [&](const Track& track) { return track.mode() == mode; });
  return some;
}

}  // namespace

Results replay_all(const Recordings& recordings, const Experiment& experiment, int suites) {
  Results results;
  results.experiment = experiment;
  results.suites = suites;
  const auto tracks = tracks_of(recordings, results);
  for (const Track& track : tracks) results.tracks.push_back(replay(track, experiment));
  auto of_suite = of_mode(tracks, Mode::Turns);
  if (of_suite.empty()) of_suite = of_mode(tracks, Mode::SharedCpu);
  if (!of_suite.empty()) results.suite = replay_suites(of_suite, experiment, suites);
  replay_peers(recordings, results);
  replay_subjects(recordings, results);
  return results;
}

Pooled pooled(const Results& results, Mode mode, const std::string& workload) {
  Pooled sum;
  for (const TrackRates& track : results.tracks) {
    if (track.mode != mode || (!workload.empty() && track.workload != workload)) continue;
    add(sum.drawn, track.drawn);
    add(sum.recorded, track.recorded);
    if (track.noisy())
      sum.noisy_tracks.push_back(track.label);
    else
      add(sum.telling, track.drawn);
  }
  return sum;
}

std::map<std::string, std::vector<const Truth*>> by_file(const Results& results) {
  std::map<std::string, std::vector<const Truth*>> files;
  for (const Truth& truth : results.truths) files[truth.file].push_back(&truth);
  return files;
}

Covered coverage_of(const std::vector<const Truth*>& truths) {
  Covered sum;
  for (const Truth* truth : truths) {
    if (truth->mode == Mode::Adjacent) continue;
    sum.fixed.add(truth->fixed);
    sum.stopped.add(truth->stopped);
  }
  return sum;
}

}  // namespace assay::replay
