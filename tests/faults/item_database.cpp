// SPDX-License-Identifier: GPL-3.0-or-later
#include "item_database.h"

#include "orm/changes/change_set_document.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"

namespace joinery::test {

using namespace std::chrono_literals;

ItemDatabase::ItemDatabase(const Url& truth, const Url& url) : m_engine(Engine::create(url)) {
  const auto connection = Engine::create(truth)->connect(Engine::Access::Write);
  for (const char* sql : {"DROP TABLE IF EXISTS part", "DROP TABLE IF EXISTS item", "CREATE TABLE item(id serial PRIMARY KEY, name text NOT NULL)",
                          "CREATE TABLE part(id serial PRIMARY KEY, item_id integer NOT NULL REFERENCES item(id), name text NOT NULL)",
                          "INSERT INTO item SELECT g, 'old' FROM generate_series(1, 10) g", "SELECT setval('item_id_seq', 1000)"})
    connection->execute(sql);
  const auto lease = m_engine->connect(Engine::Access::Read);
  m_registry = automap(reflect(*lease, dialect()), dialect().namesIgnoreCase());
}

ChangeSet ItemDatabase::changesOf(int number, Connection& connection) const {
  const std::string name = "run " + std::to_string(number);
  const Json document = {{"changes",
                          {{{"model", "item"}, {"op", "update"}, {"key", number % 10 + 1}, {"values", {{"name", name}}}},
                           {{"model", "item"}, {"op", "insert"}, {"values", {{"name", name}}}, {"ref", "i"}},
                           {{"model", "part"}, {"op", "insert"}, {"values", {{"item_id", {{"$ref", "i"}}}, {"name", name}}}}}}};
  ChangeSet changes = changeSetFromJson(document, *m_registry);
  if (!unit().readImages(connection, changes).empty()) qFatal("rows are gone");
  return changes;
}

CommitResult ItemDatabase::commit(int number) const {
  auto lease = m_engine->connect(Engine::Access::Write);
  const ChangeSet changes = changesOf(number, *lease);
  CommitResult result = unit().commit(*lease, changes);
  resolver().settle(*m_engine, *lease, changes, result, 60s);
  lease.invalidate();
  return result;
}

std::string ItemDatabase::countOf(int number) {
  const std::string name = "'run " + std::to_string(number) + "'";
  return "SELECT (SELECT count(*) FROM item WHERE name = " + name + ") + (SELECT count(*) FROM part WHERE name = " + name + ")";
}

}  // namespace joinery::test
