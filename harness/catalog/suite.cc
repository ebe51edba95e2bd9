#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/catalog/block.h"
#include "harness/catalog/manifest.h"
#include "harness/catalog/toml_reader.h"
#include "harness/catalog/values.h"
#include "harness/core/near_names.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

std::map<std::string, Discovery>& discoveries() {
  static std::map<std::string, Discovery> registered;
  return registered;
}

std::vector<std::string> values(const std::vector<TomlValue>& texts) {
  std::vector<std::string> all;
  for (const TomlValue& text : texts) all.push_back(text.text);
  return all;
}

bool is_name(const std::string& name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
                              std::string::npos;
}

void read_parameter(const TomlEntry& entry, Workload& workload, Errors& errors) {
  if (entry.value.kind != TomlValue::Kind::Table) {
    errors.push_back(wrong_type(entry.key, "a table", entry.value));
    return;
  }
  TomlReader reader(entry.value, "a parameter", errors);
  ParameterSpec spec;
  const TomlValue* standard = reader.scalar("standard");
  if (standard != nullptr) spec.standard = standard->text;
  spec.allowed = values(reader.texts("allowed"));
  spec.kind = reader.text("kind").value_or("text");
  if (const TomlValue* growth = reader.scalar("growth")) spec.growth = std::strtod(growth->text.c_str(), nullptr);
  spec.about = reader.text("about").value_or("");
  reader.finish();
  if (spec.kind != "text" && spec.kind != "integer") {
    errors.push_back({fmt::format("unknown kind of parameter \"{}\"", spec.kind), entry.place,
                      hint_for(spec.kind, {"integer", "text"})});
  } else if (!spec.standard.empty()) {
    if (auto valid = check_value(entry.key, spec, spec.standard); !valid) {
      errors.push_back({valid.error().what, standard->place, valid.error().hint});
    }
  }
  workload.parameters[entry.key] = std::move(spec);
}

/// The keys of a workload block or a [[workload]] table, laid over the manifest's defaults.
void read_workload(const TomlValue& table, Workload& workload, Errors& errors) {
  TomlReader reader(table, "a workload", errors);
  workload.name = reader.text("name").value_or(workload.name);
  workload.about = reader.text("about").value_or("");
  workload.kind = reader.text("kind").value_or(workload.kind);
  if (reader.value("factors") != nullptr) workload.factors = values(reader.texts("factors"));
  for (std::string& tag : values(reader.texts("tags"))) workload.tags.push_back(std::move(tag));
  if (const TomlValue* seconds = reader.scalar("seconds")) {
    workload.seconds = std::strtod(seconds->text.c_str(), nullptr);
    if (!(workload.seconds > 0)) errors.push_back({"\"seconds\" must be above 0", seconds->place, {}});
  }
  if (const TomlValue* parameters = reader.table("parameters")) {
    for (const TomlEntry& entry : parameters->entries) read_parameter(entry, workload, errors);
  }
  reader.finish();
  if (!is_name(workload.name)) {
    errors.push_back(
        {fmt::format("\"{}\" is no name of a workload", workload.name), table.place, "letters, digits, _ and -"});
  }
  if (workload.about.empty()) errors.push_back({"a workload says what it is about", table.place, "add about = \"…\""});
  if (workload.kind.empty())
    errors.push_back({"a workload has a kind", table.place, "add kind = \"…\" here or in suite.toml"});
}

class SuiteReader {
 public:
  explicit SuiteReader(const fs::path& folder) {
    manifest_.suite = folder.filename().string();
    manifest_.folder = folder;
  }

  Checked<std::vector<Workload>> read() {
    const fs::path path = manifest_.folder / "suite.toml";
    if (const auto table = parse_file(path)) {
      read_manifest(*table);
      read_sources();
      discover(path);
      check_repeats();
    }
    if (!errors_.empty()) return tl::unexpected(errors_);
    return workloads_;
  }

 private:
  std::optional<TomlValue> parse_file(const fs::path& path) {
    const auto text = read_text(path.string());
    if (!text) {
      errors_.push_back(text.error());
      return std::nullopt;
    }
    return parse(*text, path);
  }

