#include <fstream>
#include <iterator>
#include <set>

#include "harness/cli/live_run.h"
#include "harness/study/decision.h"
#include "harness/subjects/subjects.h"

namespace assay {
namespace {

Json facts_of(const Python& python) {
  return {{"executable", python.executable.string()},
          {"version", python.version},
          {"library", python.library ? Json(python.library->string()) : Json(nullptr)},
          {"facts", python.facts}};
}

Json facts_of(const Blas& blas) {
  return {{"provider", blas.provider},
          {"threading", blas.threading},
          {"library", blas.library.string()},
          {"facts", blas.facts}};
}

Json facts_of(const Compiler& compiler) {
  return {{"path", compiler.path.string()}, {"version", compiler.version}, {"target", compiler.target}};
}

template <typename Subject>
Json found(const Result<Subject>& subject) {
  return subject ? facts_of(*subject) : Json(nullptr);
}

Json facts_of_level(const std::string& factor, const std::string& level) {
  if (factor == "python") return found(find_python(level));
  if (factor == "blas") return found(find_blas(level));
  return found(find_compiler(level));
}

Json optional_number(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json to_json(const Decision& decision) {
  return {{"rule", name(decision.rule)},
          {"care_percent", decision.care_percent},
          {"width_percent", optional_number(decision.width_percent)},
          {"max_seconds", optional_number(decision.max_seconds)},
          {"bouts", decision.bouts ? Json(*decision.bouts) : Json(nullptr)},
          {"mode", decision.mode ? Json(name(*decision.mode)) : Json(nullptr)}};
}

}  // namespace

Json subjects_of(const Plan& plan) {
  std::map<std::string, std::set<std::string>> levels;
  for (const Group& group : plan.groups)
    for (const Cell& cell : group.cells)
      for (const char* factor : {"python", "blas", "compiler"})
        if (const auto level = cell.configuration.find(factor); level != cell.configuration.end())
          levels[factor].insert(level->second);
  Json subjects = Json::object();
  for (const auto& [factor, names] : levels)
    for (const std::string& level : names) subjects[factor][level] = facts_of_level(factor, level);
  return subjects;
}

Json study_json(const Plan& plan, const std::vector<std::string>& command_line) {
  const Study& study = plan.study;
  Json workloads = Json::array();
  for (const Written& pattern : study.workloads) workloads.push_back(pattern.value);
  Json factors = Json::object();
  for (const FactorLevels& factor : study.factors)
    for (const Written& level : factor.levels) factors[factor.factor.value].push_back(level.value);
  Json set = Json::object();
  for (const FactorLevels& factor : study.set) set[factor.factor.value] = factor.levels.front().value;
  return {{"command", command_line},
          {"title", study.title},
          {"file", study.path},
          {"workloads", workloads},
          {"factors", factors},
          {"set", set},
          {"care_percent", study.decision.care_percent},
          {"decision", to_json(study.decision)}};
}

std::vector<std::string> own_command_line() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::vector<std::string> words;
  for (std::size_t start = 0; start < all.size();) {
    const std::size_t end = std::min(all.find('\0', start), all.size());
    words.push_back(all.substr(start, end - start));
    start = end + 1;
  }
  if (!words.empty()) words.front() = "assay";
  return words;
}

}  // namespace assay
