#include "results/database.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace assay {
namespace {

constexpr std::chrono::seconds most_of_a_commit(2);  // of another run into the same store, on a busy disk

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
  wait_for_locks({patience});
}

void Database::wait_for_locks(LockWait wait) {
  auto waiting = std::make_unique<Waiting>(Waiting{std::move(wait)});
  sqlite3_busy_handler(handle(), wait_on, waiting.get());
  waiting_ = std::move(waiting);
}

/// SQLite's busy handler: whether to try once more. `times`: it was called for this lock.
int Database::wait_on(void* waiting, int times) {
  using namespace std::chrono_literals;
  auto& [how, since, told] = *static_cast<Waiting*>(waiting);
  const auto now = std::chrono::steady_clock::now();
  if (times == 0) {
    since = now;
    told = false;
  }
  if (now - since >= how.most || (how.gives_up && how.gives_up())) return 0;
  if (!told && how.tells && now - since >= most_of_a_commit) {
    told = true;
    how.tells();
  }
  std::this_thread::sleep_for(std::min(50ms, 1ms * (times + 1)));
  return 1;
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
