#include "harness/report/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string_view>

namespace assay {
namespace {

/// OpenBLAS states its configuration: `OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …`.
std::string first_words(const std::string& text, int count) {
  std::istringstream words(text);
  std::string result, word;
  while (count-- > 0 && words >> word) result += (result.empty() ? "" : " ") + word;
  return result;
}

std::string library_name(const Json& library) {
  if (const std::string config = text_in(library, "config"); !config.empty()) return first_words(config, 2);
  const std::string version = text_in(library, "version"), provider = text_in(library, "provider");
  if (version.empty()) return provider;
  const bool named = version.find_first_not_of("0123456789.") != std::string::npos;  // `Eigen 3.4.0, AVX512, …`
  if (named) return version.substr(0, version.find(','));
  return (provider == "blis" ? "BLIS" : provider) + " " + version;
}

/// `CPython 3.11.2 [GCC 12.2.0]`, with what makes a build another one.
std::string interpreter_name(const Json& facts) {
  const std::string build = text_in(facts, "build");
  std::string name = "CPython " + text_in(facts, "version");
  if (facts.value("gil", Json(true)) == false) name += " free-threaded";
  if (facts.value("jit", Json(nullptr)) == true) name += " with its JIT";
  if (const auto at = build.find('['); at != std::string::npos) name += " " + build.substr(at);
  return name;
}

/// OpenBLAS's names of x86-64 targets without AVX (its TargetList.txt).
bool without_avx(const std::string& kernels) {
  static constexpr std::array<std::string_view, 14> old = {"generic", "Prescott", "Core2",     "Penryn", "Dunnington",
                                                           "Nehalem", "Athlon",   "Opteron",   "Atom",   "Opteron_SSE3",
                                                           "Nano",    "Bobcat",   "Barcelona", "Banias"};
  return std::ranges::find(old, kernels) != old.end();
}

bool has_avx2(const Json& host) {
  const auto cpu = host.is_object() ? host.find("cpu") : host.end();
  if (!host.is_object() || cpu == host.end()) return false;
  return (" " + text_in(*cpu, "flags") + " ").find(" avx2 ") != std::string::npos;
}

}  // namespace

Subject subject_of(const Json& facts) {
  if (!facts.is_object()) return {};
  if (const auto library = facts.find("library"); library != facts.end() && library->is_object())
    return {library_name(*library), text_in(*library, "core")};
  if (text_in(facts, "implementation") == "cpython") return {interpreter_name(facts), {}};
  return {};
}

/// Whether the user named the kernels, in the shell or in the study.
bool asked_for(const RunReport& report, const CellReport& cell) {
  const Json shell =
      report.subjects.is_object() ? report.subjects.value("environment", Json::object()) : Json::object();
  return cell.cell.configuration.contains("env.OPENBLAS_CORETYPE") ||
         (shell.is_object() && shell.contains("OPENBLAS_CORETYPE"));
}

std::vector<std::string> kernel_notes(const RunReport& report) {
  std::vector<std::string> notes;
  if (!has_avx2(report.host)) return notes;
  std::set<std::string> said;
  for (const CellReport& cell : report.cells) {
    if (cell.emulated || !without_avx(cell.kernels) || asked_for(report, cell) || !said.insert(cell.subject).second)
      continue;
    // `ab` compares two and takes no --factor.
    const char* others = report.command == "ab" ? "the same command with --set env.OPENBLAS_CORETYPE=Haswell"
                                                : "--factor env.OPENBLAS_CORETYPE=Prescott "
                                                  "--factor env.OPENBLAS_CORETYPE=Haswell";
    notes.push_back(
        fmt::format("{} ran its {} kernels, which are for CPUs without AVX, though this one has AVX2: it does not know "
                    "this CPU. What others give: {}",
                    cell.subject, cell.kernels, others));
  }
  return notes;
}

}  // namespace assay
