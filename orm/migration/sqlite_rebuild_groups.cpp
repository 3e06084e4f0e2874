// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_rebuild_groups.h"

#include <map>
#include <optional>
#include <utility>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"
#include "orm/difference/overloaded.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_names.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Table;

/// What ADD COLUMN takes for rows that are there: a value that is the same for each.
bool isConstant(const std::string& expression, bool mayBeNull) {
  std::vector<SqliteToken> tokens = sqliteTokens(expression);
  if (tokens.size() == 2 && (tokens[0].isSymbol('-') || tokens[0].isSymbol('+'))) tokens.erase(tokens.begin());
  if (tokens.size() != 1) return false;
  if (tokens[0].isKeyword("NULL")) return mayBeNull;
  return tokens[0].kind != SqliteToken::Kind::Word || tokens[0].isKeyword("TRUE") || tokens[0].isKeyword("FALSE");
}

bool canBeAdded(const Table& table, const AddColumn& added) {
  const Column& column = added.column;
  const bool isLast = !added.after || (!table.columns.empty() && isSqliteName(*added.after, table.columns.back().name));
  if (table.kind != schema::TableKind::Table || !isLast) return false;
  if (column.generation == schema::Generation::VirtualExpression) return column.nullable;
  if (column.generation != schema::Generation::None) return false;
  if (!column.defaultExpression) return column.nullable;
  // That the default suits a STRICT table is looked at only where rows are written.
  return !table.strict && isConstant(*column.defaultExpression, column.nullable);
}

class Grouping {
 public:
  Grouping(const schema::MetaData& before, const Operations& operations, const Dialect& dialect)
      : m_operations(operations), m_dialect(dialect), m_now(before), m_ways(operations.size(), SqliteWay::Plain) {}

  std::vector<SqliteWay> run() {
    for (std::size_t at = 0; at < m_operations.size(); ++at) {
      const Operation& operation = m_operations[at];
      if (endsAll(operation)) endAll();
      else if (endsOne(operation)) end(keyOf(operation));
      else if (const auto needed = needsRebuild(operation)) gather(at, *needed);
      m_now = applied(m_now, operation, m_dialect);
    }
    endAll();
    return std::move(m_ways);
  }

 private:
  struct Group {
    std::vector<std::size_t> operations;
    bool isNeeded = false;
  };

  std::string keyOf(const Operation& operation) const { return asciiLower(changedTable(operation).name); }
  static bool endsAll(const Operation& operation) { return std::holds_alternative<DataStep>(operation) || std::holds_alternative<Rename>(operation) || std::holds_alternative<RenameColumn>(operation); }
  static bool endsOne(const Operation& operation) {
    return std::holds_alternative<CreateTable>(operation) || std::holds_alternative<DropTable>(operation) || std::holds_alternative<ReplaceView>(operation);
  }

  /// Nothing of what is none of a rebuild's.
  std::optional<bool> needsRebuild(const Operation& operation) const {
    return std::visit(Overloaded{
                          [](const auto&) -> std::optional<bool> { return {}; },
                          [this](const AddColumn& each) -> std::optional<bool> {
                            const auto table = findTable(m_now, each.table, m_dialect);
                            return !table || !canBeAdded(*table, each);
                          },
                          [](const AddPart<schema::Index>&) -> std::optional<bool> { return false; },
                          [](const DropColumn&) -> std::optional<bool> { return true; },
                          [](const AlterColumn&) -> std::optional<bool> { return true; },
                          [](const SetPrimaryKey&) -> std::optional<bool> { return true; },
                          [](const SetTableOptions&) -> std::optional<bool> { return true; },
                          [](const AddPart<schema::UniqueKey>&) -> std::optional<bool> { return true; },
                          [](const DropPart<schema::UniqueKey>&) -> std::optional<bool> { return true; },
                          [](const AddPart<schema::ForeignKey>&) -> std::optional<bool> { return true; },
                          [](const DropPart<schema::ForeignKey>&) -> std::optional<bool> { return true; },
                          [](const AddPart<schema::CheckConstraint>&) -> std::optional<bool> { return true; },
                          [](const DropPart<schema::CheckConstraint>&) -> std::optional<bool> { return true; },
                      },
                      operation);
  }

  void gather(std::size_t at, bool isNeeded) {
    Group& group = m_open[keyOf(m_operations[at])];
    group.operations.push_back(at);
    group.isNeeded = group.isNeeded || isNeeded;
  }

  void end(const std::string& table) {
    const Group group = std::exchange(m_open[table], {});
    if (!group.isNeeded) return;
    for (const std::size_t at : group.operations) m_ways[at] = SqliteWay::Gathered;
    m_ways[group.operations.back()] = SqliteWay::Rebuilt;
  }
  void endAll() {
    for (auto& [table, group] : m_open) end(table);
  }

  const Operations& m_operations;
  const Dialect& m_dialect;
  schema::MetaData m_now;
  std::vector<SqliteWay> m_ways;
  std::map<std::string, Group> m_open;  // by the table's name in lower case
};

}  // namespace

std::vector<SqliteWay> sqliteWays(const schema::MetaData& before, const Operations& operations, const Dialect& dialect) { return Grouping(before, operations, dialect).run(); }

}  // namespace joinery::migration
