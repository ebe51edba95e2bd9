#include "harness/core/digest.h"
#include "harness/host/fields.h"

namespace assay {
namespace {

Json written(const std::string& text) {
  return text;
}
Json written(double number) {
  return number;
}
Json written(const MidrFact& fact) {
  return {{"cpus", fact.cpus}, {"midr", fact.midr}};
}
Json written(const NumaFact& fact) {
  return {{"node", fact.node}, {"cpus", fact.cpus}};
}
Json written(const CacheFact& fact) {
  return {{"level", fact.level}, {"type", fact.type}, {"size", fact.size}, {"cpus", fact.cpus}, {"count", fact.count}};
}
Json written(const std::map<std::string, std::string>& entries) {
  Json object = Json::object();
  for (const auto& [key, value] : entries) object[key] = value;
  return object;
}
template <typename T>
Json written(const std::optional<T>& value) {
  return value ? written(*value) : Json(nullptr);
}
template <typename T>
Json written(const std::vector<T>& values) {
  Json array = Json::array();
  for (const T& value : values) array.push_back(written(value));
  return array;
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() && found->is_string() ? found->template get<std::string>()
                                                                       : std::string();
}
int number_at(const Json& json, const char* key, int otherwise) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() && found->is_number_integer() ? found->template get<int>() : otherwise;
}

void read(const Json& json, std::string& text) {
  if (json.is_string()) text = json.get<std::string>();
}
void read(const Json& json, double& number) {
  if (json.is_number()) number = json.get<double>();
}
void read(const Json& json, MidrFact& fact) {
  fact = {text_at(json, "cpus"), text_at(json, "midr")};
}
void read(const Json& json, NumaFact& fact) {
  fact = {number_at(json, "node", 0), text_at(json, "cpus")};
}
void read(const Json& json, CacheFact& fact) {
  fact = {number_at(json, "level", 0), text_at(json, "type"), text_at(json, "size"), number_at(json, "cpus", 1),
          number_at(json, "count", 1)};
}
void read(const Json& json, std::map<std::string, std::string>& entries) {
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items()) {
    if (value.is_string()) entries[key] = value.get<std::string>();
  }
}
template <typename T>
void read(const Json& json, std::optional<T>& value) {
  if (std::is_same_v<T, double> ? json.is_number() : json.is_string()) read(json, value.emplace());
}
template <typename T>
void read(const Json& json, std::vector<T>& values) {
  if (!json.is_array()) return;
  for (const Json& element : json) {
    if (std::is_same_v<T, std::string> ? element.is_string() : element.is_object())
      read(element, values.emplace_back());
  }
}

}  // namespace

Json to_json(const HostFacts& facts) {
  Json json = Json::object();
  each_fact(facts, [&](const char* key, const auto& fact) { json[key] = written(fact); });
  return json;
}

HostFacts host_facts_from(const Json& json) {
  HostFacts facts;
  if (!json.is_object()) return facts;
  each_fact(facts, [&](const char* key, auto& fact) {
    if (const auto found = json.find(key); found != json.end()) read(*found, fact);
  });
  return facts;
}

std::string host_id(const HostFacts& facts) {
  Json stable = Json::object();
  const Json all = to_json(facts);
  for (const char* key : {"architecture", "midr", "soc_id", "cpus_possible", "caches", "numa"})
    stable[key] = all.at(key);
  for (const char* key : {"vendor_id", "cpu family", "model", "stepping", "model name"}) {
    if (const auto found = facts.cpu.find(key); found != facts.cpu.end()) stable["cpu"][key] = found->second;
  }
  for (const char* key : {"sys_vendor", "product_name"}) {  // what any user can read, or root would have another id
    if (const auto found = facts.dmi.find(key); found != facts.dmi.end()) stable["dmi"][key] = found->second;
  }
  return digest(stable.dump(-1, ' ', true, Json::error_handler_t::replace));
}

}  // namespace assay
