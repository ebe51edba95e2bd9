#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/database.h"
#include "results/store.h"

namespace assay {

/// The only code that writes rows. Transactions are the caller's; every function throws SqlError.
class Writer {
 public:
  explicit Writer(Database& database) : database_(database) {}

  void run(const RunRow& run);
  void cells(const std::string& run, const std::vector<RunCell>& cells);
  /// False, with nothing written, where a bout of this key is here already.
  bool bout(const std::string& run, const std::string& group, const BoutRecord& bout);
  void note(const std::string& run, const std::string& group, const Json& note);
  void night_value(const NightValue& value);
  void night_event(const NightEvent& event);
  void finish(const std::string& run, const std::string& state, double finished);

 private:
  Statement& prepared(const char* sql);
  std::string facts(const Json& facts);
  void process(std::int64_t bout, std::int64_t iterations, std::size_t member, const ProcessRecord& process);
  void slices(std::int64_t process, std::int64_t iterations, const std::vector<Slice>& slices);

  Database& database_;
  std::map<const char*, Statement> statements_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::int64_t> standard_;
  std::string text_;
};

/// JSON as text. Bytes that are not UTF-8 (a member's words are untrusted) become U+FFFD.
std::string stored_text(const Json& json);

}  // namespace assay
