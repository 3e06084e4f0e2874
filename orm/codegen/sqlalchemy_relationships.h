// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/codegen/python_expression.h"
#include "orm/codegen/python_imports.h"
#include "orm/codegen/sqlalchemy_names.h"
#include "orm/codegen/sqlalchemy_version.h"

namespace joinery {

/// Writes the relationships of one module. All that is given must outlive it.
class SqlAlchemyRelationships {
 public:
  SqlAlchemyRelationships(const Registry& registry, const SqlAlchemyNames& names, SqlAlchemyVersion version, PythonImports& imports);

  /// "album = relationship(…)", with its annotation where the version has one. Without a line end.
  std::string line(const Model& model, const Relationship& relationship, std::size_t indent);

 private:
  using Columns = std::vector<std::string>;
  using Side = std::pair<const Model*, const Relationship*>;

  std::vector<PythonExpression> arguments(const Model& model, const Relationship& relationship) const;
  void addJoin(const Model& model, const Relationship& relationship, std::vector<PythonExpression>& arguments) const;
  void addLink(const Model& model, const Relationship& relationship, std::vector<PythonExpression>& arguments) const;
  void addLoading(const Relationship& relationship, std::vector<PythonExpression>& arguments) const;
  /// A column of a class, or of a table.
  std::string column(const Model& model, const std::string& name) const;
  /// "Album.artist_id == Artist.id" for each pair.
  std::vector<PythonExpression> equal(const Model& left, const Columns& leftColumns, const Model& right, const Columns& rightColumns) const;
  PythonExpression all(std::vector<PythonExpression> conditions) const;
  bool isModern() const { return m_version == SqlAlchemyVersion::V2_0; }
  PythonExpression columns(const Model& model, const Columns& names) const;
  /// How many foreign keys lead from one table to the other.
  std::size_t keysBetween(const Model& from, const Model& to) const;
  bool isWritten(const Relationship& relationship) const { return relationship.criterion.empty(); }
  /// The names of others that write columns which this one writes.
  std::set<std::string> overlaps(const Model& model, const Relationship& relationship) const;
  bool isReverse(const Side& one, const Side& other) const;
  /// The foreign key's columns, of whichever table has them.
  std::set<std::pair<const Model*, std::string>> writtenBy(const Side& side) const;

  const Registry& m_registry;
  const SqlAlchemyNames& m_names;
  SqlAlchemyVersion m_version;
  PythonImports& m_imports;
  /// Who writes each column of a foreign key.
  std::map<std::pair<const Model*, std::string>, std::vector<Side>> m_writers;
};

}  // namespace joinery
