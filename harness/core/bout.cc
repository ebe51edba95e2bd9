#include "harness/core/bout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay {
namespace {

template <typename Enum, std::size_t size>
using Names = std::array<std::pair<Enum, std::string_view>, size>;

constexpr Names<Mode, 4> mode_names{{{Mode::Calibrate, "calibrate"},
                                     {Mode::Turns, "turns"},
                                     {Mode::SharedCpu, "shared-cpu"},
                                     {Mode::Adjacent, "adjacent"}}};

constexpr Names<Outcome, 11> outcome_names{{{Outcome::Measured, "measured"},
                                            {Outcome::Crashed, "crashed"},
                                            {Outcome::Killed, "killed"},
                                            {Outcome::TimedOut, "timed-out"},
                                            {Outcome::NoResult, "no-result"},
                                            {Outcome::Garbled, "garbled"},
                                            {Outcome::WrongResult, "wrong-result"},
                                            {Outcome::WrongSubject, "wrong-subject"},
                                            {Outcome::Unsupported, "unsupported"},
                                            {Outcome::Skipped, "skipped"},
                                            {Outcome::Shortage, "shortage"}}};

template <typename Enum, std::size_t size>
std::string_view name_in(const Names<Enum, size>& names, Enum value) {
  const auto found = std::ranges::find(names, value, [](const auto& entry) { return entry.first; });
  return found == names.end() ? std::string_view{} : found->second;
}

template <typename Enum, std::size_t size>
std::optional<Enum> value_in(const Names<Enum, size>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text, [](const auto& entry) { return entry.second; });
  if (found == names.end()) return std::nullopt;
  return found->first;
}

Json to_json(const MemberSpec& member) {
  return {{"cell", member.cell},
          {"argv", member.argv},
          {"environment", member.environment},
          {"directory", member.directory},
          {"cpus", member.cpus},
          {"threads", member.threads},
          {"busy_cpu", member.busy_cpu},
          {"whole_command", member.whole_command},
          {"config", member.config}};
}

MemberSpec member_from(const Json& json) {
  MemberSpec member;
  json.at("cell").get_to(member.cell);
  json.at("argv").get_to(member.argv);
  json.at("environment").get_to(member.environment);
  json.at("directory").get_to(member.directory);
  json.at("cpus").get_to(member.cpus);
  json.at("threads").get_to(member.threads);
  json.at("busy_cpu").get_to(member.busy_cpu);
  json.at("whole_command").get_to(member.whole_command);
  member.config = json.at("config");
  return member;
}

}  // namespace

std::string_view name(Mode mode) {
  return name_in(mode_names, mode);
}
std::string_view name(Outcome outcome) {
  return name_in(outcome_names, outcome);
}
std::string_view name(Phase phase) {
  return phase == Phase::Warmup ? "warmup" : "steady";
}
std::optional<Mode> mode_from(std::string_view text) {
  return value_in(mode_names, text);
}
std::optional<Outcome> outcome_from(std::string_view text) {
  return value_in(outcome_names, text);
}

Json to_json(const BoutSpec& spec) {
  Json members = Json::array();
  for (const MemberSpec& member : spec.members) members.push_back(to_json(member));
  return {{"run", spec.run},
          {"group", spec.group},
          {"attempt", spec.attempt},
          {"mode", name(spec.mode)},
          {"seed", spec.seed},
          {"cpus", spec.cpus},
          {"allowed", spec.allowed},
          {"members", std::move(members)},
          {"warmup_rounds", spec.warmup_rounds},
          {"rounds", spec.rounds},
          {"slice_seconds", spec.slice_seconds},
          {"iterations", spec.iterations},
          {"turn_slices", spec.turn_slices},
          {"reference_base_ns", spec.reference_base_ns},
          {"limits", {{"seconds", spec.limits.seconds}, {"memory_bytes", spec.limits.memory_bytes}}}};
}

BoutSpec bout_spec_from(const Json& json) {
  BoutSpec spec;
  json.at("run").get_to(spec.run);
  json.at("group").get_to(spec.group);
  json.at("attempt").get_to(spec.attempt);
  spec.mode = mode_from(json.at("mode").get<std::string>()).value_or(Mode::Turns);
  json.at("seed").get_to(spec.seed);
  json.at("cpus").get_to(spec.cpus);
  json.at("allowed").get_to(spec.allowed);
  for (const Json& member : json.at("members")) spec.members.push_back(member_from(member));
  json.at("warmup_rounds").get_to(spec.warmup_rounds);
  json.at("rounds").get_to(spec.rounds);
  json.at("slice_seconds").get_to(spec.slice_seconds);
  json.at("iterations").get_to(spec.iterations);
  json.at("turn_slices").get_to(spec.turn_slices);
  json.at("reference_base_ns").get_to(spec.reference_base_ns);
  json.at("limits").at("seconds").get_to(spec.limits.seconds);
  json.at("limits").at("memory_bytes").get_to(spec.limits.memory_bytes);
  return spec;
}

}  // namespace assay
