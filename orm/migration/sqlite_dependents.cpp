// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_dependents.h"

#include <algorithm>
#include <optional>
#include <ranges>

#include "orm/core/ascii_case.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/sqlite/sqlite_renamed_text.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {
namespace {

std::optional<bool> hasColumn(const schema::MetaData& database, std::string_view table, std::string_view column) {
  const auto found = std::ranges::find_if(database.tables(), [&](const auto& each) { return isSqliteName(each->name.name, table); });
  if (found == database.tables().end()) return {};
  return sqliteColumn(**found, column) != nullptr;
}

}  // namespace

SqliteDependents::SqliteDependents(const schema::MetaData& database, const schema::Table& table, const Dialect& dialect) : m_database(database), m_table(table), m_dialect(dialect) {
  findViews();
  findTriggers();
}

bool SqliteDependents::isTable(const QualifiedName& name) const { return isSqliteName(name.name, m_table.name.name); }

bool SqliteDependents::isAside(std::string_view name) const {
  return std::ranges::any_of(m_views, [&](const View& view) { return isSqliteName(view->name.name, name); });
}

/// One more round as long as there were more.
void SqliteDependents::findViews() {
  const auto stands = [this](const View& view) {
    return view->columns.empty() || std::ranges::any_of(view->readsFrom, [this](const QualifiedName& name) { return isTable(name) || isAside(name.name); });
  };
  std::size_t known = 0;
  do {
    known = m_views.size();
    for (const auto& table : m_database.tables())
      if (table->kind == schema::TableKind::View && !isAside(table->name.name) && stands(table)) m_views.push_back(table);
  } while (m_views.size() > known);
}

void SqliteDependents::findTriggers() {
  for (const auto& table : m_database.tables())
    for (const schema::Trigger& trigger : table->triggers) {
      const auto tokens = sqliteTokens(trigger.definition);
      const bool isNaming = std::ranges::any_of(tokens, [this](const SqliteToken& token) { return token.isName() && isAside(token.text); });
      if (isNaming || isAside(table->name.name)) m_triggers.push_back({table->name, trigger});
    }
}

void SqliteDependents::leaveOwnTriggers() {
  std::erase_if(m_triggers, [this](const OwnedTrigger& each) { return isTable(each.owner); });
}

std::vector<std::string> SqliteDependents::dropStatements() const {
  std::vector<std::string> statements;
  for (const OwnedTrigger& each : m_triggers) statements.push_back("DROP TRIGGER " + m_dialect.quote(each.trigger.name));
  for (const View& view : std::views::reverse(m_views)) statements.push_back("DROP VIEW " + m_dialect.quote(view->name));
  return statements;
}

std::vector<std::string> SqliteDependents::createStatements(const ColumnNames& columns) const {
  SqliteColumnRenames renames{m_table.name.name, {}, [this](std::string_view table, std::string_view column) { return hasColumn(m_database, table, column); }};
  for (const auto& [from, to] : columns) renames.names.emplace(asciiLower(from), to);
  std::vector<std::string> statements;
  for (const View& view : m_views) {
    schema::Table made = *view;
    made.definition = sqliteRenamedQuery(view->definition, renames);
    statements.push_back(m_dialect.ddl().createView(made));
  }
  for (const OwnedTrigger& each : m_triggers) statements.push_back(sqliteRenamedTrigger(each.trigger.definition, each.owner.name, renames));
  return statements;
}

}  // namespace joinery::migration
