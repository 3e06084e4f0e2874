// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/codegen/python_expression.h"
#include "orm/codegen/python_imports.h"
#include "orm/codegen/sqlalchemy_version.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// A column's type in a module of SQLAlchemy.
struct SqlAlchemyType {
  PythonExpression expression;  ///< "String(160)"
  std::string python;           ///< what its values are: "str"
};

/// Finds the types of columns, of either engine, and notes what has to be imported and defined for them. One for a module.
class SqlAlchemyTypes {
 public:
  SqlAlchemyTypes(const schema::MetaData& metadata, SqlAlchemyVersion version, PythonImports& imports) : m_metadata(metadata), m_version(version), m_imports(imports) {}

  /// Columns of SQLite, whose cells may hold anything, are read by what they are declared to be, and given as stored where that fails.
  SqlAlchemyType of(const schema::Column& column, const schema::Table& table);
  /// SqlAlchemyType::python for an annotation, imported. @return the same
  std::string annotation(const std::string& python);
  /// The classes that the types so far need, as text of the module; empty for none.
  std::string classes();

 private:
  SqlAlchemyType ofSqlite(const schema::Column& column, const schema::Table& table);
  SqlAlchemyType ofPostgresql(const std::string& declared, const schema::Column& column);
  SqlAlchemyType ofPlainName(const std::string& name, const std::vector<std::string>& arguments, const schema::Column& column);
  SqlAlchemyType ofTemporal(const std::string& name, const std::vector<std::string>& arguments, bool hasZone);
  SqlAlchemyType ofKind(const schema::Column& column);
  SqlAlchemyType textOf(const char* type, const std::vector<std::string>& arguments, const std::string& collation);
  SqlAlchemyType enumOf(const schema::EnumType& type);
  const schema::EnumType* enumNamed(const std::string& declared) const;
  SqlAlchemyType perCell(const std::string& declared, const std::string& python);
  SqlAlchemyType declaredType(const std::string& declared, const std::string& python);
  SqlAlchemyType generic(const char* type, const std::string& python, std::vector<PythonExpression> arguments = {});
  SqlAlchemyType ofDialect(const char* type, const std::string& python, std::vector<PythonExpression> arguments = {});

  const schema::MetaData& m_metadata;
  SqlAlchemyVersion m_version;
  PythonImports& m_imports;
  bool m_usesDeclared = false;
  bool m_usesPerCell = false;
};

/// Whether a table is of SQLite, as far as it tells.
bool isOfSqlite(const schema::Table& table);

}  // namespace joinery