  std::optional<TomlValue> parse(const std::string& text, const fs::path& path) {
    auto table = parse_toml(text, path.string());
    if (table) return *table;
    errors_.push_back(table.error());
    return std::nullopt;
  }

  void read_manifest(const TomlValue& table) {
    TomlReader reader(table, "a suite", errors_);
    manifest_.about = reader.text("about").value_or("");
    manifest_.kind = reader.text("kind").value_or("");
    manifest_.factors = values(reader.texts("factors"));
    manifest_.tags = values(reader.texts("tags"));
    manifest_.discover = reader.text("discover").value_or("");
    const TomlValue* workloads = reader.value("workload");
    reader.finish();
    if (workloads == nullptr) return;
    if (workloads->kind != TomlValue::Kind::Array) {
      errors_.push_back(wrong_type("workload", "tables ([[workload]])", *workloads));
      return;
    }
    for (const TomlValue& item : workloads->items) read_item(item);
  }

  void read_item(const TomlValue& item) {
    if (item.kind != TomlValue::Kind::Table) {
      errors_.push_back(wrong_type("workload", "tables ([[workload]])", item));
      return;
    }
    Workload workload = workload_of(manifest_, "");
    read_workload(item, workload, errors_);
    workload.file = manifest_.folder / "suite.toml";
    workloads_.push_back(std::move(workload));
  }

  void read_sources() {
    std::vector<fs::path> files;
    std::error_code status;
    for (const auto& entry : fs::directory_iterator(manifest_.folder, status)) {
      const fs::path& path = entry.path();
      const bool source = path.extension() == ".py" || path.extension() == ".cc";
      if (source && !path.stem().string().ends_with("_test")) files.push_back(path);
    }
    if (status) errors_.push_back({status.message(), manifest_.folder.string(), {}});
    std::ranges::sort(files);
    for (const fs::path& path : files) read_source(path);
  }

  void read_source(const fs::path& path) {
    const auto source = read_text(path.string());
    if (!source) {
      errors_.push_back(source.error());
      return;
    }
    const auto block = workload_block(*source);
    const auto table = block ? parse(*block, path) : std::nullopt;
    if (!table) return;
    Workload workload = workload_of(manifest_, path.stem().string());
    workload.file = path;
    read_workload(*table, workload, errors_);
    workloads_.push_back(std::move(workload));
  }

  void discover(const fs::path& path) {
    if (manifest_.discover.empty()) return;
    const auto discovery = discoveries().find(manifest_.discover);
    if (discovery == discoveries().end()) {
      std::vector<std::string> known;
      for (const auto& [name, entry] : discoveries()) known.push_back(name);
      errors_.push_back({fmt::format("discover = \"{}\" is unknown", manifest_.discover), path.string(),
                         hint_for(manifest_.discover, known)});
      return;
    }
    if (auto found = discovery->second.find(manifest_)) {
      std::ranges::move(*found, std::back_inserter(workloads_));
    } else {
      std::ranges::move(found.error(), std::back_inserter(errors_));
    }
  }

  void check_repeats() {
    std::map<std::string, fs::path> seen;
    for (const Workload& workload : workloads_) {
      const auto [place, added] = seen.emplace(workload.name, workload.file);
      if (added) continue;
      errors_.push_back({fmt::format("workload {} exists already", workload.full_name()), workload.file.string(),
                         fmt::format("the other one is in {}", place->second.string())});
    }
  }

  Manifest manifest_;
  std::vector<Workload> workloads_;
  Errors errors_;
};

}  // namespace

Workload workload_of(const Manifest& manifest, const std::string& name) {
  Workload workload;
  workload.suite = manifest.suite;
  workload.name = name;
  workload.kind = manifest.kind;
  workload.factors = manifest.factors;
  workload.tags = manifest.tags;
  return workload;
}

DiscoveryRegistration::DiscoveryRegistration(Discovery discovery) {
  discoveries()[discovery.name] = discovery;
}

Checked<std::vector<Workload>> read_suite(const fs::path& folder) {
  return SuiteReader(folder).read();
}

}  // namespace assay
