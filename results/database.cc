#include "results/database.h"

namespace assay {
namespace {

[[noreturn]] void raise(sqlite3* handle) {
  throw SqlError(sqlite3_extended_errcode(handle), sqlite3_system_errno(handle), sqlite3_errmsg(handle));
}

}  // namespace

Database::Database(const std::string& file, int flags, std::chrono::milliseconds patience) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (handle == nullptr) throw SqlError(SQLITE_NOMEM, 0, "out of memory");
  sqlite3_extended_result_codes(handle, 1);
  if (code != SQLITE_OK) raise(handle);
  sqlite3_busy_timeout(handle, static_cast<int>(patience.count()));
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) raise(handle());
}

std::int64_t Database::number(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

Statement::Statement(Database& database, std::string_view sql) : database_(database.handle()) {
  sqlite3_stmt* handle = nullptr;
  check(sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle,
                           nullptr));
  handle_.reset(handle);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) raise(database_);
}

void Statement::add(std::int64_t value) {
  check(sqlite3_bind_int64(handle_.get(), ++added_, value));
}
void Statement::add(double value) {
  check(sqlite3_bind_double(handle_.get(), ++added_, value));
}
void Statement::add_null() {
  check(sqlite3_bind_null(handle_.get(), ++added_));
}

void Statement::add(std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";
  check(sqlite3_bind_text64(handle_.get(), ++added_, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    // The error is read before the reset, which may change it.
    const SqlError error(sqlite3_extended_errcode(database_), sqlite3_system_errno(database_),
                         sqlite3_errmsg(database_));
    reset();
    throw error;
  }
  reset();
  return false;
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  added_ = 0;
}

std::string_view Statement::view(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace assay
