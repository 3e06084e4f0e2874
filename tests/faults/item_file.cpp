// SPDX-License-Identifier: GPL-3.0-or-later
#include "item_file.h"

#include "orm/changes/outcome_resolver.h"
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"

namespace joinery::test {

using namespace std::chrono_literals;
using namespace std::string_literals;

ItemFile::ItemFile(std::string path, const std::string& journalMode, Engine::Options options) : m_path(std::move(path)), m_options(std::move(options)) {
  Engine::Options creating = m_options;
  creating.createIfMissing = true;
  const auto made = Engine::create(Url::sqliteFile(m_path), creating);
  const auto connection = made->connect(Engine::Access::Write);
  for (const std::string& sql : {"PRAGMA journal_mode = " + journalMode, "CREATE TABLE item(id INTEGER PRIMARY KEY, name text NOT NULL, filling text)"s,
                                 "CREATE TABLE part(id INTEGER PRIMARY KEY, item_id integer NOT NULL REFERENCES item(id), name text NOT NULL)"s,
                                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO item SELECT i, 'old', hex(zeroblob(500)) FROM n"s})
    fetchAll(*connection->execute(sql));
  m_registry = automap(reflect(*connection, made->dialect()), made->dialect().namesIgnoreCase());
}

ItemFile ItemFile::at(std::string path) const {
  ItemFile other(*this);
  other.m_path = std::move(path);
  return other;
}

std::shared_ptr<Engine> ItemFile::engine() const { return Engine::create(Url::sqliteFile(m_path), m_options); }

std::string ItemFile::cell(const std::string& sql) const {
  const auto fresh = engine();
  const auto batch = fetchAll(*fresh->connect(Engine::Access::Write)->execute(sql));
  return batch->rows() == 0 ? std::string() : displayText(batch->at(0, 0), {});
}

ChangeSet ItemFile::changesOf(int number) const {
  ChangeSet changes;
  const Value name = Value::text("run " + std::to_string(number));
  for (const int id : {1, 20, 40}) {
    Change change;
    change.kind = Change::Kind::Update;
    change.model = "item";
    change.key = {Value::integer(id)};
    change.values = {{"name", name}};
    changes.add(change);
  }
  Change part;
  part.kind = Change::Kind::Insert;
  part.model = "part";
  part.ref = "p";
  part.values = {{"item_id", Value::integer(1)}, {"name", name}};
  changes.add(part);
  return changes;
}

CommitResult ItemFile::commit(Engine& engine, int number) const {
  auto lease = engine.connect(Engine::Access::Write);
  ChangeSet changes = changesOf(number);
  if (!unit(engine).readImages(*lease, changes).empty()) qFatal("rows are gone");
  CommitResult result = unit(engine).commit(*lease, changes);
  OutcomeResolver(*m_registry, engine.dialect()).settle(engine, *lease, changes, result, 0ms);
  return result;
}

int ItemFile::written(int number) const {
  const std::string name = "'run " + std::to_string(number) + "'";
  return std::stoi(cell("SELECT (SELECT count(*) FROM item WHERE name = " + name + ") + (SELECT count(*) FROM part WHERE name = " + name + ")"));
}

}  // namespace joinery::test
