// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/identifier_preparer.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// Spells statements that define a schema: standard SQL here, an engine's differences in the virtual functions. Texts of
/// defaults, checks and expressions are a schema's own and stand as they are. Stateless, any thread.
class DdlCompiler {
 public:
  explicit DdlCompiler(const IdentifierPreparer& identifiers) : m_identifiers(identifiers) {}
  virtual ~DdlCompiler() = default;

  /// CREATE TABLE with its columns, keys and checks, and the foreign keys of that list.
  std::string createTable(const schema::Table& table, const std::vector<schema::ForeignKey>& foreignKeys) const;
  std::string createIndex(const schema::Table& table, const schema::Index& index) const;
  std::string addForeignKey(const schema::Table& table, const schema::ForeignKey& key) const;
  /// @throws DbError CircularDependency for a key without a name: what is not named can't be dropped by itself
  std::string dropForeignKey(const schema::Table& table, const schema::ForeignKey& key) const;
  std::string dropTable(const schema::Table& table) const;
  /// COMMENT ON …, one for the table and for each column that has one; none where the engine keeps no comments.
  virtual std::vector<std::string> comments(const schema::Table&) const { return {}; }
  /// CREATE TYPE … AS ENUM; empty where the engine has none.
  virtual std::string createEnum(const schema::EnumType&) const { return {}; }
  virtual std::string dropEnum(const schema::EnumType&) const { return {}; }

  /// A foreign key may be added to, and dropped from, a table that is there. Else all of them stand in CREATE TABLE, where
  /// they may refer to what is yet to come.
  virtual bool altersForeignKeys() const = 0;
  /// What has foreign keys wait until the transaction ends, for dropping tables that refer to each other; empty where that is not needed.
  virtual std::string deferForeignKeys() const { return {}; }
  /// Has the database judge now what waits for the end of the open transaction: fails as COMMIT would, and gives no rows that matter.
  virtual std::string judgeDeferredConstraints() const = 0;
  /// What stands behind a key that the database may judge later: DEFERRABLE; empty where its keys are never deferred.
  virtual std::string deferral(const schema::UniqueKey& key) const;
  /// What stands after a column's name: the declared type where it can be nothing but one, else the kind's.
  virtual std::string columnType(const ValueType& type) const = 0;

 protected:
  /// What makes a column's values: IDENTITY, AUTOINCREMENT, GENERATED ALWAYS AS.
  virtual std::string generation(const schema::Column& column) const;
  /// Whether the column says PRIMARY KEY itself (SQLite's rowid).
  virtual bool isInlineKey(const schema::Table&, const schema::Column&) const { return false; }
  /// What stands behind the closing parenthesis: STRICT, WITHOUT ROWID.
  virtual std::string tableOptions(const schema::Table&) const { return {}; }
  /// The index's name as CREATE INDEX takes it, and what follows ON.
  virtual std::string indexName(const schema::Table& table, const schema::Index& index) const;
  /// What stands behind REFERENCES; a schema left out is the referring table's own.
  virtual std::string referredTable(const schema::Table& table, const schema::ForeignKey& key) const;

  const IdentifierPreparer& identifiers() const { return m_identifiers; }
  std::string names(const std::vector<std::string>& columns) const;

 private:
  std::string columnDefinition(const schema::Table& table, const schema::Column& column) const;
  std::string uniqueKeyClause(const char* kind, const schema::UniqueKey& key) const;
  std::string constraintName(const std::string& name) const;
  std::string foreignKeyClause(const schema::Table& table, const schema::ForeignKey& key) const;
  std::string indexPart(const schema::Index::Part& part) const;

  const IdentifierPreparer& m_identifiers;
};

}  // namespace joinery
