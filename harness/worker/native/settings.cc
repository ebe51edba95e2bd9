#include "harness/worker/native/settings.h"

#include "harness/core/levels.h"

namespace assay::native {
namespace {

Wanted wanted_from(const Json& json) {
  Wanted wanted;
  wanted.library = json.at("library").get<std::string>();
  wanted.provider = json.value("provider", "unknown");
  wanted.threads = json.value("threads", 1);
  wanted.preload = json.value("preload", std::vector<std::string>());
  if (const auto lapack = json.find("lapack"); lapack != json.end() && lapack->is_string()) wanted.lapack = *lapack;
  return wanted;
}

}  // namespace

Attempt<Settings> settings_from(const std::string& json) {
  try {
    const Json read = Json::parse(json);
    Settings settings;
    settings.workload = read.at("workload").get<std::string>();
    if (const auto blas = read.find("blas"); blas != read.end()) settings.blas = wanted_from(*blas);
    if (const auto subject = read.find("subject"); subject != read.end()) settings.subject = *subject;
    if (const auto parameters = read.find("parameters"); parameters != read.end())
      settings.parameters = levels_from(*parameters);
    return settings;
  } catch (const Json::exception& error) {
    return refuse(Outcome::Unsupported, std::string("this worker cannot read its configuration: ") + error.what());
  }
}

}  // namespace assay::native
