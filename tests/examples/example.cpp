// SPDX-License-Identifier: GPL-3.0-or-later
#include "example.h"

#include <QCoreApplication>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/engine/schema_creation.h"

namespace joinery::example {

namespace {

/// There is no server to run on.
struct NoServer {};

bool startsWith(const std::string& sql, const char* word) { return sql.rfind(word, 0) == 0; }

bool readsCatalogue(const std::string& sql) { return sql.find("pg_catalog.") != std::string::npos || sql.find("pragma_") != std::string::npos; }

}  // namespace

Example::Example(int argc, char** argv, Storage storage) {
  Engine::Options options;
  options.createIfMissing = true;
  if (argc > 1 && std::string(argv[1]) == "--postgresql") {
    const char* server = std::getenv("JOINERY_TEST_POSTGRES");
    if (!server || !*server) throw NoServer();
    m_server = server;
    m_name = "joinery_example_" + std::to_string(getpid());
    Engine::create(Url::parse(m_server))->connect(Engine::Access::Write)->execute("CREATE DATABASE " + m_name);
    Url there = Url::parse(m_server);
    there.database = m_name;
    m_engine = Engine::create(there, options);
  } else {
    m_engine = Engine::create(storage == Storage::Memory ? Url::parse("sqlite://") : Url::sqliteFile(m_folder.filePath(QStringLiteral("example.db")).toStdString()), options);
  }
}

Example::~Example() {
  m_lease = {};
  m_engine.reset();
  if (!m_server.empty()) Engine::create(Url::parse(m_server))->connect(Engine::Access::Write)->execute("DROP DATABASE " + m_name + " WITH (FORCE)");
}

Connection& Example::connection() {
  if (!m_lease) m_lease = m_engine->connect(Engine::Access::Write);
  return *m_lease;
}

schema::Column Example::key(const std::string& name) const {
  schema::Column column;
  column.name = name;
  column.type = ValueType::of(TypeKind::Integer);
  column.type.declared = "INTEGER";
  column.nullable = false;
  column.generation = isPostgresql() ? schema::Generation::IdentityByDefault : schema::Generation::RowId;
  return column;
}

void Example::create(const schema::MetaData& tables, const std::vector<ModelMapping>& models) {
  createAll(connection(), m_engine->dialect(), tables);
  m_registry = mapModels(std::make_shared<schema::MetaData>(tables), models);
}

std::unique_ptr<Session> Example::session(Session::Options options) {
  return std::make_unique<Session>(connection(), m_engine->dialect(), m_registry, options, m_heap);
}

void Example::count(Counts& counts, const LoggedStatement& statement) {
  const std::int64_t rows = statement.affectedRows.value_or(0);
  const auto sets = static_cast<int>(std::max<std::size_t>(statement.bindSets, 1));
  if (startsWith(statement.sql, "INSERT")) counts.inserts += sets, counts.rowsInserted += rows;
  else if (startsWith(statement.sql, "UPDATE")) ++counts.updates, counts.rowsUpdated += rows;
  else if (startsWith(statement.sql, "DELETE")) ++counts.deletes, counts.rowsDeleted += rows;
  else if (startsWith(statement.sql, "CREATE TABLE")) ++counts.creates;
  else if ((startsWith(statement.sql, "SELECT") || startsWith(statement.sql, "WITH")) && !readsCatalogue(statement.sql)) ++counts.selects;
  else return;
  m_statements += statement.sql.find(" RETURNING ") == std::string::npos ? 1 : sets;
}

Counts Example::counts() {
  Counts counts;
  for (const LoggedStatement& each : m_engine->log().statements(m_counted)) {
    count(counts, each);
    m_counted = each.number;
  }
  return counts;
}

int Example::statements() {
  counts();
  return m_statements;
}

std::uint64_t Example::lastNumber() const {
  const auto statements = m_engine->log().statements();
  return statements.empty() ? 0 : statements.back().number;
}

std::string Example::lastStatement() const {
  const auto statements = m_engine->log().statements();
  return statements.empty() ? std::string() : statements.back().sql;
}

std::string Example::rows(const std::string& sql) {
  std::string text;
  counts();
  const bool wasLent = static_cast<bool>(m_lease);
  const auto batch = fetchAll(*connection().execute(sql));
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    if (!text.empty()) text += "; ";
    for (std::size_t column = 0; column < batch->columnCount(); ++column) {
      const auto cell = batch->at(row, column);
      text += (column > 0 ? "," : "") + displayText(cell, batch->column(column).type);
    }
  }
  if (!wasLent) giveBack();
  m_counted = lastNumber();
  return text;
}

void Example::tell(const char* row, const char* what, const std::string& seen, bool isRight, const std::string& expected) {
  std::cout << (isRight ? "  ok     " : "  FAILED ") << row << ": " << what << ": " << seen << '\n';
  if (isRight) return;
  std::cout << "         expected: " << expected << '\n';
  ++m_failures;
}

int Example::run(int argc, char** argv, void (*example)(Example&), Storage storage) {
  const QCoreApplication application(argc, argv);
  try {
    Example place(argc, argv, storage);
    example(place);
    return place.m_failures > 0 ? 1 : 0;
  } catch (const NoServer&) {
    std::cout << "skipped: JOINERY_TEST_POSTGRES names no server\n";
    return 77;
  } catch (const DbError& error) {
    std::cout << "FAILED: " << errorKindName(error.kind()) << ": " << error.message() << '\n';
    return 1;
  }
}

}  // namespace joinery::example
