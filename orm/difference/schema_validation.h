// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// Something of a schema that a person can be led to.
struct SchemaPlace {
  enum class Part { Table, Column, PrimaryKey, UniqueKey, ForeignKey, Check, Index, Enum, Label };
  enum class Field { Whole, Type, Definition };
  Part part = Part::Table;
  QualifiedName object;   ///< the table, view or enum
  std::size_t index = 0;  ///< the column, key, check, index or label, by its place there
  Field field = Field::Whole;  ///< of a column: its type, or what it is computed from
  bool operator==(const SchemaPlace&) const = default;
};

struct SchemaIssue {
  enum class Severity { Warning, Error };
  SchemaPlace place;
  Severity severity = Severity::Error;
  std::string sentence;  ///< what is wrong, naming it
  std::string advice;    ///< what to do
};

/// What the engine would refuse, and what it would take but a person may not mean: types that it does not know, names that are empty, too
/// long, there twice or words of SQL, foreign keys to what is not unique or of another type, tables without a key, cycles that no row can
/// enter. Tables in their order. Pure; any thread.
std::vector<SchemaIssue> validateSchema(const schema::MetaData& metadata, const Dialect& dialect);

}  // namespace joinery::migration
