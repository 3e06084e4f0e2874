// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/migrator.h"

#include <QTemporaryDir>

#include "orm/core/db_error.h"
#include "orm/engine/dialects.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"
#include "orm/revision/database_copy.h"
#include "orm/revision/migration_lock.h"
#include "orm/revision/migration_run.h"
#include "orm/revision/outline_plan.h"

namespace joinery::migration {
namespace {

const Dialect& dialectOf(const Engine& engine) { return dialectFor(engine.url().backend); }

}  // namespace

Migrator::Migrator(RevisionChain chain, std::shared_ptr<Engine> engine) : m_chain(std::move(chain)), m_engine(std::move(engine)) {}

DatabaseRevision Migrator::standing(Connection& connection) const { return RevisionTable(connection, dialectOf(*m_engine)).read(); }

MigrationOutline Migrator::outline(Connection& connection, const std::string& target) const {
  const Dialect& dialect = dialectOf(*m_engine);
  const std::string id = m_chain.idOf(target);
  Transaction transaction(connection, dialect, Transaction::Mode::Read);
  const DatabaseRevision from = RevisionTable(connection, dialect).read();
  const auto now = reflect(connection, dialect);
  transaction.commit();
  return OutlinePlan(m_chain, from, *now, connection, dialect).to(id);
}

MigrationResult Migrator::run(Connection& connection, const MigrationOutline& outline, const MigrationOptions& options) const {
  requireWritable(connection);
  return MigrationRun(m_chain, m_engine, connection, outline, options).run();
}

MigrationResult Migrator::rehearse(Connection& connection, const MigrationOutline& outline, const MigrationOptions& options) const {
  if (!m_engine->url().isSqlite()) return MigrationRun(m_chain, m_engine, connection, outline, options).tryOut();
  const QTemporaryDir folder;
  if (!folder.isValid()) throw DbError(ErrorKind::Operational, "there is no place for a copy of the database: " + folder.errorString().toStdString());
  const std::string copy = folder.filePath(QStringLiteral("copy.db")).toStdString();
  copyDatabase(connection, dialectOf(*m_engine), copy, options);
  MigrationOptions onCopy = options;
  onCopy.backup = MigrationOptions::Backup::None;
  const auto engine = Engine::create(Url::sqliteFile(copy));
  const auto lease = engine->connect(Engine::Access::Write, "rehearsal");
  return Migrator(m_chain, engine).run(*lease, outline, onCopy);
}

void Migrator::stamp(Connection& connection, const std::string& target, const MigrationOptions& options) const {
  requireWritable(connection);
  const Dialect& dialect = dialectOf(*m_engine);
  const DatabaseRevision noted{true, m_chain.idOf(target)};
  const MigrationLock lock(connection, dialect, options);
  SchemaTransaction transaction(connection, dialect, options);
  RevisionTable(connection, dialect).write(noted);
  transaction.commit();
}

void Migrator::requireWritable(Connection& connection) const {
  if (!connection.isReadOnly() && !m_engine->isReadOnly()) return;
  DbError error(ErrorKind::ReadOnly, m_engine->url().displayName() + " is open for reading only, and can't be migrated");
  error.hint = "Connect so that it takes writes.";
  throw error;
}

}  // namespace joinery::migration
