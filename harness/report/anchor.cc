#include "harness/report/anchor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "harness/core/digest.h"
#include "harness/report/host_kind.h"

namespace assay {
namespace {

/// Where a thing lies says nothing of what it is.
constexpr std::array<std::string_view, 8> places = {"executable", "library", "prefix",    "base_prefix",
                                                    "mapped",     "lapack",  "libraries", "path"};

Json without_places(const Json& facts) {
  if (!facts.is_object()) return facts;
  Json kept = Json::object();
  for (const auto& [key, value] : facts.items())
    if (std::ranges::find(places, key) == places.end()) kept[key] = without_places(value);
  return kept;
}

Json facts_of(const Json& subjects, const std::string& factor, const std::string& level) {
  const auto found = subjects.is_object() ? subjects.find(factor) : subjects.end();
  if (!subjects.is_object() || found == subjects.end() || !found->is_object()) return nullptr;
  return without_places(found->value(level, Json()));
}

std::string text_of(const Json& value) {
  constexpr std::size_t most = 60;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() <= most ? text : text.substr(0, most) + "…";
}

/// The leaves in which two facts differ: `version was "3.11.2" and is "3.11.4"`.
void add_differences(const std::string& name, const Json& then, const Json& now, std::vector<std::string>& into) {
  if (then == now) return;
  if (!then.is_object() || !now.is_object()) {
    into.push_back(
        fmt::format("{} was {} and is {}", name.empty() ? "what is known" : name, text_of(then), text_of(now)));
    return;
  }
  Json keys = then;
  keys.update(now);
  for (const auto& [key, value] : keys.items())
    add_differences(name.empty() ? key : name + "." + key, then.value(key, Json()), now.value(key, Json()), into);
}

std::string shortened(const std::vector<std::string>& all) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), most); ++i) text += (i == 0 ? "" : ", ") + all[i];
  return all.size() <= most ? text : fmt::format("{} and {} more", text, all.size() - most);
}

std::vector<std::string> only_in(const Anchor& a, const Anchor& b,
                                 fmt::format_string<const std::string&, const std::string&> text) {
  std::vector<std::string> all;
  for (const auto& [factor, part] : a)
    if (!b.contains(factor)) all.push_back(fmt::format(text, factor, part.level));
  return all;
}

/// The same thing may lie elsewhere: what two paths name is told by its facts.
bool are_paths(const AnchorPart& a, const AnchorPart& b) {
  const auto is_path = [](const AnchorPart& part) {
    return !part.facts.is_null() && part.level.find('/') != std::string::npos;
  };
  return is_path(a) && is_path(b);
}

}  // namespace

Anchor anchor_of(std::span<const RunCell> cells, const Json& subjects) {
  Anchor anchor;
  for (const RunCell& cell : cells) {
    if (!cell.baseline) continue;
    for (const auto& [factor, level] : cell.cell.configuration)
      anchor.try_emplace(factor, AnchorPart{level, facts_of(subjects, factor, level)});
  }
  return anchor;
}

std::string digest_of(const AnchorPart& part) {
  if (part.facts.is_null()) return {};
  return json_digest(part.facts);
}

std::vector<std::string> differences(const Anchor& then, const Anchor& now) {
  std::vector<std::string> all;
  for (const auto& [factor, part] : now) {
    const auto before = then.find(factor);
    if (before == then.end()) continue;
    if (before->second.level != part.level && !are_paths(before->second, part)) {
      all.push_back(fmt::format("it was {0}={1} and is {0}={2}", factor, before->second.level, part.level));
      continue;
    }
    std::vector<std::string> leaves;
    add_differences("", before->second.facts, part.facts, leaves);
    if (!leaves.empty()) all.push_back(fmt::format("of {}={}, {}", factor, part.level, shortened(leaves)));
  }
  return all;
}

std::vector<std::string> differences(const AnchorCells& then, const AnchorCells& now) {
  std::vector<std::string> all;
  const auto add = [&all](const std::string& each) {
    if (std::ranges::find(all, each) == all.end()) all.push_back(each);
  };
  bool shared = false;
  for (const RunCell& cell : now.cells) {
    const auto before = std::ranges::find_if(
        then.cells, [&](const RunCell& each) { return each.baseline && each.group == cell.group; });
    if (!cell.baseline || before == then.cells.end()) continue;
    shared = true;
    const Anchor was = anchor_of({&*before, 1}, then.subjects), is = anchor_of({&cell, 1}, now.subjects);
    for (const std::string& each : differences(was, is)) add(each);
    for (const std::string& each : only_in(was, is, "it was {0}={1} and is without {0}")) add(each);
    for (const std::string& each : only_in(is, was, "it was without {0} and is {0}={1}")) add(each);
  }
  return shared ? all : differences(anchor_of(then.cells, then.subjects), anchor_of(now.cells, now.subjects));
}

std::vector<std::string> wrong_digests(const Anchor& anchor, const std::map<std::string, std::string>& digests) {
  std::vector<std::string> problems;
  for (const auto& [factor, stated] : digests) {
    const auto part = anchor.find(factor);
    const std::string found = part == anchor.end() ? "" : digest_of(part->second);
    if (found == stated) continue;
    const std::string level = part == anchor.end() ? factor : factor + "=" + part->second.level;
    problems.push_back(found.empty()
                           ? fmt::format("{} names nothing that has a digest, and the study states {}", level, stated)
                           : fmt::format("{} has the digest {}, and the study states {}", level, found, stated));
  }
  return problems;
}

Result<std::optional<RunRow>> gate_before(const Store& store, const RunRow& run) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  for (const RunRow& each : *runs)
    if (each.kind == "gate" && each.title == run.title && host_kind_of(each.host) == host_kind_of(run.host))
      return each;
  return std::nullopt;
}

Result<AnchorCheck> check_anchor(const Store& store, const RunRow& run, std::span<const RunCell> cells,
                                 const std::map<std::string, std::string>& digests) {
  AnchorCheck check;
  const Anchor anchor = anchor_of(cells, run.subjects);
  const auto before = gate_before(store, run);
  if (!before) return tl::unexpected(before.error());
  check.note = {{"levels", Json::object()}, {"digests", Json::object()}, {"run_before", nullptr}};
  for (const auto& [factor, part] : anchor) {
    check.note["levels"][factor] = part.level;
    if (const std::string digest = digest_of(part); !digest.empty()) check.note["digests"][factor] = digest;
  }
  check.problems = wrong_digests(anchor, digests);
  if (*before) {
    const auto cells_before = store.cells((*before)->id);
    if (!cells_before) return tl::unexpected(cells_before.error());
    check.note["run_before"] = (*before)->id;
    for (const std::string& each : differences({*cells_before, (*before)->subjects}, {cells, run.subjects}))
      check.problems.push_back(fmt::format("{} (run {})", each, (*before)->id));
  }
  check.note["differences"] = check.problems;
  return check;
}

}  // namespace assay
