// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/codegen/python_expression.h"
#include "orm/codegen/python_imports.h"
#include "orm/codegen/sqlalchemy_names.h"
#include "orm/codegen/sqlalchemy_types.h"
#include "orm/model/registry.h"

namespace joinery {

/// A column as SQLAlchemy declares it.
struct SqlAlchemyColumn {
  std::vector<PythonExpression> arguments;  ///< of Column, without the name
  std::string python;                       ///< what its values are
  bool nullable = false;                    ///< and so is what it is in Python
};

/// Writes what tables of one module are made of. All that is given must outlive it.
class SqlAlchemyTables {
 public:
  SqlAlchemyTables(const Registry& registry, PythonImports& imports, SqlAlchemyTypes& types)
      : m_registry(registry), m_imports(imports), m_types(types), m_sorted(schema::sortedTables(registry.metadata())) {}

  SqlAlchemyColumn column(const schema::Column& column, const schema::Table& table);
  /// Keys, checks and indexes over several columns, then options of the table as names and values.
  std::vector<PythonExpression> constraints(const schema::Table& table);
  std::vector<std::pair<std::string, PythonExpression>> options(const schema::Table& table) const;
  /// Statements that add what can't be said inside the table: keys to names with dots, exclusion constraints.
  /// @param name the table's in the module, by which `.c` and `.append_constraint` are reached
  std::string additions(const schema::Table& table, const std::string& name, const SqlAlchemyNames& names);
  /// Sequences that defaults of columns need and no column owns, or one that is no key.
  std::string sequences();

 private:
  /// A foreign key whose table and columns are there, spelled as they are.
  struct Key {
    const schema::ForeignKey* key;
    const schema::Table* referred;
    std::vector<std::string> columns, referredColumns;
    bool hasDots = false;
  };
  std::vector<Key> keysOf(const schema::Table& table) const;
  std::vector<PythonExpression> keyOptions(const Key& key, const schema::Table& table) const;
  std::string target(const Key& key, std::size_t column) const;
  PythonExpression unique(const schema::UniqueKey& key);
  PythonExpression index(const schema::Index& index);
  PythonExpression sqlText(const std::string& sql);
  bool isSerial(const schema::Column& column) const;
  bool countsByItself(const schema::Column& column, const schema::Table& table) const;
  void addGeneration(const schema::Column& column, std::vector<PythonExpression>& arguments);

  const Registry& m_registry;
  PythonImports& m_imports;
  SqlAlchemyTypes& m_types;
  schema::SortedTables m_sorted;
};

}  // namespace joinery
