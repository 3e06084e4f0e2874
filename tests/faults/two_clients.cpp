// SPDX-License-Identifier: GPL-3.0-or-later
#include "two_clients.h"

#include <QTest>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "tests/support/own_database.h"

namespace joinery::test {

TwoClients::TwoClients() {
  m_isServer = QTest::currentDataTag() && std::string_view(QTest::currentDataTag()).starts_with("PostgreSQL");
  const Url url = m_isServer ? ownDatabaseUrl() : Url::sqliteFile(m_folder.filePath(QStringLiteral("two.db")).toStdString());
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(url, options);
  m_other = Engine::create(url, options);
  if (m_isServer) run("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

TwoClients::Rows TwoClients::query(const std::string& sql) const {
  const auto connection = m_other->connect(Engine::Access::Write);
  const auto batch = fetchAll(*connection->execute(sql));
  Rows rows(batch->rows());
  for (std::size_t row = 0; row < batch->rows(); ++row)
    for (std::size_t column = 0; column < batch->columnCount(); ++column)
      rows[row].push_back(batch->at(row, column).isNull() ? "NULL" : displayText(batch->at(row, column), {}));
  return rows;
}

void TwoClients::run(const std::string& script) const {
  const auto connection = m_other->connect(Engine::Access::Write);
  for (const std::string& statement : connection->splitStatements(script)) fetchAll(*connection->execute(statement));
}

void TwoClients::reflect() { m_registry = automap(joinery::reflect(*lease(), m_engine->dialect()), m_engine->dialect().namesIgnoreCase()); }

Change TwoClients::change(const std::string& model, const Value& key, const Change::Values& values) {
  Change change;
  change.kind = values.empty() ? Change::Kind::Delete : Change::Kind::Update;
  change.model = model;
  change.key = {key};
  change.values = values;
  return change;
}

bool TwoClients::read(ChangeSet& changes) const { return unit().readImages(*lease(), changes).empty(); }

CommitResult TwoClients::commit(const ChangeSet& changes, CommitWitness* witness) const { return unit().commit(*lease(), changes, witness); }

}  // namespace joinery::test
