#include "results/sql_error.h"

#include <cerrno>
#include <cstring>

namespace assay {
namespace {

std::string reason(const SqlError& error) {
  return error.system_error() != 0 ? std::strerror(error.system_error()) : error.what();
}

Error no_space(const SqlError& error, const std::string& where) {
  const std::string why = error.code() == SQLITE_FULL ? std::strerror(ENOSPC) : reason(error);
  return {"the store cannot grow (" + why + ")", where,
          "free some space and give the same command again: what was committed before is kept"};
}

}  // namespace

Error to_error(const SqlError& error, const std::filesystem::path& file) {
  const std::string where = file.string();
  switch (error.code() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {"the store is locked by another process", where,
              "wait until that has finished, or name another store with --db FILE"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {"the store cannot be written", where,
              "check the permissions of the file and of its folder, or name another store with --db FILE"};
    case SQLITE_CANTOPEN:
      return {"the store cannot be opened (" + reason(error) + ")", where,
              "check the path and the permissions of its folder, or name another store with --db FILE"};
    case SQLITE_NOTADB:
      return {"this file is not a store of assay", where, "name another one with --db FILE"};
    case SQLITE_CORRUPT:
      return {"the store is damaged (" + std::string(error.what()) + ")", where,
              "save what can be read with: sqlite3 " + where + " .recover | sqlite3 saved.db"};
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return no_space(error, where);
    default:
      return {std::string("the store refused: ") + error.what(), where, "please report this"};
  }
}

}  // namespace assay
