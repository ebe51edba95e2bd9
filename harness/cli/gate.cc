#include <fmt/format.h>

#include <iostream>
#include <map>

#include "harness/cli/live.h"
#include "harness/cli/options.h"
#include "harness/cli/report_files.h"
#include "harness/cli/version.h"
#include "harness/core/write_file.h"
#include "harness/report/anchor.h"
#include "harness/report/gate_files.h"

namespace assay {
namespace {

Exit status_of(const RunReport& report) {
  switch (report.gate->status) {
    case GateStatus::Passed:
      return Exit::Fine;
    case GateStatus::Failed:
      return Exit::GateFailed;
    case GateStatus::Undecided:
      break;
  }
  return Exit::Nothing;
}

std::map<std::string, std::string> digests_in(const Json& gate) {
  std::map<std::string, std::string> digests;
  const Json stated = gate.value("digests", Json::object());
  for (const auto& [factor, digest] : stated.items()) digests[factor] = digest;
  return digests;
}

Error refusal(const std::vector<std::string>& problems, const std::string& recipe) {
  std::string what = "the anchor is not what it was";
  for (const std::string& each : problems) what += "; " + each;
  const std::string made = recipe.empty() ? "make it again as it was" : "make it again as it was: " + recipe;
  return {what, "assay gate", made + "; or take it as it is from here on: --anchor any"};
}

class Gate final : public Subcommand {
 public:
  std::string name() const override { return "gate"; }
  std::string about() const override {
    return "Measures a study against its baseline, the anchor, now and together, and fails where something became "
           "slower: use it in CI.";
  }
  std::string example() const override {
    return "assay gate suites/studies/nightly.toml\n"
           "assay gate suites/studies/nightly.toml --max-time 2m --junit gate.xml --markdown gate.md\n"
           "assay gate --workload 'python.*' --factor route=exe,embed --floor '40 %'   # the first level is the anchor";
  }
  void add_options(CLI::App& app) override {
    options_ = {};
    add_study_options(app, options_.study);
    add_gate_options(app, options_.study.gate_options);
    add_live_options(app, options_);
    add_text(app, "--junit", junit_, "Write the report as JUnit's XML", "FILE");
    add_text(app, "--markdown", markdown_, "Write the report as Markdown", "FILE");
  }

  Exit run(const Common& common) override {
    options_.study.gate = true;
    const StudyOptions& study = options_.study;
    std::vector<std::string> kept = store_files(common.db);
    kept.insert(kept.end(), {study.file, study.gate_options.rules});
    if (const auto possible = check_report_files({{"--junit", junit_}, {"--markdown", markdown_}}, kept); !possible)
      return complain(possible.error());
    LiveHooks hooks;
    hooks.check = [](RunRow& row, const std::vector<RunCell>& cells, const Store& store) {
      return check(row, cells, store);
    };
    hooks.refused = [&](const Plan& plan, const Error& error) { return refused(plan, error, common); };
    hooks.answered = [&](const RunReport& report) {
      const bool written = write(to_junit(report), to_markdown(report),
                                 "the same command with --resume " + report.run + " writes it from what is stored");
      const Exit status = status_of(report);
      return written || status == Exit::GateFailed ? status : Exit::Nothing;
    };
    return measure("gate", options_, common, hooks);
  }

 private:
  static Result<void> check(RunRow& row, const std::vector<RunCell>& cells, const Store& store) {
    const Json& gate = row.study.at("gate");
    const auto checked = check_anchor(store, row, cells, digests_in(gate));
    if (!checked) return tl::unexpected(checked.error());
    row.study["anchor"] = checked->note;
    if (checked->problems.empty() || gate.value("anchor", "same") == "any") return {};
    return tl::unexpected(refusal(checked->problems, gate.value("recipe", "")));
  }

  /// There is nothing to compare with, or what was measured could not be stored.
  Exit refused(const Plan& plan, const Error& error, const Common& common) const {
    const std::string why = to_string(error);
    if (common.json) {
      const Json json = {
          {"command", "gate"}, {"version", version_number()}, {"title", plan.study.title}, {"status", "refused"},
          {"why", why},        {"comparisons", Json::array()}};
      std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    }
    write(refused_junit(plan.study.title, why), refused_markdown(plan.study.title, why), "name another file");
    return complain(error, Exit::Nothing);
  }

  bool write(const std::string& junit, const std::string& markdown, const std::string& hint) const {
    bool all = true;
    for (const auto& [path, text] : {std::pair{junit_, junit}, std::pair{markdown_, markdown}}) {
      if (path.empty()) continue;
      const auto written = write_file(path, text, hint);
      if (written) continue;
      complain(written.error());
      all = false;
    }
    return all;
  }

  LiveOptions options_;
  std::string junit_;
  std::string markdown_;
};

const CommandRegistration gate_registration(std::make_unique<Gate>());

}  // namespace
}  // namespace assay
