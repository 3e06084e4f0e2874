// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/constraint.h"

namespace joinery {

/// What the text of CREATE TABLE tells and SQLite's pragmas do not. Names are as written there.
struct SqliteTableText {
  struct Column {
    std::string name;
    std::string collation;
    /// The text in GENERATED ALWAYS AS (…), else empty.
    std::string generationExpression;
    bool autoIncrement = false;
    schema::ConflictClause onNull = schema::ConflictClause::Abort;
  };
  /// Only names, columns, the referred table's name and when it is checked are read; in the order of the text.
  std::vector<schema::ForeignKey> foreignKeys;
  std::vector<Column> columns;
  std::vector<schema::UniqueKey> uniqueKeys;
  std::vector<schema::CheckConstraint> checks;
  schema::UniqueKey primaryKey;
  bool autoIncrement = false;  ///< by a table constraint: PRIMARY KEY (id AUTOINCREMENT)

  const Column* column(std::string_view name) const;
};

/// What the text of CREATE INDEX tells: the expressions of its parts, and its WHERE.
struct SqliteIndexText {
  struct Part {
    std::string expression;  ///< without COLLATE, ASC and DESC
    bool hasCollation = false;
  };
  std::vector<Part> parts;
  std::string predicate;
};

/// What CREATE VIEW tells.
struct SqliteViewText {
  std::vector<std::string> columns;  ///< the names that stand before AS
  std::string query;
};

/// Reads statements that SQLite itself accepted and keeps in sqlite_schema. Text that is none gives an empty answer.
SqliteTableText parseSqliteTable(std::string_view sql);
SqliteIndexText parseSqliteIndex(std::string_view sql);
SqliteViewText parseSqliteView(std::string_view sql);

}  // namespace joinery
