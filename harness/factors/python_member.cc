#include "harness/factors/python_member.h"

#include "harness/core/machine.h"
#include "harness/core/paths.h"
#include "harness/subjects/elf.h"

namespace assay {
namespace {

Installation parts_for(const Draft& draft) {
  return draft.architecture == own_architecture() ? installation() : installation_for(draft.architecture);
}

Json subject(const Python& python) {
  Json json{{"executable", python.executable.string()}, {"version", python.version}, {"library", nullptr}};
  if (python.library) json["library"] = python.library->string();
  return json;
}

}  // namespace

Result<void> compose_python_member(Draft& draft, Json config) {
  if (!draft.python)
    return fail("has no interpreter", draft.workload->full_name(), "let the factor python reach its suite");
  const Python& python = *draft.python;
  const Installation parts = parts_for(draft);
  std::vector<std::string>& argv = draft.member.argv;
  if (draft.route == "embed") {
    if (!python.library) return fail("route=embed needs a libpython: " + python.library_missing);
    argv = {parts.worker, "embed", *python.library};
  }
  argv.push_back(python.executable);
  argv.push_back(parts.loop.parent_path() / "assay_member.py");
  config["workload"] = draft.workload->full_name();
  config["route"] = draft.route;
  config["python"] = subject(python);
  draft.member.config = std::move(config);
  return {};
}

}  // namespace assay
