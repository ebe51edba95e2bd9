#include "harness/report/host_line.h"

#include "harness/host/names.h"

namespace assay {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./=,:+@%").find(c) != std::string_view::npos;
}

std::string quoted(const std::string& word) {
  bool plain = !word.empty();
  for (const char c : word) plain = plain && is_plain(c);
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

void append(std::string& line, const std::string& part) {
  if (!part.empty()) line += (line.empty() || line.ends_with(": ") ? "" : ", ") + part;
}

}  // namespace

std::string host_line(const Json& host) {
  const HostFacts facts = host_facts_from(host);
  std::string line;
  if (const auto name = host.find("name"); name != host.end() && name->is_string())
    line = name->get<std::string>() + ": ";
  append(line, describe_cpu(facts));
  if (facts.cpus_allowed) append(line, "CPUs " + *facts.cpus_allowed);
  append(line, virtualisation(facts).value_or(""));
  append(line, facts.system.value_or(""));
  if (facts.kernel) append(line, "Linux " + *facts.kernel);
  return line;
}

std::string command_line(const Json& study) {
  const auto words = study.find("command");
  if (words == study.end() || !words->is_array()) return {};
  std::string line;
  for (const Json& word : *words)
    if (word.is_string()) line += (line.empty() ? "" : " ") + quoted(word.get<std::string>());
  return line;
}

}  // namespace assay
