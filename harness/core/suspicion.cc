#include "harness/core/suspicion.h"

#include <algorithm>

namespace assay {
namespace {

double number_in(const Json& json, const char* key, double standard) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() && found->is_number() ? found->get<double>() : standard;
}

}  // namespace

Json to_json(const Suspicion& suspicion) {
  return {{"level", suspicion.level},
          {"size", suspicion.size},
          {"floor_percent", suspicion.floor_percent},
          {"suspected", suspicion.suspected},
          {"decided_on", suspicion.decided_on}};
}

Suspicion suspicion_from(const Json& json) {
  const double suspected = std::clamp(number_in(json, "suspected", 1), 1.0, 1e6);
  const auto rounds = json.is_object() ? json.find("decided_on") : json.end();
  return {number_in(json, "level", 0), number_in(json, "size", 0), number_in(json, "floor_percent", 1),
          static_cast<int>(suspected),
          json.is_object() && rounds != json.end() && rounds->is_string() ? rounds->get<std::string>() : ""};
}

}  // namespace assay
