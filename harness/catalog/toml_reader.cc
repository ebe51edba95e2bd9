#include "harness/catalog/toml_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/near_names.h"

namespace assay {

Error wrong_type(const std::string& name, const std::string& wanted, const TomlValue& value) {
  return {fmt::format("\"{}\" must be {}, not {}", name, wanted, describe(value.kind)), value.place, {}};
}

TomlReader::TomlReader(const TomlValue& table, std::string what, Errors& errors)
    : table_(table), what_(std::move(what)), errors_(errors) {}

const TomlValue* TomlReader::value(const std::string& key) {
  if (std::ranges::find(known_, key) == known_.end()) known_.push_back(key);
  const auto entry = std::ranges::find(table_.entries, key, &TomlEntry::key);
  return entry == table_.entries.end() ? nullptr : &entry->value;
}

const TomlValue* TomlReader::of_kind(const std::string& key, TomlValue::Kind kind) {
  const TomlValue* found = value(key);
  if (found == nullptr || found->kind == kind) return found;
  errors_.push_back(wrong_type(key, describe(kind), *found));
  return nullptr;
}

const TomlValue* TomlReader::table(const std::string& key) {
  return of_kind(key, TomlValue::Kind::Table);
}

std::optional<std::string> TomlReader::text(const std::string& key) {
  const TomlValue* found = of_kind(key, TomlValue::Kind::Text);
  return found == nullptr ? std::nullopt : std::optional(found->text);
}

std::optional<std::int64_t> TomlReader::integer(const std::string& key) {
  const TomlValue* found = of_kind(key, TomlValue::Kind::Integer);
  return found == nullptr ? std::nullopt : std::optional(found->integer);
}

const TomlValue* TomlReader::scalar(const std::string& key) {
  const TomlValue* found = value(key);
  if (found == nullptr || found->is_scalar()) return found;
  errors_.push_back(wrong_type(key, "text or a number", *found));
  return nullptr;
}

std::vector<TomlValue> TomlReader::texts(const std::string& key) {
  std::vector<TomlValue> texts;
  const TomlValue* array = of_kind(key, TomlValue::Kind::Array);
  if (array == nullptr) return texts;
  for (const TomlValue& item : array->items) {
    if (item.kind == TomlValue::Kind::Text) {
      texts.push_back(item);
    } else {
      errors_.push_back(
          {fmt::format("\"{}\" holds {} where text is expected", key, describe(item.kind)), item.place, {}});
    }
  }
  return texts;
}

void TomlReader::finish() {
  for (const TomlEntry& entry : table_.entries) {
    if (std::ranges::find(known_, entry.key) != known_.end()) continue;
    errors_.push_back(
        {fmt::format("\"{}\" is no key of {}", entry.key, what_), entry.place, hint_for(entry.key, known_)});
  }
}

}  // namespace assay
