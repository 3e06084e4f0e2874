// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "orm/schema/metadata.h"

/// Steps from one schema to another, as plain data that people read and that files keep.
namespace joinery::migration {

/// What stands in a schema by itself: a table or view, a type, a sequence, a routine.
template <typename Object>
struct Create {
  Object object;
  bool operator==(const Create&) const = default;
};

/// Holds all of what goes, so that it can be made again, without what was in it.
template <typename Object>
struct Drop {
  Object object;
  bool operator==(const Drop&) const = default;
};

/// Another definition under the same name: views, domains, sequences, routines.
template <typename Object>
struct Replace {
  Object before;
  Object after;
  bool operator==(const Replace&) const = default;
};

/// What belongs to a table: keys, constraints, indexes, triggers.
template <typename Part>
struct AddPart {
  QualifiedName table;
  Part part;
  bool operator==(const AddPart&) const = default;
};

template <typename Part>
struct DropPart {
  QualifiedName table;
  Part part;
  bool operator==(const DropPart&) const = default;
};

enum class RenameKind { Table, Enum, Domain, Sequence };

struct Rename {
  RenameKind kind = RenameKind::Table;
  QualifiedName from;
  QualifiedName to;
  bool operator==(const Rename&) const = default;
};

/// @note `after` names the column that it stands behind, "" for the first place; nothing: behind all others.
struct AddColumn {
  QualifiedName table;
  schema::Column column;
  std::optional<std::string> after = {};
  bool operator==(const AddColumn&) const = default;
};

struct DropColumn {
  QualifiedName table;
  schema::Column column;
  std::optional<std::string> after = {};
  bool operator==(const DropColumn&) const = default;
};

struct RenameColumn {
  QualifiedName table;
  std::string from;
  std::string to;
  bool operator==(const RenameColumn&) const = default;
};

/// Both bear the same name. @note how values become those of another type: an expression that PostgreSQL takes after USING; empty: a cast.
struct AlterColumn {
  QualifiedName table;
  schema::Column before;
  schema::Column after;
  std::string conversion = {};
  std::string conversionBack = {};
  bool operator==(const AlterColumn&) const = default;
};

struct SetPrimaryKey {
  QualifiedName table;
  std::optional<schema::UniqueKey> before;
  std::optional<schema::UniqueKey> after;
  bool operator==(const SetPrimaryKey&) const = default;
};

/// What is said of a table beside its columns, keys and constraints.
struct TableOptions {
  bool strict = false;
  bool withoutRowId = false;
  std::vector<std::string> options = {};
  std::vector<QualifiedName> inherits = {};
  std::optional<schema::Partition> partition = {};
  bool operator==(const TableOptions&) const = default;
};

struct SetTableOptions {
  QualifiedName table;
  TableOptions before;
  TableOptions after;
  bool operator==(const SetTableOptions&) const = default;
};

/// @note `before` names the label that it comes before; empty: behind all others.
struct AddEnumLabel {
  QualifiedName type;
  std::string label;
  std::string before = {};
  bool operator==(const AddEnumLabel&) const = default;
};

struct DropEnumLabel {
  QualifiedName type;
  std::string label;
  std::string before = {};
  bool operator==(const DropEnumLabel&) const = default;
};

struct RenameEnumLabel {
  QualifiedName type;
  std::string from;
  std::string to;
  bool operator==(const RenameEnumLabel&) const = default;
};

/// The same labels in another order.
struct OrderEnumLabels {
  QualifiedName type;
  std::vector<std::string> before;
  std::vector<std::string> after;
  bool operator==(const OrderEnumLabels&) const = default;
};

struct AddExtension {
  std::string name;
  std::string schema = {};  ///< where its functions and types are; empty: the default schema
  bool operator==(const AddExtension&) const = default;
};

struct DropExtension {
  std::string name;
  std::string schema = {};
  bool operator==(const DropExtension&) const = default;
};

struct AddSchema {
  std::string name;
  bool operator==(const AddSchema&) const = default;
};

struct DropSchema {
  std::string name;
  bool operator==(const DropSchema&) const = default;
};

enum class CommentKind { Table, Index, Trigger, Rule, Constraint, Enum, Domain, Sequence, Routine, Schema };

/// Comments of columns are the columns' own: AlterColumn.
struct SetComment {
  CommentKind kind = CommentKind::Table;
  QualifiedName object;   ///< the table of an index, a trigger, a rule or a constraint
  std::string part = {};  ///< the name of these; a routine's arguments; a domain's constraint
  std::string before;
  std::string after;
  bool operator==(const SetComment&) const = default;
};

/// SQL that moves rows about: one or several statements. Without `down` there is no way back.
/// @note outside of a transaction what it did stays, whatever becomes of the rest: for what an engine refuses within one, as PostgreSQL does
/// CREATE INDEX CONCURRENTLY and VACUUM.
struct DataStep {
  std::string up;
  std::string down = {};
  bool inTransaction = true;
  bool operator==(const DataStep&) const = default;
};

using CreateTable = Create<schema::Table>;
using DropTable = Drop<schema::Table>;
/// Of a table that is a view.
using ReplaceView = Replace<schema::Table>;

using Operation = std::variant<
    CreateTable, DropTable, ReplaceView, Rename, AddColumn, DropColumn, RenameColumn, AlterColumn, SetPrimaryKey, SetTableOptions,
    AddPart<schema::UniqueKey>, DropPart<schema::UniqueKey>, AddPart<schema::ForeignKey>, DropPart<schema::ForeignKey>,
    AddPart<schema::CheckConstraint>, DropPart<schema::CheckConstraint>, AddPart<schema::ExclusionConstraint>, DropPart<schema::ExclusionConstraint>,
    AddPart<schema::Index>, DropPart<schema::Index>, AddPart<schema::Trigger>, DropPart<schema::Trigger>, AddPart<schema::Rule>, DropPart<schema::Rule>,
    Create<schema::EnumType>, Drop<schema::EnumType>, AddEnumLabel, DropEnumLabel, RenameEnumLabel, OrderEnumLabels,
    Create<schema::Domain>, Drop<schema::Domain>, Replace<schema::Domain>, Create<schema::Sequence>, Drop<schema::Sequence>, Replace<schema::Sequence>,
    Create<schema::Routine>, Drop<schema::Routine>, Replace<schema::Routine>, AddExtension, DropExtension, AddSchema, DropSchema, SetComment, DataStep>;
using Operations = std::vector<Operation>;

/// What undoes it, as far as the schema goes: rows and values that were lost stay lost. Of a DataStep without a way back: one that does
/// nothing. Pure.
Operation inverse(const Operation& operation);
/// Of all of them, the last one first.
Operations inverse(const Operations& operations);

/// Whether rows, values or their precision go with it, or may.
bool isDestructive(const Operation& operation);
/// Why the way back does not give all that was there; nothing where it does.
std::optional<std::string> whyIrreversible(const Operation& operation);
inline bool isReversible(const Operation& operation) { return !whyIrreversible(operation); }

/// As a person reads it, on one line: "Rename column Album.Title to Name".
std::string description(const Operation& operation);

/// The table that it changes; empty of what is none of a table.
QualifiedName changedTable(const Operation& operation);

}  // namespace joinery::migration
