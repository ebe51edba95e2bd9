#pragma once

#include "harness/core/bout.h"

namespace assay {

/* What a leader writes on descriptor 3: one JSON object a line, each with "v" (the version of the lines) and "type".
 *
 *   {"v":1,"type":"hello","worker":"0.1.0 1a2b3c4d5e6f"}      first of all; the driver refuses a worker that is not of
 * its version
 *   {"v":1,"type":"started","members":[4711,4712]}            after each start: the pids that live, so that the driver
 * can kill them
 *   {"v":1,"type":"process","member":0,"cell":…,"outcome":"crashed","detail":…,"pid":…,"start_position":…,"started":…,
 *    "ready_seconds":…,"exit_status":…|null,"signal":…|null,"stderr_tail":…,"user_seconds":…,"system_seconds":…,
 *    "max_rss_bytes":…,"facts":{…},"result":{…},
 *    "slices":{"round":[…],"position":[…],"steady":[0|1…],"kept":[0|1…],"iterations":[…],"wall_ns":[…],"cpu_ns":[…],
 *              "reference_before_ns":[…],"reference_after_ns":[…],"run_delay_ns":[…],"voluntary_switches":[…],
 *              "involuntary_switches":[…]}}                  one for each member; columns of equal length, in order of
 * time
 *   {"v":1,"type":"bout","outcome":…,"detail":…,"started":…,"seconds":…,"load_1min":…,"steal_seconds":…,"iterations":…,
 *    "turn_slices":…,"calibration":{"iterations":…,"turn_slices":…,"iteration_seconds":[…],"turn_excess":[…],
 *                                   "threads_or_children":…,"runnable":[…],"at_once":[…]}|null}    the last one
 *   {"v":1,"type":"error","what":…,"where":…,"hint":…}        instead of a bout, where none could be held
 */
constexpr int leader_lines_version = 1;

/// A line's object; the caller writes it.
Json hello_line();
Json started_line(const std::vector<int>& pids);
Json process_line(std::size_t member, const ProcessRecord& record);
Json bout_line(const BoutRecord& record);
Json error_line(const std::string& what, const std::string& where, const std::string& hint);

/// What `hello` says of this worker.
std::string worker_version();

/// The reader of the lines closed its end: nobody wants the bout any more.
struct DriverGone {};

/// Writes a line on the descriptor. Throws DriverGone. What is not UTF-8 in it (a member's last words) is replaced.
void write_line(int descriptor, const Json& line);

}  // namespace assay
