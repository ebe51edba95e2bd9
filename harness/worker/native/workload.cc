#include "harness/worker/native/workload.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "harness/core/near_names.h"

namespace assay::native {
namespace {

std::map<std::string, Maker>& makers() {
  static std::map<std::string, Maker> all;
  return all;
}

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

}  // namespace

WorkloadRegistration::WorkloadRegistration(std::string full_name, Maker make) {
  makers().emplace(std::move(full_name), make);
}

std::vector<std::string> workload_names() {
  std::vector<std::string> names;
  for (const auto& [name, make] : makers()) names.push_back(name);
  return names;
}

Attempt<std::unique_ptr<Workload>> make_workload(const std::string& full_name, const Parameters& parameters,
                                                 Library& library) {
  const auto found = makers().find(full_name);
  if (found == makers().end())
    return refuse(Outcome::Unsupported,
                  "this worker has no workload " + quoted(full_name) + "; " + hint_for(full_name, workload_names()));
  return found->second(parameters, library);
}

Attempt<int> size_parameter(const Parameters& parameters, const std::string& name, int fallback, int most) {
  const auto found = parameters.find(name);
  if (found == parameters.end() && fallback > 0) return fallback;
  const std::string text = found == parameters.end() ? "" : found->second;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
    return refuse(Outcome::Unsupported,
                  name + " = " + quoted(text) + " is not a whole number from 1 to " + std::to_string(most));
  return value;
}

Attempt<std::string> word_parameter(const Parameters& parameters, const std::string& name,
                                    const std::vector<std::string>& allowed) {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return allowed.front();
  if (std::ranges::find(allowed, found->second) == allowed.end())
    return refuse(Outcome::Unsupported,
                  name + " = " + quoted(found->second) + " is not known; " + hint_for(found->second, allowed));
  return found->second;
}

}  // namespace assay::native
