// SPDX-License-Identifier: GPL-3.0-or-later
#include "generated_files.h"

#include "../events_file.h"
#include "../raw_sqlite.h"

namespace joinery::bench {

std::filesystem::path tablesFile(std::int64_t tables) {
  return keptFile("tables_v2_" + std::to_string(tables) + ".db", [tables](const std::string& path) {
    const RawSqlite database(path);
    database.run("BEGIN");
    for (std::int64_t i = 0; i < tables; ++i) {
      const std::string name = "table_" + std::to_string(i), before = "table_" + std::to_string(i > 0 ? i - 1 : 0);
      database.run(("CREATE TABLE " + name + "(id INTEGER PRIMARY KEY, before_id INTEGER REFERENCES " + before +
                    ", name TEXT NOT NULL, kind TEXT, amount NUMERIC, created_at TEXT, changed_at TEXT, size INTEGER, colour TEXT, note TEXT)")
                       .c_str());
      database.run(("CREATE INDEX " + name + "_before ON " + name + "(before_id)").c_str());
      database.run(("INSERT INTO " + name + "(name) VALUES('one')").c_str());
    }
    database.run("COMMIT");
  });
}

std::filesystem::path wideFile(std::int64_t rows) {
  return keptFile("wide_" + std::to_string(rows) + ".db", [rows](const std::string& path) {
    const RawSqlite database(path);
    database.run("CREATE TABLE wide(id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, f INTEGER, g INTEGER, h INTEGER, i REAL, j TEXT)");
    database.run(("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows) +
                  ") INSERT INTO wide SELECT i, 'item ' || i, 'a text of some words ' || i, 'c', 'd', 'eeee', i, i * 2, i * 3, i / 7.0, 'j' FROM n")
                     .c_str());
    database.run("PRAGMA journal_mode = WAL");
  });
}

std::filesystem::path treeFile() {
  return keptFile("tree.db", [](const std::string& path) {
    const RawSqlite database(path);
    database.run("BEGIN;"
                 "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
                 "CREATE TABLE visit(id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, at TEXT NOT NULL);"
                 "CREATE TABLE item(id INTEGER PRIMARY KEY, visit_id INTEGER NOT NULL REFERENCES visit, name TEXT NOT NULL, amount REAL NOT NULL);"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                 " INSERT INTO person SELECT i, 'person ' || i FROM n;"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                 " INSERT INTO visit(person_id, at) SELECT 1, '2025-01-01 10:00:' || i FROM n;"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)"
                 " INSERT INTO visit(person_id, at) SELECT person.id, '2025-01-01 11:00:' || i FROM person, n WHERE person.id > 1;"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)"
                 " INSERT INTO item(visit_id, name, amount) SELECT visit.id, 'item ' || i, i * 1.5 FROM visit, n;"
                 "CREATE INDEX visit_person ON visit(person_id); CREATE INDEX item_visit ON item(visit_id); COMMIT; PRAGMA journal_mode = WAL");
  });
}

}  // namespace joinery::bench
