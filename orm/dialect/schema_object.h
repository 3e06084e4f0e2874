// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/qualified_name.h"
#include "orm/schema/metadata.h"

namespace joinery {

enum class ObjectKind {
  Schema, Extension, Enum, EnumLabel, Domain, DomainConstraint, Sequence, Function, Procedure,
  Table, View, MaterializedView, ForeignTable, Column, Constraint, Index, Trigger, Rule
};

/// Something of a schema that statements name: to rename it, to drop it, to comment on it.
struct SchemaObject {
  ObjectKind kind = ObjectKind::Table;
  /// Of a column, a constraint, a trigger or a rule that of its table; of an enum's label and a domain's constraint that of their type.
  /// An index has its table's schema. A schema's and an extension's own name has none.
  QualifiedName name;
  std::string part = {};       ///< the name of what belongs to `name`
  std::string arguments = {};  ///< of a function or procedure

  static SchemaObject schema(std::string name) { return {ObjectKind::Schema, QualifiedName(std::move(name))}; }
  static SchemaObject of(const schema::Table& table);
  static SchemaObject of(const schema::Routine& routine) {
    return {routine.procedure ? ObjectKind::Procedure : ObjectKind::Function, routine.name, {}, routine.arguments};
  }
  static SchemaObject index(const schema::Table& table, std::string name) { return {ObjectKind::Index, QualifiedName(table.name.schema, std::move(name))}; }
  static SchemaObject partOf(const schema::Table& table, ObjectKind kind, std::string name) { return {kind, table.name, std::move(name)}; }
};

}  // namespace joinery
