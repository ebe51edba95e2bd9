#include "harness/report/host_kind.h"

#include <algorithm>

namespace assay {
namespace {

std::string word(const Json& host, const char* key) {
  const auto found = host.find(key);
  return found != host.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

HostKind host_kind_of(const Json& host) {
  for (const char* key : {"id", "name"})
    if (std::string text = word(host, key); !text.empty()) return {std::move(text)};
  return {"unknown"};
}

Machine machine_of(const Json& host) {
  return {host_kind_of(host), word(host, "name")};
}

std::string machine_label(const Machine& machine, const std::vector<RunRow>& runs) {
  const auto is_another = [&](const RunRow& run) {
    const Machine other = machine_of(run.host);
    return other.name == machine.name && other.kind != machine.kind;
  };
  if (machine.name.empty()) return machine.kind.id;
  return std::ranges::any_of(runs, is_another) ? machine.name + " (" + machine.kind.id + ")" : machine.name;
}

}  // namespace assay
