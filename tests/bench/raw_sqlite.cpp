// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_sqlite.h"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "workload.h"

namespace joinery::bench {

namespace {

constexpr const char* kEventTable =
    "CREATE TABLE event(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT NOT NULL, amount REAL NOT NULL, created_at TEXT NOT NULL, note TEXT)";
constexpr const char* kPersonTable = "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
constexpr const char* kVisitTable =
    "CREATE TABLE visit(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES person(id), kind TEXT NOT NULL, amount REAL NOT NULL,"
    " created_at TEXT NOT NULL, note TEXT)";

/// Where the files are; gone with the program.
class Folder {
 public:
  Folder() : m_path(std::filesystem::temp_directory_path() / ("joinery_bench_" + std::to_string(getpid()))) { std::filesystem::create_directory(m_path); }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  std::string file(const char* name) const { return (m_path / name).string(); }

 private:
  std::filesystem::path m_path;
};

const Folder& folder() {
  static const Folder made;
  return made;
}

void checkRaw(const RawSqlite& database, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database.handle()));
}

void fill(const RawSqlite& database, const std::string& table, const std::vector<Event>& rows) {
  RawStatement insert(database, "INSERT INTO " + table + "(" + kColumns + ") VALUES(?, ?, ?, ?, ?, ?)");
  for (const Event& row : rows) {
    insert.bind(1, row.id);
    insert.bindWithoutKey(row, 2);
    insert.execute();
  }
}

void fillPersons(const RawSqlite& database) {
  RawStatement insert(database, "INSERT INTO person(id, name) VALUES(?, ?)");
  for (std::int64_t id = 1; id <= parentCount(); ++id) {
    const std::string name = "person " + std::to_string(id);
    insert.bind(1, id);
    insert.bind(2, name);
    insert.execute();
  }
}

}  // namespace

RawSqlite::RawSqlite(const std::string& path) {
  checkRaw(*this, sqlite3_open(path.c_str(), &m_handle));
  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  run("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA synchronous = FULL");
}

RawSqlite::~RawSqlite() { sqlite3_close(m_handle); }

void RawSqlite::run(const char* sql) const { checkRaw(*this, sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr)); }

std::int64_t RawSqlite::number(const char* sql) const {
  RawStatement statement(*this, sql);
  require(statement.step(), "a number comes back");
  return sqlite3_column_int64(statement.get(), 0);
}

RawStatement::RawStatement(const RawSqlite& database, const std::string& sql) {
  checkRaw(database, sqlite3_prepare_v3(database.handle(), sql.c_str(), static_cast<int>(sql.size()) + 1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr));
}

RawStatement::~RawStatement() { sqlite3_finalize(m_statement); }

bool RawStatement::step() {
  const int code = sqlite3_step(m_statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(sqlite3_db_handle(m_statement)));
  return code == SQLITE_ROW;
}

void RawStatement::execute() {
  step();
  reset();
}

void RawStatement::bindWithoutKey(const Event& event, int place) {
  bind(place, event.userId);
  bind(place + 1, event.kind);
  bind(place + 2, event.amount);
  bind(place + 3, event.createdAt);
  if (event.note) bind(place + 4, *event.note);
  else sqlite3_bind_null(m_statement, place + 4);
}

std::string RawStatement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

void RawStatement::read(Event& event) const {
  event.id = sqlite3_column_int64(m_statement, 0);
  event.userId = sqlite3_column_int64(m_statement, 1);
  event.kind = text(2);
  event.amount = sqlite3_column_double(m_statement, 3);
  event.createdAt = text(4);
  if (sqlite3_column_type(m_statement, 5) != SQLITE_NULL) event.note = text(5);
}

const std::string& filledSqlite() {
  static const std::string path = [] {
    std::string made = folder().file("filled.db");
    const RawSqlite database(made);
    database.run("PRAGMA journal_mode = WAL; BEGIN");
    for (const char* table : {kEventTable, kPersonTable, kVisitTable, "CREATE INDEX visit_user ON visit(user_id)"}) database.run(table);
    fill(database, "event", events());
    fillPersons(database);
    fill(database, "visit", visits());
    database.run("COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)");
    return made;
  }();
  return path;
}

std::string emptySqlite() {
  const std::string path = folder().file("empty.db");
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  const RawSqlite database(path);
  database.run("PRAGMA journal_mode = WAL");
  database.run(kEventTable);
  return path;
}

}  // namespace joinery::bench
