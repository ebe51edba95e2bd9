#include "harness/plan/dimensions.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/near_names.h"

namespace assay {
namespace {

/// `blas = {a = 1}` in a study reads as `blas.a`, as `env.NAME` does, and can be typed as an option, too.
Error unknown_factor(const Written& factor) {
  const std::string& name = factor.value;
  const std::string first = name.substr(0, name.find('.'));
  if (first != name && find_factor(first) != nullptr)
    return {fmt::format("unknown factor \"{}\": {} takes levels and has no keys", name, first), factor.place,
            fmt::format("name them: {0} = [\"A\", \"B\"] in a file, {0}=A,B as an option", first)};
  return {fmt::format("unknown factor \"{}\"", name), factor.place, hint_for(name, factor_names())};
}

class Resolver {
 public:
  Resolver(const HostView& host, const PlanOptions& options, Errors& errors)
      : host_(host), options_(options), errors_(errors) {}

  Dimensions resolve(const Study& study) {
    for (const FactorLevels& f : study.set) add(f);
    for (const FactorLevels& f : study.factors) add(f);
    for (const auto& [name, level] : study.baseline) dimensions_.baseline[name] = kept(name, level.value);
    for (const auto& exclusion : study.exclude) dimensions_.exclude.push_back(levels_of(exclusion, &Resolver::stored));
    for (const GateIgnore& entry : study.gate.ignore)
      dimensions_.ignore.push_back(levels_of(entry.where, &Resolver::kept));
    return std::move(dimensions_);
  }

 private:
  void add(const FactorLevels& written) {
    const std::string& name = written.factor.value;
    const Factor* factor = find_factor(name);
    if (factor == nullptr) {
      errors_.push_back(unknown_factor(written.factor));
      return;
    }
    Dimension dimension{name, written.factor.place, {}};
    for (const Written& level : written.levels) add_level(*factor, level, dimension);
    dimensions_.all.push_back(std::move(dimension));
  }

  void add_level(const Factor& factor, const Written& written, Dimension& dimension) {
    auto level = resolve_level(factor, written.value);
    if (!level && !options_.skip_missing) {
      add_error({level.error().what, written.place, level.error().hint});
      return;
    }
    if (!level) level = Level{written.value, written.value, to_string(level.error()), {}, {}};
    stored_[{dimension.name, written.value}] = level->value;
    const auto same = std::ranges::find_if(dimension.levels, [&](const Level& other) {
      return factor.here(other.value, host_.cpus) == factor.here(level->value, host_.cpus);
    });
    if (same == dimension.levels.end()) {
      dimension.levels.push_back(std::move(*level));
      return;
    }
    kept_[{dimension.name, written.value}] = same->value;
    dimensions_.notes.push_back(
        fmt::format("{0}={1} is {0}={2} here: measured once", dimension.name, written.value, same->written));
  }

  /// What is wrong with a factor here is wrong with each of its levels, and told once.
  void add_error(Error error) {
    const auto same = [&](const Error& told) { return told.what == error.what && told.where == error.where; };
    if (std::ranges::none_of(errors_, same)) errors_.push_back(std::move(error));
  }

  std::string stored(const std::string& factor, const std::string& written) const {
    const auto found = stored_.find({factor, written});
    return found == stored_.end() ? written : found->second;
  }

  std::string kept(const std::string& factor, const std::string& written) const {
    const auto found = kept_.find({factor, written});
    return found == kept_.end() ? stored(factor, written) : found->second;
  }

  using AsStored = std::string (Resolver::*)(const std::string&, const std::string&) const;
  Dimensions::LevelsByFactor levels_of(const std::vector<FactorLevels>& named, AsStored as) const {
    Dimensions::LevelsByFactor levels;
    for (const FactorLevels& f : named) {
      for (const Written& level : f.levels) levels[f.factor.value].push_back((this->*as)(f.factor.value, level.value));
    }
    return levels;
  }

  const HostView& host_;
  const PlanOptions& options_;
  Errors& errors_;
  Dimensions dimensions_;
  std::map<std::pair<std::string, std::string>, std::string> stored_;  ///< factor, as written -> as stored
  std::map<std::pair<std::string, std::string>, std::string> kept_;  ///< … -> the equal level that is measured instead
};

}  // namespace

const Dimension* Dimensions::find(const std::string& name) const {
  const auto found = std::ranges::find(all, name, &Dimension::name);
  return found == all.end() ? nullptr : &*found;
}

Result<Level> resolve_level(const Factor& factor, const std::string& written) {
  auto value = factor.check(written);
  if (!value) return tl::unexpected(value.error());
  return Level{*value, written, {}, factor.brings(*value), factor.blocks(*value)};
}

Dimensions resolve_dimensions(const Study& study, const HostView& host, const PlanOptions& options, Errors& errors) {
  return Resolver(host, options, errors).resolve(study);
}

}  // namespace assay
