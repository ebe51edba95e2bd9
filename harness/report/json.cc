#include "harness/core/levels.h"
#include "harness/report/explained.h"
#include "harness/report/json_parts.h"
#include "harness/report/report.h"

namespace assay {
namespace {

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  return {{"percent", estimate->percent}, {"low", estimate->low}, {"high", estimate->high}};
}

Json json_of(const Noise& noise) {
  if (noise.name.empty()) return nullptr;
  return {{"class", noise.name}, {"mde90_percent", or_null(noise.mde90_percent)}};
}

Json json_of(const std::optional<ComparisonReport::Part>& part) {
  if (!part) return nullptr;
  Json json = {{"share", part->share}, {"percent", nullptr}};
  if (part->effect) json.update(json_of(part->effect));
  return json;
}

/// Of times: of a side on a CPU that it shared, CPU time is all that is its own.
const char* json_of(stats::Clock clock) {
  return clock == stats::Clock::Cpu ? "cpu" : "wall";
}

Json json_of(const std::vector<Note>& notes) {
  Json list = Json::array();
  for (const Note& note : notes) list.push_back({{"kind", note.kind}, {"text", note.text}});
  return list;
}

Json json_of(const ComparisonReport& each) {
  Json json = {{"workload", each.workload},
               {"parameters", levels_json(each.parameters)},
               {"a", levels_json(each.a)},
               {"b", levels_json(each.b)},
               {"verdict", each.verdict}};
  if (each.outcome) {
    json["outcome"] = name(*each.outcome);
    json["detail"] = each.detail;
  }
  if (each.emulated) json["emulated"] = true;
  json["effect"] = json_of(each.effect);
  json["mode"] = each.mode ? Json(name(*each.mode)) : Json(nullptr);
  json["decided_on"] = each.decided_on;
  json["undisturbed"] = json_of(each.undisturbed);
  json["disturbed"] = json_of(each.disturbed);
  json["clock"] = json_of(each.clock);
  json["a_seconds"] = or_null(each.a_seconds);
  json["b_seconds"] = or_null(each.b_seconds);
  json["pairs"] = each.pairs;
  json["replicas"] = or_null(each.replicas);
  json["seconds"] = each.seconds;
  json["noise"] = json_of(each.noise);
  json["why"] = each.why;
  json["cpu"] = json_of(each.cpu);
  json["notes"] = json_of(each.notes);
  json["executed"] = {{"a", text_or_null(each.a_executed)}, {"b", text_or_null(each.b_executed)}};
  json["configuration"] = {{"a", levels_json(each.a_configuration)}, {"b", levels_json(each.b_configuration)}};
  return json;
}

Json json_of(const CellReport& cell) {
  Json json = {{"cell", cell.id},
               {"workload", cell.cell.workload},
               {"parameters", levels_json(cell.cell.parameters)},
               {"configuration", levels_json(cell.cell.configuration)},
               {"outcome", name(cell.outcome)},
               {"detail", text_or_null(cell.detail)}};
  if (!cell.host.empty()) json["host"] = cell.host;
  if (!cell.run.empty()) json["run"] = cell.run;
  json["seconds"] = nullptr;
  if (cell.seconds)
    json["seconds"] = {{"median", cell.seconds->median}, {"low", cell.seconds->low}, {"high", cell.seconds->high}};
  json["clock"] = json_of(cell.clock);
  json["rate"] = cell.rate ? Json(cell.rate->per_second) : Json(nullptr);
  json["rate_unit"] = cell.rate ? Json(cell.rate->unit + "/s") : Json(nullptr);
  json["processes"] = cell.processes;
  json["slices"] = cell.slices;
  json["executed"] = text_or_null(cell.executed);
  json["subject"] = text_or_null(cell.subject);
  json["kernels"] = text_or_null(cell.kernels);
  json["undisturbed"] = or_null(cell.undisturbed);
  json["baseline"] = cell.baseline;
  json["against_baseline"] = json_of(cell.against_baseline);
  json["emulated"] = cell.emulated;
  json["warmup_slices"] = or_null(cell.warmup_slices);
  json["notes"] = json_of(cell.notes);
  return json;
}

Json json_of(const EffectReport& effect) {
  Json json = {{"factor", effect.factor},
               {"from", level_json(effect.from)},
               {"to", level_json(effect.to)},
               {"where", levels_json(effect.where)},
               {"workload", effect.workload},
               {"parameters", levels_json(effect.parameters)},
               {"verdict", text_or_null(effect.verdict)},
               {"effect", json_of(effect.effect)}};
  if (!effect.host.empty()) json["host"] = effect.host;
  json["mode"] = name(effect.mode);
  json["decided_on"] = effect.decided_on;
  json["evidence"] = name(effect.evidence);
  json["bouts"] = effect.bouts;
  json["strata"] = effect.strata;
  json["replicas"] = or_null(effect.replicas);
  if (effect.range) json["range"] = {{"least", effect.range->least}, {"most", effect.range->most}};
  json["noise"] = json_of(effect.noise);
  json["why"] = effect.why;
  json["cpu"] = json_of(effect.cpu);
  json["notes"] = json_of(effect.notes);
  return json;
}

Json json_of(const ScoreReport& score) {
  return {{"percent", score.effect.percent},
          {"low", score.effect.low},
          {"high", score.effect.high},
          {"workloads", score.workloads}};
}

template <typename T>
Json list_of(const std::vector<T>& all) {
  Json list = Json::array();
  for (const T& each : all) list.push_back(json_of(each));
  return list;
}

Json differences_json(const std::vector<HostDifference>& differences) {
  Json list = Json::array();
  for (const HostDifference& each : differences) list.push_back(to_json(each));
  return list;
}

Json scores_json(const std::vector<ScoreReport>& scores) {
  Json list = Json::array();
  for (const ScoreReport& score : scores) {
    Json json = {{"factor", score.factor},
                 {"from", level_json(score.from)},
                 {"to", level_json(score.to)},
                 {"where", levels_json(score.where)}};
    json.update(json_of(score));
    list.push_back(std::move(json));
  }
  return list;
}

void add_records(Json& json, const std::vector<HostRecord>& records, bool by_floor) {
  if (!by_floor) {
    json["host_record"] = records.empty() ? Json(nullptr) : to_json(records.front());
    return;
  }
  json["host_records"] = Json::array();
  for (const HostRecord& each : records) json["host_records"].push_back(to_json(each));
}

/// What stands below the answer of every kind.
void add_surroundings(Json& json, const RunReport& report) {
  if (report.live) {
    json["reference"] = report.reference ? to_json(*report.reference) : Json(nullptr);
    add_records(json, report.host_records, report.gate || report.nightly || report.command == "nightly-confirm");
  }
  json["notes"] = report.notes;
}

void add_sides_json(Json& json, const RunReport& report) {
  json["comparisons"] = list_of(report.comparisons);
  json["suite"] = report.suite ? json_of(*report.suite) : Json(nullptr);
}

void add_run_json(Json& json, const RunReport& report) {
  json["measuring_seconds"] = report.live ? Json(report.measuring_seconds) : Json(nullptr);
  json["state"] = text_or_null(report.state);
  json["cells"] = list_of(report.cells);
  json["effects"] = list_of(report.effects);
  json["scores"] = scores_json(report.scores);
  if (report.live) json["explained"] = explained_json(report.explained);
}

}  // namespace

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::SameBouts:
      return "same-bouts";
    case Evidence::SameRun:
      return "same-run";
    case Evidence::AcrossRuns:
      return "across-runs";
    case Evidence::AcrossHosts:
      return "across-hosts";
  }
  return {};
}

Json comparison_json(const ComparisonReport& comparison) {
  return json_of(comparison);
}

Json to_json(const RunReport& report) {
  Json json = {{"command", report.command}, {"version", report.version}, {"run", text_or_null(report.run)}};
  if (!has_sides(report.command) && !report.gate) json["title"] = report.title;
  json["host"] = report.host;
  if (!report.live) json["hosts"] = report.hosts;
  if (!report.live) json["host_differences"] = differences_json(report.host_differences);
  if (!report.live) json["live"] = false;
  json["seed"] = report.live ? Json(report.seed) : Json(nullptr);
  json["seconds"] = report.live ? Json(report.seconds) : Json(nullptr);
  if (report.gate)
    add_gate_json(json, report);
  else if (report.nightly)
    add_nightly_json(json, report);
  else if (has_sides(report.command) || report.command == "nightly-confirm")
    add_sides_json(json, report);
  else
    add_run_json(json, report);
  add_surroundings(json, report);
  return json;
}

}  // namespace assay
