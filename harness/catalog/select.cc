#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/catalog/pattern.h"
#include "harness/catalog/values.h"
#include "harness/catalog/workload.h"
#include "harness/core/near_names.h"

namespace assay {
namespace {

constexpr std::size_t most_selected = 100'000;

using Matches = std::vector<const Workload*>;

bool is_glob(const std::string& name) {
  return name.find_first_of("*?[") != std::string::npos;
}

template <typename Predicate>
Matches matching(const std::vector<Workload>& workloads, Predicate predicate) {
  Matches matches;
  for (const Workload& workload : workloads) {
    if (predicate(workload)) matches.push_back(&workload);
  }
  return matches;
}

Matches match(const std::vector<Workload>& workloads, const std::string& name) {
  if (name.starts_with("tag:")) {
    const std::string tag = name.substr(4);
    return matching(workloads, [&](const Workload& w) { return std::ranges::find(w.tags, tag) != w.tags.end(); });
  }
  if (is_glob(name)) {
    return matching(workloads, [&](const Workload& w) { return fnmatch(name.c_str(), w.full_name().c_str(), 0) == 0; });
  }
  return matching(workloads, [&](const Workload& w) { return w.full_name() == name; });
}

std::vector<std::string> names_of(const std::vector<Workload>& workloads,
                                  void (*add)(const Workload&, std::set<std::string>&)) {
  std::set<std::string> names;
  for (const Workload& workload : workloads) add(workload, names);
  return {names.begin(), names.end()};
}

/// `dict` is near `python.dict`: whose own name is near one that was written without a suite.
std::vector<std::string> without_suite(const std::vector<Workload>& workloads, const std::string& name) {
  if (name.find('.') != std::string::npos) return {};
  const auto own = names_of(workloads, [](const Workload& w, std::set<std::string>& into) { into.insert(w.name); });
  std::vector<std::string> full;
  for (const std::string& near : near_names(name, own))
    for (const Workload& w : workloads)
      if (w.name == near && full.size() < 3) full.push_back(w.full_name());
  return full;
}

/// Of a suite that exists its own names are the near ones.
Error unknown_name(const std::vector<Workload>& workloads, const std::string& name) {
  const auto suites = names_of(workloads, [](const Workload& w, std::set<std::string>& into) { into.insert(w.suite); });
  const std::string suite = name.substr(0, name.find('.'));
  const bool known_suite = std::ranges::find(suites, suite) != suites.end();
  if (name.find('.') == std::string::npos && known_suite) {
    return {fmt::format("\"{}\" is a suite", name), {}, fmt::format("write \"{}.*\" for all its workloads", name)};
  }
  if (name.find('.') != std::string::npos && !known_suite) {
    return {fmt::format("unknown suite \"{}\" in \"{}\"", suite, name), {}, hint_for(suite, suites)};
  }
  std::vector<std::string> names;
  for (const Workload& w : workloads) {
    if (!known_suite || w.suite == suite) names.push_back(w.full_name());
  }
  const std::vector<std::string> meant = without_suite(workloads, name);
  const std::string hint = meant.empty() ? hint_for(name, names) : hint_for_near(meant, names);
  return {fmt::format("unknown workload \"{}\"", name), {}, hint};
}

Error no_match(const std::vector<Workload>& workloads, const std::string& name) {
  if (name.starts_with("tag:")) {
    const auto tags = names_of(
        workloads, [](const Workload& w, std::set<std::string>& into) { into.insert(w.tags.begin(), w.tags.end()); });
    return {fmt::format("unknown tag \"{}\"", name.substr(4)), {}, hint_for(name.substr(4), tags)};
  }
  if (!is_glob(name)) return unknown_name(workloads, name);
  const auto suites =
      names_of(workloads, [](const Workload& w, std::set<std::string>& into) { into.insert(w.suite + ".*"); });
  return {fmt::format("no workload matches \"{}\"", name), {}, hint_for(name, suites)};
}

/// A key that no matching workload has is unknown; where some have it, the others keep their standards.
void check_keys(const Matches& matches, const Pattern& pattern, Errors& errors) {
  std::set<std::string> known;
  for (const Workload* workload : matches) {
    for (const auto& [name, spec] : workload->parameters) known.insert(name);
  }
  for (const auto& [key, values] : pattern.parameters) {
    if (known.contains(key)) continue;
    errors.push_back({fmt::format("{} has no parameter \"{}\"", pattern.name, key),
                      {},
                      hint_for(key, {known.begin(), known.end()})});
  }
}

std::vector<std::string> checked_values(const std::string& key, const ParameterSpec& spec,
                                        const std::vector<std::string>& written, Errors& errors) {
  std::vector<std::string> values;
  for (const std::string& text : written) {
    const auto expanded = expand_value(key, spec, text);
    if (!expanded) {
      errors.push_back(expanded.error());
      continue;
    }
    for (const std::string& value : *expanded) {
      if (const auto checked = check_value(key, spec, value); !checked) {
        errors.push_back(checked.error());
      } else if (std::ranges::find(values, *checked) == values.end()) {
        values.push_back(*checked);
      }
    }
  }
  return values;
}

Parameters standards(const Workload& workload) {
  Parameters parameters;
  for (const auto& [name, spec] : workload.parameters) {
    if (!spec.standard.empty()) parameters[name] = spec.standard;
  }
  return parameters;
}

/// Every combination of the values given, the first key varying slowest.
std::vector<Catalog::Selected> combine(const Workload& workload, const Pattern& pattern, Errors& errors) {
  std::vector<Catalog::Selected> selected{{&workload, standards(workload)}};
  for (const auto& [key, written] : pattern.parameters) {
    const auto spec = workload.parameters.find(key);
    if (spec == workload.parameters.end()) continue;
    const auto values = checked_values(key, spec->second, written, errors);
    if (selected.size() * values.size() > most_selected) {
      errors.push_back(
          {fmt::format("{} with these parameters is more than {} cells", workload.full_name(), most_selected), {}, {}});
      return {};
    }
    std::vector<Catalog::Selected> next;
    for (const Catalog::Selected& one : selected) {
      for (const std::string& value : values) {
        next.push_back(one);
        next.back().parameters[key] = value;
      }
    }
    selected = std::move(next);
  }
  return selected;
}

void drop_repeats(Errors& errors) {
  std::set<std::string> seen;
  std::erase_if(errors, [&](const Error& error) { return !seen.insert(to_string(error)).second; });
}

}  // namespace

Checked<std::vector<Catalog::Selected>> Catalog::select(const std::string& text) const {
  const auto pattern = parse_pattern(text);
  if (!pattern) return tl::unexpected(pattern.error());
  const Matches matches = match(workloads_, pattern->name);
  if (matches.empty()) return tl::unexpected(Errors{no_match(workloads_, pattern->name)});
  Errors errors;
  check_keys(matches, *pattern, errors);
  std::vector<Selected> selected;
  for (const Workload* workload : matches)
    std::ranges::move(combine(*workload, *pattern, errors), std::back_inserter(selected));
  drop_repeats(errors);
  if (!errors.empty()) return tl::unexpected(errors);
  return selected;
}

Checked<Catalog::Filter> Catalog::filter(const std::string& text) const {
  const auto all = select(text);
  if (!all) return tl::unexpected(all.error());
  const Pattern pattern = *parse_pattern(text);
  return [all = *all, pattern](const Selected& one) {
    return std::ranges::any_of(all, [&](const Selected& like) {
      return like.workload == one.workload && std::ranges::all_of(pattern.parameters, [&](const auto& named) {
               const auto wanted = like.parameters.find(named.first), found = one.parameters.find(named.first);
               return wanted == like.parameters.end() ||
                      (found != one.parameters.end() && found->second == wanted->second);
             });
    });
  };
}

}  // namespace assay
