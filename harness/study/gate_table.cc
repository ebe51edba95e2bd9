#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <utility>

#include "harness/catalog/toml_reader.h"
#include "harness/core/near_names.h"
#include "harness/study/gate.h"
#include "harness/study/gate_words.h"
#include "harness/study/levels.h"

namespace assay {
namespace {

/// `2027-01-31`; the calendar knows which days there are.
bool is_date(const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };  // a sign is none
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !digit(0)) return false;
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&](std::size_t from, std::size_t to, auto& into) {
    const auto [end, status] = std::from_chars(text.data() + from, text.data() + to, into);
    return status == std::errc{} && end == text.data() + to;
  };
  if (!number(0, 4, year) || !number(5, 7, month) || !number(8, 10, day)) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)).ok();
}

class GateReader {
 public:
  GateReader(const TomlValue& table, Errors& errors) : table_(table), errors_(errors) {}

  GateRules read() {
    TomlReader reader(table_, "[gate]", errors_);
    read_quantity(reader, "floor", parse_percent, rules_.floor_percent, errors_);
    if (const TomlValue* floors = reader.table("floors")) read_floors(*floors);
    read_word(reader, sided_word(), rules_.sided);
    read_word(reader, noisy_word(), rules_.noisy_passes);
    read_word(reader, anchor_word(), rules_.any_anchor);
    rules_.recipe = reader.text("recipe").value_or("");
    if (const TomlValue* digests = reader.table("digests"))
      rules_.digests = read_single_levels(*digests, "[gate.digests]", errors_);
    if (const TomlValue* ignore = reader.value("ignore")) read_ignores(*ignore);
    reader.finish();
    return std::move(rules_);
  }

 private:
  template <typename Value>
  void read_word(TomlReader& reader, const Word<Value>& word, Value& into) {
    const TomlValue* written = reader.scalar(word.key);
    if (written != nullptr) take_word(word, {written->text, written->place}, into, errors_);
  }

  void read_floors(const TomlValue& table) {
    for (const TomlEntry& entry : table.entries) {
      if (!entry.value.is_scalar()) {
        errors_.push_back(wrong_type(entry.key, "a percentage", entry.value));
        if (entry.value.kind == TomlValue::Kind::Table)
          errors_.back().hint = fmt::format("a pattern stands in quotes: \"{}.*\" = \"1 %\"", entry.key);
      } else if (auto percent = parse_percent(entry.value.text)) {
        rules_.floors.push_back({{entry.key, entry.place}, *percent});
      } else {
        errors_.push_back({percent.error().what, entry.value.place, percent.error().hint});
      }
    }
  }

  void read_ignores(const TomlValue& array) {
    if (array.kind != TomlValue::Kind::Array) {
      errors_.push_back({fmt::format("\"ignore\" must be tables, not {}", describe(array.kind)), array.place,
                         "write [[gate.ignore]]"});
      return;
    }
    for (const TomlValue& item : array.items) {
      if (item.kind == TomlValue::Kind::Table)
        read_ignore(item);
      else
        errors_.push_back({fmt::format("an ignore entry is a table, not {}", describe(item.kind)), item.place,
                           "write [[gate.ignore]]"});
    }
  }

  void read_ignore(const TomlValue& table) {
    TomlReader reader(table, "an ignore entry", errors_);
    GateIgnore entry;
    entry.place = table.place;
    if (const TomlValue* workload = required(reader, table, "workload", "a pattern, such as \"python.*\""))
      entry.workload = {workload->text, workload->place};
    if (const TomlValue* where = reader.table("where")) entry.where = read_levels(*where, errors_);
    if (const TomlValue* until =
            required(reader, table, "until", "the last day on which it counts: until = 2027-01-31"))
      entry.until = date_of(*until);
    if (const TomlValue* reason = required(reader, table, "reason", "a sentence for those who find it later"))
      entry.reason = reason->text;
    reader.finish();
    rules_.ignore.push_back(std::move(entry));
  }

  /// Text (or a date) that an entry cannot do without.
  const TomlValue* required(TomlReader& reader, const TomlValue& table, const std::string& key,
                            const std::string& hint) {
    const TomlValue* value = reader.value(key);
    const bool text = value != nullptr && value->kind == TomlValue::Kind::Text;
    if (value == nullptr || (text && value->text.find_first_not_of(" \t\r\n") == std::string::npos)) {
      const std::string& place = value == nullptr ? table.place : value->place;
      errors_.push_back({fmt::format("an ignore entry needs \"{}\"", key), place, hint});
      return nullptr;
    }
    if (text || (key == "until" && value->kind == TomlValue::Kind::Date)) return value;
    errors_.push_back(wrong_type(key, "text", *value));
    return nullptr;
  }

  std::string date_of(const TomlValue& written) {
    if (is_date(written.text)) return written.text;
    errors_.push_back({fmt::format("\"{}\" is no date", written.text), written.place, "write until = 2027-01-31"});
    return {};
  }

  const TomlValue& table_;
  Errors& errors_;
  GateRules rules_;
};

}  // namespace

GateRules read_gate(const TomlValue& table, Errors& errors) {
  return GateReader(table, errors).read();
}

GateRules read_gate_file(const std::string& path, Errors& errors) {
  const auto text = read_text(path);
  const auto document = text ? parse_toml(*text, path) : tl::unexpected(text.error());
  if (!document) {
    errors.push_back(document.error());
    return {};
  }
  TomlReader top(*document, "a rule file", errors);
  const TomlValue* table = top.table("gate");
  const GateRules rules = table == nullptr ? GateRules{} : read_gate(*table, errors);
  if (table == nullptr && top.value("gate") == nullptr)
    errors.push_back({"a rule file needs the table [gate]", path, "its keys: floor, sided, noisy, anchor, ignore"});
  top.finish();
  return rules;
}

}  // namespace assay
