#include "results/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <thread>

#include "results/migrate.h"
#include "results/reader.h"
#include "results/sql_error.h"
#include "results/writer.h"

namespace assay {
namespace {

/// Write-ahead log, so that readers and a writer do not wait for each other. NORMAL, not FULL: a commit is in the
/// kernel's hands when it returns, so it survives the death of any process; FULL would add an fsync per bout, which
/// survives a power cut too but disturbs what is measured next.
constexpr char journal[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON";

template <typename Work>
auto guarded(const std::filesystem::path& file, Work work) -> Result<decltype(work())> {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const SqlError& error) {
    return tl::unexpected(to_error(error, file));
  } catch (const Json::exception& error) {
    return tl::unexpected(to_error(SqlError(SQLITE_CORRUPT, 0, error.what()), file));
  }
}

/// What SQLite would say less clearly, or only at the first write.
Result<void> check_path(const std::filesystem::path& file, Store::Access access) {
  if (file.empty()) return fail("the store has no name", "--db", "name a file: --db assay.db");
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  if (std::filesystem::is_directory(status))
    return fail("this is a folder, not a store", file.string(), "name a file with --db FILE");
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::exists(status) && !std::filesystem::is_directory(folder, ignored))
    return fail("the folder of this store does not exist", file.string(), "make it: mkdir -p " + folder.string());
  if (!std::filesystem::exists(status) && access == Store::Access::ReadOnly)
    return fail("there is no store here yet", file.string(),
                "measure something first (assay run …), or name another one with --db FILE");
  return {};
}

/// A reader needs to write the log's index, save where the store lies still: a folder that cannot be written, without a
/// log.
Database open_for_reading(const std::filesystem::path& file, std::chrono::milliseconds patience) {
  try {
    Database database(std::filesystem::absolute(file).string(), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, patience);
    database.number("SELECT count(*) FROM sqlite_schema");
    return database;
  } catch (const SqlError& error) {
    const int code = error.code() & 0xff;
    std::error_code ignored;
    const auto log = std::filesystem::file_size(file.string() + "-wal", ignored);
    const bool still = ignored || log == 0;
    if (!still || (code != SQLITE_CANTOPEN && code != SQLITE_READONLY)) throw;
    std::string name;
    for (const char c : std::filesystem::absolute(file).string())
      name += c == '?' || c == '#' || c == '%' ? fmt::format("%{:02x}", c) : std::string(1, c);
    return Database("file:" + name + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                    patience);
  }
}

Result<Database> open_for_writing(const std::filesystem::path& file, std::chrono::milliseconds patience) {
  // Absolute, so that `:memory:` and `file:x` are names of files like others.
  Database database(std::filesystem::absolute(file).string(),
                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, patience);
  if (const auto seen = schema_version(database, file, static_cast<int>(migrations().size())); !seen)
    return tl::unexpected(seen.error());
  if (sqlite3_db_readonly(database.handle(), "main") == 1) throw SqlError(SQLITE_READONLY, 0, "read-only");
  database.execute(journal);
  if (auto migrated = migrate(database, file, migrations()); !migrated) return tl::unexpected(migrated.error());
  return database;
}

Result<Database> open_database(const std::filesystem::path& file, Store::Access access,
                               std::chrono::milliseconds patience) {
  if (access == Store::Access::ReadWrite) return open_for_writing(file, patience);
  const auto newest = static_cast<int>(migrations().size());
  Database database = open_for_reading(file, patience);
  const auto version = schema_version(database, file, newest);
  if (!version) return tl::unexpected(version.error());
  if (*version == newest) return database;
  return open_for_writing(file, patience);  // an older one is migrated for readers too
}

/// Into as many ranges of about the same length; one where there is little to read.
std::vector<Reader::Range> split(Reader::Range all, std::size_t parts) {
  constexpr std::int64_t least = 1000;  // bouts: a thread and a connection for fewer cost what they save
  const std::int64_t size = all.last - all.first + 1;
  const auto count =
      std::clamp<std::int64_t>(size / least, 1, static_cast<std::int64_t>(std::max<std::size_t>(1, parts)));
  std::vector<Reader::Range> ranges;
  for (std::int64_t part = 0; part < count; ++part)
    ranges.push_back({all.first + size * part / count, all.first + size * (part + 1) / count - 1});
  return ranges;
}

}  // namespace

struct Store::Impl {
  std::filesystem::path file;
  std::chrono::milliseconds patience;
  Database database;
  Writer writer{database};
  Reader reader{database};

  Impl(std::filesystem::path file_, std::chrono::milliseconds patience_, Database database_)
      : file(std::move(file_)), patience(patience_), database(std::move(database_)) {}

  template <typename Work>
  Result<void> commit(Work work) {
    auto done = guarded(file, [&] {
      Transaction transaction(database);
      work(writer);
      transaction.commit();
    });
    int moved = 0;  // SQLite goes on to write a file that nobody will find
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (done && moved != 0)
      return fail("the store was moved or removed while it was written to", file.string(),
                  "put it back where it was, and start the same command again");
    return done;
  }
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& file, Access access, std::chrono::milliseconds patience) {
  if (auto checked = check_path(file, access); !checked) return tl::unexpected(checked.error());
  auto opened = guarded(file, [&] { return open_database(file, access, patience); });
  if (!opened) return tl::unexpected(opened.error());
  if (!*opened) return tl::unexpected(opened->error());
  return Store(std::make_unique<Impl>(file, patience, std::move(**opened)));
}

