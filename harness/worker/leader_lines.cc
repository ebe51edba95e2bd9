#include "harness/worker/leader_lines.h"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "assay_version.h"

namespace assay {
namespace {

Json line_of(std::string_view type) {
  return {{"v", leader_lines_version}, {"type", type}};
}

template <typename Get>
Json column(const std::vector<Slice>& slices, Get get) {
  Json values = Json::array();
  for (const Slice& slice : slices) values.push_back(get(slice));
  return values;
}

Json columns(const std::vector<Slice>& slices) {
  Json json = Json::object();
  json["round"] = column(slices, [](const Slice& slice) { return slice.round; });
  json["position"] = column(slices, [](const Slice& slice) { return slice.position; });
  json["steady"] = column(slices, [](const Slice& slice) { return slice.phase == Phase::Steady ? 1 : 0; });
  json["kept"] = column(slices, [](const Slice& slice) { return slice.kept ? 1 : 0; });
  json["iterations"] = column(slices, [](const Slice& slice) { return slice.iterations; });
  json["wall_ns"] = column(slices, [](const Slice& slice) { return slice.wall_ns; });
  json["cpu_ns"] = column(slices, [](const Slice& slice) { return slice.cpu_ns; });
  json["reference_before_ns"] = column(slices, [](const Slice& slice) { return slice.reference_before_ns; });
  json["reference_after_ns"] = column(slices, [](const Slice& slice) { return slice.reference_after_ns; });
  json["run_delay_ns"] = column(slices, [](const Slice& slice) { return slice.run_delay_ns; });
  json["voluntary_switches"] = column(slices, [](const Slice& slice) { return slice.voluntary_switches; });
  json["involuntary_switches"] = column(slices, [](const Slice& slice) { return slice.involuntary_switches; });
  return json;
}

Json or_null(const std::optional<int>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const std::optional<Calibration>& calibration) {
  if (!calibration) return nullptr;
  return {{"iterations", calibration->iterations},
          {"turn_slices", calibration->turn_slices},
          {"iteration_seconds", calibration->iteration_seconds},
          {"turn_excess", calibration->turn_excess},
          {"threads_or_children", calibration->threads_or_children},
          {"runnable", calibration->runnable},
          {"at_once", calibration->at_once}};
}

}  // namespace

std::string worker_version() {
  return ASSAY_VERSION " " ASSAY_COMMIT;
}

Json hello_line() {
  Json line = line_of("hello");
  line["worker"] = worker_version();
  return line;
}

Json started_line(const std::vector<int>& pids) {
  Json line = line_of("started");
  line["members"] = pids;
  return line;
}

Json process_line(std::size_t member, const ProcessRecord& record) {
  Json line = line_of("process");
  line["member"] = member;
  line["cell"] = record.cell;
  line["outcome"] = name(record.outcome);
  line["detail"] = record.detail;
  line["pid"] = record.pid;
  line["start_position"] = record.start_position;
  line["started"] = record.started;
  line["ready_seconds"] = record.ready_seconds;
  line["exit_status"] = or_null(record.exit_status);
  line["signal"] = or_null(record.signal);
  line["stderr_tail"] = record.stderr_tail;
  line["user_seconds"] = record.user_seconds;
  line["system_seconds"] = record.system_seconds;
  line["max_rss_bytes"] = record.max_rss_bytes;
  line["facts"] = record.facts;
  line["result"] = record.result;
  line["slices"] = columns(record.slices);
  return line;
}

Json bout_line(const BoutRecord& record) {
  Json line = line_of("bout");
  line["outcome"] = name(record.outcome);
  line["detail"] = record.detail;
  line["started"] = record.started;
  line["seconds"] = record.seconds;
  line["load_1min"] = record.load_1min;
  line["steal_seconds"] = record.steal_seconds;
  line["iterations"] = record.iterations;
  line["turn_slices"] = record.turn_slices;
  line["calibration"] = to_json(record.calibration);
  return line;
}

Json error_line(const std::string& what, const std::string& where, const std::string& hint) {
  Json line = line_of("error");
  line["what"] = what;
  line["where"] = where;
  line["hint"] = hint;
  return line;
}

void write_line(int descriptor, const Json& line) {
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t part = write(descriptor, text.data() + written, text.size() - written);
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) throw DriverGone{};
    written += static_cast<std::size_t>(part);
  }
}

}  // namespace assay
