// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/schema_object_compiler.h"

namespace joinery {

/// Spells statements that define a schema: standard SQL here, an engine's differences in the virtual functions. Texts of
/// defaults, checks and expressions are a schema's own and stand as they are. Stateless, any thread.
class DdlCompiler : public SchemaObjectCompiler {
 public:
  using SchemaObjectCompiler::SchemaObjectCompiler;

  /// CREATE TABLE with its columns, keys and checks, and the foreign keys of that list. What comes with the tables that it inherits from is
  /// not said again. Without checks that don't judge rows that are there: those are added later.
  virtual std::string createTable(const schema::Table& table, const std::vector<schema::ForeignKey>& foreignKeys) const;
  std::string createIndex(const schema::Table& table, const schema::Index& index) const;
  std::string addForeignKey(const schema::Table& table, const schema::ForeignKey& key) const;
  /// @throws DbError CircularDependency for a key without a name: what is not named can't be dropped by itself
  std::string dropForeignKey(const schema::Table& table, const schema::ForeignKey& key) const;
  std::string dropTable(const schema::Table& table) const;

  /// A foreign key may be added to, and dropped from, a table that is there. Else all of them stand in CREATE TABLE, where
  /// they may refer to what is yet to come.
  virtual bool altersForeignKeys() const = 0;
  /// The statements below may be used, else a table is made anew for what they do; ADD COLUMN and what drop() and rename() give aside.
  virtual bool altersColumns() const { return altersForeignKeys(); }
  /// What has foreign keys wait until the transaction ends, for dropping tables that refer to each other; empty where that is not needed.
  virtual std::string deferForeignKeys() const { return {}; }
  /// Has the database judge now what waits for the end of the open transaction: fails as COMMIT would, and gives no rows that matter.
  virtual std::string judgeDeferredConstraints() const = 0;
  /// What stands behind a key that the database may judge later: DEFERRABLE; empty where its keys are never deferred.
  virtual std::string deferral(const schema::UniqueKey& key) const;
  /// What stands after a column's name: the declared type where it can be nothing but one, else the kind's.
  virtual std::string columnType(const ValueType& type) const = 0;

  std::string addColumn(const schema::Table& table, const schema::Column& column) const;
  /// It has that type and collation from now on. @param conversion an expression of the rows' new value; empty: as the engine converts
  virtual std::string alterType(const schema::Table& table, const schema::Column& column, const std::string& conversion) const;
  /// It has that default from now on, or none.
  std::string alterDefault(const schema::Table& table, const schema::Column& column) const;
  /// Whether it may be NULL from now on.
  std::string alterNullability(const schema::Table& table, const schema::Column& column) const;
  /// From one way of counting to another, or to or from none; empty where both are the same. It goes on from the number reached, but for a
  /// step of the other sign. A serial's sequence is none of that.
  virtual std::string alterIdentity(const schema::Table&, const schema::Column& /*before*/, const schema::Column& /*after*/) const { return {}; }
  /// A generated column keeps its values and is a plain one.
  virtual std::string dropExpression(const schema::Table& table, const schema::Column& column) const;

  std::string addPrimaryKey(const schema::Table& table, const schema::UniqueKey& key) const;
  std::string addUniqueKey(const schema::Table& table, const schema::UniqueKey& key) const;
  std::string addCheck(const schema::Table& table, const schema::CheckConstraint& check) const;
  std::string addExclusion(const schema::Table& table, const schema::ExclusionConstraint& exclusion) const;
  /// Judges the rows that were there before a constraint that was added without that.
  virtual std::string validateConstraint(const schema::Table&, const std::string& /*name*/) const { return {}; }

  /// Statements from the options that a table or view had to those that it is given, an index's likewise.
  virtual std::vector<std::string> alterOptions(const schema::Table&, const std::vector<std::string>& /*before*/) const { return {}; }
  virtual std::vector<std::string> alterOptions(const schema::Table&, const schema::Index&, const std::vector<std::string>& /*before*/) const { return {}; }
  /// To the table whose partition it is said to be, and off it.
  virtual std::string attachPartition(const schema::Table&) const { return {}; }
  virtual std::string detachPartition(const schema::Table&) const { return {}; }
  virtual std::string inherit(const schema::Table&, const QualifiedName& /*parent*/) const { return {}; }
  virtual std::string disinherit(const schema::Table&, const QualifiedName& /*parent*/) const { return {}; }

 protected:
  /// What stands behind CREATE: "TABLE", "UNLOGGED TABLE".
  virtual std::string tableWord(const schema::Table&) const { return "TABLE"; }
  virtual std::string columnDefinition(const schema::Table& table, const schema::Column& column) const;
  /// @param kind "PRIMARY KEY ", "UNIQUE "
  virtual std::string uniqueKeyClause(const char* kind, const schema::UniqueKey& key) const;
  virtual std::string indexPart(const schema::Index::Part& part) const;
  /// What makes a column's values: IDENTITY, AUTOINCREMENT, GENERATED ALWAYS AS.
  virtual std::string generation(const schema::Column& column) const;
  /// Whether the column says PRIMARY KEY itself (SQLite's rowid).
  virtual bool isInlineKey(const schema::Table&, const schema::Column&) const { return false; }
  /// What stands behind the closing parenthesis: STRICT, WITHOUT ROWID.
  virtual std::string tableOptions(const schema::Table&) const { return {}; }
  /// The index's name as CREATE INDEX takes it, and what follows ON.
  virtual std::string indexName(const schema::Table& table, const schema::Index& index) const;
  /// What stands between an index's columns and its WHERE.
  virtual std::string indexOptions(const schema::Index&) const { return {}; }
  /// What stands behind REFERENCES; a schema left out is the referring table's own.
  virtual std::string referredTable(const schema::Table& table, const schema::ForeignKey& key) const;

  std::string foreignKeyClause(const schema::Table& table, const schema::ForeignKey& key) const;
  std::string checkClause(const schema::CheckConstraint& check) const;
  std::string exclusionClause(const schema::ExclusionConstraint& exclusion) const;
  /// "CONSTRAINT name ", or nothing.
  std::string constraintName(const std::string& name) const;
  std::string alterTable(const schema::Table& table) const;
  std::string alterColumn(const schema::Table& table, const schema::Column& column) const;
};

}  // namespace joinery
