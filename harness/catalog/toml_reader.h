#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/catalog/toml_text.h"
#include "harness/core/error.h"

namespace assay {

/// Takes the keys of one table; what is wrong (type, value, a key nobody asked for) is added to `errors`, and reading
/// goes on.
class TomlReader {
 public:
  /// `what` completes `"titel" is no key of `: `a study`.
  TomlReader(const TomlValue& table, std::string what, Errors& errors);

  const TomlValue* value(const std::string& key);
  const TomlValue* table(const std::string& key);
  std::optional<std::string> text(const std::string& key);
  std::optional<std::int64_t> integer(const std::string& key);
  /// A scalar of any kind as text (`2`, `2 %`).
  const TomlValue* scalar(const std::string& key);
  std::vector<TomlValue> texts(const std::string& key);  ///< an array of text

  /// Call last: every key that was not taken is unknown.
  void finish();

 private:
  const TomlValue* of_kind(const std::string& key, TomlValue::Kind kind);

  const TomlValue& table_;
  std::string what_;
  Errors& errors_;
  std::vector<std::string> known_;
};

/// `"NAME" must be WANTED, not an array`
Error wrong_type(const std::string& name, const std::string& wanted, const TomlValue& value);

}  // namespace assay
