// SPDX-License-Identifier: GPL-3.0-or-later
#include "revised_database.h"

#include <array>

#include "orm/core/display_text.h"
#include "orm/difference/schema_diff.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"

namespace joinery::test {

namespace {

using migration::Operations;
using migration::Revision;

constexpr const char* kShop = "CREATE TABLE shop (id INTEGER PRIMARY KEY, title TEXT, note TEXT);";
constexpr const char* kNamedShop = "CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT);";
constexpr const char* kGood = "CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INTEGER NOT NULL REFERENCES shop (id) ON DELETE CASCADE); CREATE INDEX good_by_shop ON good (shop_id);";
constexpr const char* kNames = "CREATE VIEW shop_names AS SELECT name FROM shop;";

Url urlOf(Backend backend, const QTemporaryDir& folder) {
  return backend == Backend::Sqlite ? Url::sqliteFile(folder.filePath(QStringLiteral("shops.db")).toStdString()) : ownDatabaseUrl();
}

}  // namespace

RevisedDatabase::RevisedDatabase(Backend backend) : m_url(urlOf(backend, m_folder)) {
  open();
  if (!isSqlite()) makeEmpty();
}

RevisedDatabase::~RevisedDatabase() = default;

void RevisedDatabase::open() {
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(m_url, options);
  m_lease = m_engine->connect(Engine::Access::Write);
  if (!isSqlite()) m_lease->execute("SET client_min_messages = warning");
}

void RevisedDatabase::close() {
  m_lease.release();
  m_engine.reset();
}

void RevisedDatabase::run(const std::string& statements) const {
  for (const std::string& statement : m_lease->splitStatements(statements)) m_lease->execute(statement);
}

std::string RevisedDatabase::cell(const std::string& sql) const {
  const auto batch = fetchAll(*m_lease->execute(sql));
  return batch->rows() == 0 ? "none" : batch->at(0, 0).isNull() ? "NULL" : displayText(batch->at(0, 0), {});
}

schema::MetaData RevisedDatabase::reflected() const { return *reflect(*m_lease, dialect()); }

void RevisedDatabase::makeEmpty() const {
  if (!isSqlite()) return run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  const auto tables = reflected();
  run("PRAGMA foreign_keys = OFF");
  for (const auto& table : tables.tables()) run((table->isView() ? "DROP VIEW " : "DROP TABLE ") + dialect().quote(table->name));
  run("PRAGMA foreign_keys = ON");
}

schema::MetaData RevisedDatabase::schemaOf(const std::string& statements) const {
  makeEmpty();
  run(statements);
  schema::MetaData metadata = reflected();
  makeEmpty();
  return metadata;
}

std::vector<Revision> RevisedDatabase::shops() const {
  const std::vector<schema::MetaData> states{schemaOf(""), schemaOf(kShop), schemaOf(std::string(kShop) + kGood), schemaOf(std::string(kNamedShop) + kGood + kNames)};
  const Operations rename{migration::RenameColumn{states[2].find(QualifiedName("shop"))->name, "title", "name"}};
  constexpr std::array kIds{"first", "second", "third"};
  constexpr std::array kMessages{"shops", "their goods", "names of shops"};
  std::vector<Revision> revisions;
  for (std::size_t i = 0; i < kIds.size(); ++i) {
    const Operations up = schemaDifference(states[i], states[i + 1], i == 2 ? rename : Operations(), dialect());
    revisions.push_back({kIds[i], i == 0 ? "" : kIds[i - 1], kMessages[i], up, inverse(up)});
  }
  return revisions;
}

Revision dataRevision(const char* id, const char* parent, const std::string& up, const std::string& down) {
  const Operations operations{migration::DataStep{up, down}};
  return {id, parent, "", operations, inverse(operations)};
}

}  // namespace joinery::test
