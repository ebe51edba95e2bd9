#include "results/writer.h"

#include "harness/core/digest.h"
#include "harness/core/levels.h"
#include "results/quantities.h"

namespace assay {
namespace {

constexpr char insert_run[] =
    "INSERT INTO run (id, kind, title, fingerprint, study, host, subjects, seed, started, finished, state) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?)";
constexpr char insert_cell[] = "INSERT OR IGNORE INTO cell (id, workload, parameters, configuration) VALUES (?,?,?,?)";
constexpr char insert_run_cell[] =
    "INSERT INTO run_cell (run, cell, place, group_name, baseline, emulated) VALUES (?,?,?,?,?,?)";
constexpr char insert_bout[] =
    "INSERT INTO bout (run, group_name, attempt, mode, seed, started, seconds, load_1min, steal_seconds, cpus, "
    "iterations, "
    "turn_slices, calibration, outcome, detail) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (run, group_name, mode, attempt) DO NOTHING";
constexpr char insert_fact[] = "INSERT OR IGNORE INTO fact (id, facts) VALUES (?,?)";
constexpr char insert_process[] =
    "INSERT INTO process (bout, member, cell, outcome, detail, pid, start_position, started, ready_seconds, "
    "exit_status, "
    "signal, user_seconds, system_seconds, max_rss_bytes, executed, slices, steady_slices, wall, cpu, "
    "voluntary_switches, "
    "involuntary_switches, fact, result, stderr_tail) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr char insert_array[] = "INSERT INTO slice_array (quantity, process, numbers) VALUES (?,?,?)";
constexpr char upsert_note[] =
    "INSERT INTO group_note (run, group_name, note) VALUES (?,?,?) "
    "ON CONFLICT (run, group_name) DO UPDATE SET note = excluded.note";
constexpr char insert_night_value[] =
    "INSERT OR IGNORE INTO night_value (run, cell, value, se, bouts, note) VALUES (?,?,?,?,?,?)";
constexpr char insert_night_event[] =
    "INSERT OR IGNORE INTO night_event (change, state, at, run, note) VALUES (?,?,?,?,?)";
constexpr char update_run[] = "UPDATE run SET state = ?, finished = ? WHERE id = ?";

std::optional<std::int64_t> widened(const std::optional<int>& number) {
  return number;
}

Json to_json(const Calibration& calibration) {
  return {{"iterations", calibration.iterations},
          {"turn_slices", calibration.turn_slices},
          {"iteration_seconds", calibration.iteration_seconds},
          {"turn_excess", calibration.turn_excess},
          {"threads_or_children", calibration.threads_or_children},
          {"runnable", calibration.runnable},
          {"at_once", calibration.at_once}};
}

/// What answered, where the member's facts say it.
std::optional<std::string> executed(const Json& facts) {
  const auto found = facts.is_object() ? facts.find("executed") : facts.end();
  if (!facts.is_object() || found == facts.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

/// Sums over the slices and medians of the steady ones, kept beside them so that lists need no slice.
struct Digest {
  std::int64_t steady = 0, voluntary = 0, involuntary = 0;

  explicit Digest(const std::vector<Slice>& slices) {
    for (const Slice& slice : slices) {
      steady += counts(slice) ? 1 : 0;
      voluntary += slice.voluntary_switches;
      involuntary += slice.involuntary_switches;
    }
  }
};

template <typename... Values>
void add_all(Statement& statement, const Values&... values) {
  (statement.add(values), ...);
}

std::int64_t number(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::string stored_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Statement& Writer::prepared(const char* sql) {
  return statements_.try_emplace(sql, database_, sql).first->second;
}

void Writer::run(const RunRow& run) {
  Statement& insert = prepared(insert_run);
  const std::string study = stored_text(run.study), host = stored_text(run.host), subjects = stored_text(run.subjects),
                    seed = std::to_string(run.seed);
  using View = std::string_view;
  add_all(insert, View(run.id), View(run.kind), View(run.title), View(run.fingerprint), View(study), View(host),
          View(subjects), View(seed), run.started, run.finished, View(run.state));
  insert.run();
}

void Writer::cells(const std::string& run, const std::vector<RunCell>& cells) {
  std::int64_t place = 0;
  for (const RunCell& row : cells) {
    const std::string id = cell_id(row.cell), parameters = stored_text(levels_json(row.cell.parameters)),
                      configuration = stored_text(levels_json(row.cell.configuration));
    using View = std::string_view;
    Statement& cell = prepared(insert_cell);
    add_all(cell, View(id), View(row.cell.workload), View(parameters), View(configuration));
    cell.run();
    Statement& run_cell = prepared(insert_run_cell);
    add_all(run_cell, View(run), View(id), place++, View(row.group), std::int64_t{row.baseline},
            std::int64_t{row.emulated});
    run_cell.run();
  }
}

bool Writer::bout(const std::string& run, const std::string& group, const BoutRecord& bout) {
  Statement& insert = prepared(insert_bout);
  const std::string seed = std::to_string(bout.seed), cpus = stored_text(bout.cpus);
  std::optional<std::string> calibration;
  if (bout.calibration) calibration = stored_text(to_json(*bout.calibration));
  using View = std::string_view;
  add_all(insert, View(run), View(group), std::int64_t{bout.attempt}, name(bout.mode), View(seed), bout.started,
          bout.seconds, bout.load_1min, bout.steal_seconds, View(cpus), bout.iterations,
          std::int64_t{bout.turn_slices});
  calibration ? insert.add(View(*calibration)) : insert.add_null();
  add_all(insert, name(bout.outcome), View(bout.detail));
  insert.run();
  if (sqlite3_changes(database_.handle()) == 0) return false;
  const std::int64_t id = sqlite3_last_insert_rowid(database_.handle());
  for (std::size_t member = 0; member < bout.processes.size(); ++member)
    process(id, bout.iterations, member, bout.processes[member]);
  return true;
}

/// Equal facts are stored once, under the hash of their text: a thousand processes of one library say the same.
std::string Writer::facts(const Json& facts) {
  const std::string text = stored_text(facts);
  std::string id = digest(text);
  Statement& insert = prepared(insert_fact);
  add_all(insert, std::string_view(id), std::string_view(text));
  insert.run();
  return id;
}

void Writer::process(std::int64_t bout, std::int64_t iterations, std::size_t member, const ProcessRecord& process) {
  const std::string fact = facts(process.facts), result = stored_text(process.result);
  Statement& insert = prepared(insert_process);
  const std::optional<std::string> answered = executed(process.facts);
  const Digest digest(process.slices);
  using View = std::string_view;
  add_all(insert, bout, number(member), View(process.cell), name(process.outcome), View(process.detail),
          std::int64_t{process.pid}, std::int64_t{process.start_position}, process.started, process.ready_seconds,
          widened(process.exit_status), widened(process.signal), process.user_seconds, process.system_seconds,
          process.max_rss_bytes);
  answered ? insert.add(View(*answered)) : insert.add_null();
  add_all(insert, number(process.slices.size()), digest.steady, median_seconds(process.slices, &Slice::wall_ns),
          median_seconds(process.slices, &Slice::cpu_ns), digest.voluntary, digest.involuntary, View(fact),
          View(result), View(process.stderr_tail));
  insert.run();
  slices(sqlite3_last_insert_rowid(database_.handle()), iterations, process.slices);
}

void Writer::slices(std::int64_t process, std::int64_t iterations, const std::vector<Slice>& slices) {
  if (slices.empty()) return;
  Statement& insert = prepared(insert_array);
  for (const Quantity& quantity : quantities()) {
    quantity.get(slices, numbers_);
    const bool whole = &quantity == &quantities().front();
    standard_numbers(quantity.standard, iterations, slices.size(), standard_);
    if (!whole && numbers_ == standard_) continue;
    text_.clear();
    encode(numbers_, whole, text_);
    add_all(insert, quantity.name, process, std::string_view(text_));
    insert.run();
  }
}

void Writer::note(const std::string& run, const std::string& group, const Json& note) {
  Statement& insert = prepared(upsert_note);
  const std::string text = stored_text(note);
  add_all(insert, std::string_view(run), std::string_view(group), std::string_view(text));
  insert.run();
}

void Writer::night_value(const NightValue& value) {
  Statement& insert = prepared(insert_night_value);
  const std::string note = stored_text(value.note);
  add_all(insert, std::string_view(value.run), std::string_view(value.cell), value.value, value.se,
          std::int64_t{value.bouts}, std::string_view(note));
  insert.run();
}

void Writer::night_event(const NightEvent& event) {
  Statement& insert = prepared(insert_night_event);
  const std::string note = stored_text(event.note);
  add_all(insert, std::string_view(event.change), std::string_view(event.state), event.at);
  event.run.empty() ? insert.add_null() : insert.add(std::string_view(event.run));
  insert.add(std::string_view(note));
  insert.run();
}

void Writer::finish(const std::string& run, const std::string& state, double finished) {
  Statement& update = prepared(update_run);
  add_all(update, std::string_view(state), finished, std::string_view(run));
  update.run();
}

}  // namespace assay
