#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/core/error.h"
#include "results/lock_wait.h"

namespace assay {

/// What SQLite refused. Stays inside results/: Store turns it into an Error (sql_error.h).
class SqlError : public std::exception {
 public:
  SqlError(int code, int system_error, std::string message)
      : code_(code), system_error_(system_error), message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }
  int code() const { return code_; }  ///< extended
  int system_error() const { return system_error_; }

 private:
  int code_;
  int system_error_;
  std::string message_;
};

/// A connection. Every function throws SqlError.
class Database {
 public:
  /// `flags` as for sqlite3_open_v2; `patience` is how long a lock of another process is waited for.
  Database(const std::string& file, int flags, std::chrono::milliseconds patience);
  void wait_for_locks(LockWait wait);  ///< from now on
  void execute(const std::string& sql);
  std::int64_t number(const std::string& sql);  ///< the first column of the first row
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Waiting {
    LockWait how;
    std::chrono::steady_clock::time_point since{};
    bool told = false;
  };
  static int wait_on(void* waiting, int times);

  std::unique_ptr<Waiting> waiting_;  // SQLite knows where it is; it outlives the handle
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Parameters and columns are taken from left to right; text is not copied before step().
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  void add(std::int64_t value);
  void add(double value);  ///< NaN is stored as NULL
  void add(std::string_view text);
  void add_null();
  template <typename T>
  void add(const std::optional<T>& value) {
    value ? add(*value) : add_null();
  }

  /// True while there are rows. After the last one the statement is ready for new parameters.
  bool step();
  /// Runs a statement that has no rows.
  void run() {
    while (step()) {
    }
  }
  void reset();

  bool null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  double real(int column) const { return sqlite3_column_double(handle_.get(), column); }
  std::string_view view(int column) const;  ///< until the next step
  std::string text(int column) const { return std::string(view(column)); }

 private:
  void check(int code) const;

  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int added_ = 0;
};

/// Holds the write lock from the start; rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace assay
