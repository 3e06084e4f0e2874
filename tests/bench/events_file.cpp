// SPDX-License-Identifier: GPL-3.0-or-later
#include "events_file.h"

#include <unistd.h>

#include <cstdlib>

#include "event.h"
#include "raw_postgresql.h"
#include "raw_sqlite.h"

namespace joinery::bench {

namespace {

/// In the names: what was made of other rows is not taken for these.
constexpr const char* kVersion = "v1";

std::string nameOf(std::int64_t rows) { return std::string("events_") + kVersion + "_" + std::to_string(rows); }

void fillFile(const std::string& path, std::int64_t rows) {
  const RawSqlite database(path);
  database.run("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN");
  database.run("CREATE TABLE events(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT NOT NULL, amount REAL NOT NULL,"
               " created_at TEXT NOT NULL, note TEXT)");
  RawStatement insert(database, std::string("INSERT INTO events(") + kColumns + ") VALUES(?, ?, ?, ?, ?, ?)");
  for (std::int64_t id = 1; id <= rows; ++id) {
    const Event row = eventAt(id);
    insert.bind(1, id);
    insert.bindWithoutKey(row, 2);
    insert.execute();
  }
  database.run("CREATE INDEX events_user ON events(user_id); COMMIT; ANALYZE; PRAGMA journal_mode = WAL");
}

bool hasDatabase(const RawPostgresql& server, const std::string& name) {
  return server.number(("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'").c_str()) > 0;
}

void fillDatabase(const RawPostgresql& database, std::int64_t rows) {
  database.makeTable("events");
  std::int64_t id = 0;
  Event row;
  database.copyWithoutKey("events", [&]() -> const Event* {
    if (id == rows) return nullptr;
    row = eventAt(++id);
    return &row;
  });
  database.run("CREATE INDEX events_user ON events(user_id)");
  database.run("VACUUM ANALYZE events");
}

}  // namespace

std::filesystem::path dataFolder() {
  const char* asked = std::getenv("JOINERY_BENCH_DATA");
  std::filesystem::path folder = asked && *asked ? asked : JOINERY_BENCH_FOLDER;
  std::filesystem::create_directories(folder);
  return folder;
}

std::filesystem::path keptFile(const std::string& name, const std::function<void(const std::string& path)>& make) {
  const auto path = dataFolder() / name;
  if (std::filesystem::exists(path)) return path;
  const auto part = path.string() + "." + std::to_string(getpid());
  std::filesystem::remove(part);
  make(part);
  std::filesystem::rename(part, path);
  return path;
}

std::filesystem::path eventsFile(std::int64_t rows) {
  return keptFile(nameOf(rows) + ".db", [rows](const std::string& path) { fillFile(path, rows); });
}

std::filesystem::path rollbackFile(std::int64_t rows) {
  return keptFile(nameOf(rows) + "_rollback.db", [rows](const std::string& path) {
    RawSqlite(eventsFile(rows)).run("PRAGMA wal_checkpoint(TRUNCATE)");
    std::filesystem::copy_file(eventsFile(rows), path);
    RawSqlite(path).run("PRAGMA journal_mode = DELETE");
  });
}

Url eventsDatabase(std::int64_t rows) {
  const std::string server = postgresqlServer(), name = "joinery_bench_" + nameOf(rows);
  const RawPostgresql control(server, {});
  if (!hasDatabase(control, name)) {
    const std::string part = name + "_" + std::to_string(getpid());
    control.run(("CREATE DATABASE " + part).c_str());
    fillDatabase(RawPostgresql(server, part), rows);
    control.run(("ALTER DATABASE " + part + " RENAME TO " + name).c_str());
  }
  Url url = Url::parse(server);
  url.database = name;
  return url;
}

std::string rareText(std::int64_t rows) { return "number " + std::to_string(rows * 2 / 3 / 4 * 4 + 1); }

}  // namespace joinery::bench