void Store::wait_for_locks(std::optional<LockWait> wait) {
  impl_->database.wait_for_locks(wait ? *std::move(wait) : LockWait{impl_->patience});
}

Result<void> Store::begin_run(const RunRow& run, const std::vector<RunCell>& cells) {
  return impl_->commit([&](Writer& writer) {
    writer.run(run);
    writer.cells(run.id, cells);
  });
}

Result<void> Store::commit_bout(const std::string& run, const std::string& group, const BoutRecord& bout) {
  bool stored = true;
  const auto done = impl_->commit([&](Writer& writer) { stored = writer.bout(run, group, bout); });
  if (!done || stored) return done;
  return fail(fmt::format("{} bout {} of {} in run {} is stored already", name(bout.mode), bout.attempt, group, run),
              impl_->file.string(), "another process continues the same run: let one of them finish");
}

Result<void> Store::import_bouts(const std::string& run, std::span<const StoredBout> bouts) {
  return impl_->commit([&](Writer& writer) {
    for (const StoredBout& bout : bouts) writer.bout(run, bout.group, bout.record);
  });
}

Result<void> Store::note_group(const std::string& run, const std::string& group, const Json& note) {
  return impl_->commit([&](Writer& writer) { writer.note(run, group, note); });
}

Result<void> Store::finish_run(const std::string& run, const std::string& state, double finished) {
  return impl_->commit([&](Writer& writer) { writer.finish(run, state, finished); });
}

Result<void> Store::add_night(std::span<const NightValue> values, std::span<const NightEvent> events) {
  return impl_->commit([&](Writer& writer) {
    for (const NightValue& value : values) writer.night_value(value);
    for (const NightEvent& event : events) writer.night_event(event);
  });
}

Result<std::vector<RunRow>> Store::runs() const {
  return guarded(impl_->file, [&] { return impl_->reader.runs(); });
}

Result<std::optional<RunRow>> Store::unfinished_run(const std::string& fingerprint) const {
  return guarded(impl_->file, [&] { return impl_->reader.unfinished(fingerprint); });
}

Result<std::vector<RunCell>> Store::cells(const std::string& run) const {
  return guarded(impl_->file, [&] { return impl_->reader.cells(run); });
}

Result<std::vector<StoredBout>> Store::bouts(const std::string& run, Detail detail) const {
  std::vector<StoredBout> all;
  const auto done = scan(run, detail, [&](StoredBout& bout) { all.push_back(std::move(bout)); });
  if (!done) return tl::unexpected(done.error());
  return all;
}

Result<void> Store::scan(const std::string& run, Detail detail, const std::function<void(StoredBout&)>& visit) const {
  return guarded(impl_->file, [&] { impl_->reader.scan(run, impl_->reader.bouts(run), detail, visit); });
}

Result<void> Store::scan_in_parts(const std::string& run, Detail detail, std::size_t parts,
                                  const std::function<void(std::size_t, StoredBout&)>& visit) const {
  const auto all = guarded(impl_->file, [&] { return impl_->reader.bouts(run); });
  if (!all) return tl::unexpected(all.error());
  const auto ranges = split(*all, parts);
  const auto read = [&](const Impl& impl, std::size_t part) {
    return guarded(impl.file,
                   [&] { impl.reader.scan(run, ranges[part], detail, [&](StoredBout& bout) { visit(part, bout); }); });
  };
  std::vector<Result<void>> done(ranges.size());
  {
    std::vector<std::jthread> threads;
    std::size_t started = 1;
    try {
      for (; started < ranges.size(); ++started)
        threads.emplace_back([&, part = started] {
          const auto own = open(impl_->file, Access::ReadOnly);
          done[part] = own ? read(*own->impl_, part) : tl::unexpected(own.error());
        });
    } catch (const std::system_error&) {  // no thread is to be had: what is left is read here
    }
    done[0] = read(*impl_, 0);
    for (std::size_t part = started; part < ranges.size(); ++part) done[part] = read(*impl_, part);
  }
  const auto failed = std::ranges::find_if(done, [](const Result<void>& each) { return !each; });
  return failed == done.end() ? Result<void>{} : *failed;
}

Result<std::vector<CellSummary>> Store::summaries(const std::string& run) const {
  return guarded(impl_->file, [&] { return impl_->reader.summaries(run); });
}

Result<double> Store::measuring_seconds(const std::string& run) const {
  return guarded(impl_->file, [&] { return impl_->reader.measuring_seconds(run); });
}

Result<std::map<std::string, double>> Store::process_seconds(const std::string& run) const {
  return guarded(impl_->file, [&] { return impl_->reader.process_seconds(run); });
}

Result<std::map<std::string, Json>> Store::group_notes(const std::string& run) const {
  return guarded(impl_->file, [&] { return impl_->reader.notes(run); });
}

Result<std::vector<NightValue>> Store::night_values() const {
  return guarded(impl_->file, [&] { return impl_->reader.night_values(); });
}

Result<std::vector<NightEvent>> Store::night_events() const {
  return guarded(impl_->file, [&] { return impl_->reader.night_events(); });
}

}  // namespace assay
