// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/ddl_compiler.h"

namespace joinery {

/// SQLite: the rowid's column says PRIMARY KEY itself, foreign keys stand in CREATE TABLE and stay within their schema, an index's
/// schema stands before its own name.
class SqliteDdlCompiler : public DdlCompiler {
 public:
  using DdlCompiler::DdlCompiler;
  /// A virtual table's statement is the one that made it: only its module knows what stands in there.
  std::string createTable(const schema::Table& table, const std::vector<schema::ForeignKey>& foreignKeys) const override;
  bool altersForeignKeys() const override { return false; }
  std::string deferForeignKeys() const override { return "PRAGMA defer_foreign_keys = ON"; }
  /// None: SQLite judges keys row by row.
  std::string deferral(const schema::UniqueKey&) const override { return {}; }
  /// A function of this program's driver: SQLite itself tells only in C whether foreign keys are broken. Source: sqlite.org/c3ref/c_dbstatus_options.html
  std::string judgeDeferredConstraints() const override { return "SELECT joinery_judge_foreign_keys()"; }
  /// A declared type that is more than words is quoted: SQLite takes any text for a type's name.
  std::string columnType(const ValueType& type) const override;

 protected:
  std::string columnDefinition(const schema::Table& table, const schema::Column& column) const override;
  std::string uniqueKeyClause(const char* kind, const schema::UniqueKey& key) const override;
  /// Without parentheses around an expression, which would be a part of it.
  std::string indexPart(const schema::Index::Part& part) const override;
  std::string generation(const schema::Column& column) const override;
  bool isInlineKey(const schema::Table& table, const schema::Column& column) const override;
  std::string tableOptions(const schema::Table& table) const override;
  std::string indexName(const schema::Table& table, const schema::Index& index) const override;
  /// Without a schema: the grammar takes none there. @throws DbError NotSupported for a table of another one
  std::string referredTable(const schema::Table& table, const schema::ForeignKey& key) const override;

 private:
  std::string quoted(std::string_view text) const;
  std::string rowIdType(const schema::Column& column) const;
  std::string inlineKey(const schema::UniqueKey& key, const schema::Column& column) const;
  std::string keyColumn(const schema::UniqueKey& key, const std::string& column) const;
};

}  // namespace joinery
