#include "harness/core/levels.h"
#include "harness/report/json_parts.h"
#include "harness/report/night_text.h"
#include "harness/report/night_value.h"

namespace assay {
namespace {

Json json_of(const NightEstimate& effect) {
  return {{"percent", effect.percent}, {"low", effect.low}, {"high", effect.high}};
}

void add_sides(Json& json, const NightSides& sides) {
  json["workload"] = sides.workload;
  json["parameters"] = levels_json(sides.parameters);
  json["anchor"] = levels_json(sides.anchor);
  json["configuration"] = levels_json(sides.side);
}

}  // namespace

Json to_json(const NightItem& item) {
  Json json = {{"cell", item.cell}};
  add_sides(json, item.sides);
  json["effect"] = item.effect ? json_of(*item.effect) : Json(nullptr);
  json["runs"] = item.runs;
  json["bouts"] = item.bouts;
  json["mode"] = text_or_null(item.mode);
  json["decided_on"] = text_or_null(item.decided_on);
  json["floor_percent"] = item.floor_percent;
  json["nights"] = item.nights;
  json["since"] = item.nights > 0 ? Json(night_text(item.first)) : Json(nullptr);
  json["why"] = text_or_null(item.why);
  json["change"] = text_or_null(item.change);
  return json;
}

Json to_json(const NightChange& change) {
  Json json = {{"id", change.id}, {"study", change.study}, {"cell", change.cell}};
  add_sides(json, change.sides);
  json["state"] = change.state;
  json["course"] = change.course;
  json["size"] = json_of(change.size);
  json["after"] = night_text(change.after);
  json["from"] = night_text(change.from);
  json["to"] = night_text(change.to);
  json["told"] = night_text(change.told);
  json["confirmed"] = change.confirmed > 0 ? Json(night_text(change.confirmed)) : Json(nullptr);
  json["told_late"] = change.told_late > 0 ? Json(night_text(change.told_late)) : Json(nullptr);
  json["told_by"] = change.told_by;
  json["tonight"] = change.tonight;
  json["why"] = text_or_null(change.why);
  json["reason"] = text_or_null(change.reason);
  json["reproduce"] = again(change.sides, change.floor_percent);
  return json;
}

void add_nightly_json(Json& json, const RunReport& report) {
  const NightlyReport& nightly = *report.nightly;
  json["measuring_seconds"] = report.measuring_seconds;
  json["state"] = report.state;
  json["judged"] = nightly.judged;
  json["night"] = night_text(nightly.night);
  json["status"] = name(nightly.status);
  json["series"] = Json::array();
  for (const NightItem& item : nightly.items) json["series"].push_back(to_json(item));
  json["changes"] = Json::array();
  for (const NightChange& change : nightly.changes) json["changes"].push_back(to_json(change));
}

}  // namespace assay
