// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_migration.h"

#include <algorithm>
#include <array>

#include "orm/core/db_error.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"

namespace joinery::migration {
namespace {

/// Whether it is about the transaction that all of it stands in.
bool endsTransaction(const std::string& statement) {
  constexpr std::array<std::string_view, 4> kWords{"BEGIN", "COMMIT", "END", "ROLLBACK"};
  const std::vector<SqliteToken> tokens = sqliteTokens(statement);
  if (tokens.empty() || std::ranges::none_of(kWords, [&](std::string_view word) { return tokens[0].isKeyword(word); })) return false;
  return std::ranges::none_of(tokens, [](const SqliteToken& token) { return token.isKeyword("TO"); });
}

/// A person's own SQL.
void runScript(Connection& connection, const std::string& script) {
  const std::vector<std::string> statements = connection.splitStatements(script);
  for (const std::string& statement : statements)
    if (endsTransaction(statement)) throw DbError(ErrorKind::InvalidRequest, "a step with data is part of the migration's transaction, and can't begin or end one: " + statement);
  for (const std::string& statement : statements) connection.execute(statement);
}

}  // namespace

SqliteMigration::SqliteMigration(const schema::MetaData& before, const Operations& operations, const Dialect& dialect) : m_dialect(dialect), m_plan(sqlitePlan(before, operations, dialect)) {}

void SqliteMigration::apply(Connection& connection, const Progress& progress) const {
  requireForeignKeysOff(connection, "to drop a table");
  auto next = m_plan.rebuilds.begin();
  std::size_t at = 0;
  const auto begin = [&] {
    if (progress) progress(steps()[at]);
    ++at;
  };
  while (at < steps().size()) {
    if (next != m_plan.rebuilds.end() && next->firstStep == at) {
      SqliteRebuild(next->rebuild, *next->database, m_dialect).apply(connection, begin);
      ++next;
      continue;
    }
    const PlanStep& step = steps()[at];
    begin();
    if (step.isData) runScript(connection, step.sql);
    else connection.execute(step.sql);
  }
}

}  // namespace joinery::migration
