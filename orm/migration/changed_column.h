// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/difference/operation.h"
#include "orm/migration/plan_writer.h"

namespace joinery::migration {

/// The parts of a table that keep a column of PostgreSQL from being changed: columns that are computed from it, with the keys, checks and
/// indexes over these, and triggers that wait for it. Dropped before the change, made again behind it.
class DependentParts {
 public:
  /// @param name of a column or of a type that stands in the texts @param what of a type also checks, indexes: they hold its values
  enum class What { Column, Type };
  DependentParts(PlanWriter& writer, const QualifiedName& table, const std::string& name, What what);

  void drop();
  /// As the schema has them by now.
  void makeAgain();

 private:
  void collect(const schema::Table& table);
  bool names(const std::string& text) const;
  bool isComputed(const std::string& column) const;

  PlanWriter& m_writer;
  QualifiedName m_table;
  std::string m_name;
  What m_what;
  std::vector<std::string> m_columns, m_keys, m_checks, m_indexes, m_triggers;
};

/// A column becomes another one of the same name: its type with the rows' values, default, NULL, identity, what it is computed from, comment.
void changeColumn(PlanWriter& writer, const AlterColumn& operation);

}  // namespace joinery::migration
