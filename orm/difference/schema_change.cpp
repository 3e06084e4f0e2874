// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/schema_change.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/enum_change.h"
#include "orm/difference/operation_words.h"
#include "orm/difference/renamed_schema.h"
#include "orm/difference/schema_names.h"
#include "orm/difference/table_parts.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::MetaData;
using schema::Table;

[[noreturn]] void refuse(const std::string& what) { throw DbError(ErrorKind::InvalidRequest, what); }

/// What a view keeps of the one whose place it takes; rights on a column go with it.
schema::Upkeep upkeepFor(const Table& view, const Table& before) {
  schema::Upkeep upkeep = before.upkeep;
  const auto isGone = [&](const schema::Upkeep::Right& each) { return !each.column.empty() && !view.columns.empty() && !view.column(each.column); };
  std::erase_if(upkeep.given, isGone);
  upkeep.isUnfilled = upkeep.isUnfilled && view.kind == schema::TableKind::MaterializedView;
  return upkeep;
}

/// Carries out operations on a schema.
class SchemaChange {
 public:
  SchemaChange(MetaData& metadata, const Dialect& dialect) : m_metadata(metadata), m_dialect(dialect) {}

  void operator()(const CreateTable& each) {
    if (findTable(m_metadata, each.object.name, m_dialect)) refuse("there is a table " + each.object.name.toString() + " already");
    Table made = each.object;
    made.upkeep = {};
    m_metadata.add(std::move(made));
  }
  void operator()(const DropTable& each) { m_metadata.remove(table(each.object.name).name); }
  void operator()(const ReplaceView& each) {
    Table made = each.after;
    made.upkeep = upkeepFor(made, table(each.before.name));
    m_metadata.remove(table(each.before.name).name);
    m_metadata.add(std::move(made));
  }
  void operator()(const Rename& each);
  void operator()(const AddColumn& each);
  void operator()(const DropColumn& each);
  void operator()(const RenameColumn& each);
  void operator()(const AlterColumn& each);
  void operator()(const SetPrimaryKey& each);
  void operator()(const SetTableOptions& each);
  template <typename Part>
  void operator()(const AddPart<Part>& each);
  template <typename Part>
  void operator()(const DropPart<Part>& each);
  template <typename Object>
  void operator()(const Create<Object>& each) {
    if (place(each.object) != objects<Object>().end()) refuse(std::string("there is a ") + wordOf<Object>() + " " + each.object.name.toString() + " already");
    objects<Object>().push_back(each.object);
    if constexpr (requires { each.object.upkeep; }) objects<Object>().back().upkeep = {};
  }
  template <typename Object>
  void operator()(const Drop<Object>& each) { objects<Object>().erase(existing(each.object)); }
  template <typename Object>
  void operator()(const Replace<Object>& each) {
    const auto object = existing(each.before);
    if constexpr (std::is_same_v<Object, schema::Domain>) followDomain(*object, each.after);
    if constexpr (requires { each.after.upkeep; }) {
      schema::Upkeep upkeep = std::move(object->upkeep);
      *object = each.after;
      object->upkeep = std::move(upkeep);
    } else {
      *object = each.after;
    }
  }
  void operator()(const AddEnumLabel& each) { addLabel(m_metadata, each, m_dialect); }
  void operator()(const DropEnumLabel& each) { dropLabel(m_metadata, each, m_dialect); }
  void operator()(const RenameEnumLabel& each) { renameLabelOf(m_metadata, each, m_dialect); }
  void operator()(const OrderEnumLabels& each) { orderLabels(m_metadata, each, m_dialect); }
  void operator()(const AddExtension& each) {
    addName(m_metadata.extensions, each.name, "extension");
    if (!each.schema.empty()) m_metadata.extensionSchemas[each.name] = each.schema;
  }
  void operator()(const DropExtension& each) {
    dropName(m_metadata.extensions, each.name, "extension");
    m_metadata.extensionSchemas.erase(each.name);
  }
  void operator()(const AddSchema& each) { addName(m_metadata.schemas, each.name, "schema"); }
  void operator()(const DropSchema& each) { dropName(m_metadata.schemas, each.name, "schema"); }
  void operator()(const SetComment& each);
  void operator()(const DataStep&) {}

 private:
  const Table& table(const QualifiedName& name) const {
    const auto found = findTable(m_metadata, name, m_dialect);
    if (!found) refuse("there is no table " + name.toString());
    return *found;
  }
  /// Changes a table in its place. @param change takes a Table&
  template <typename Change>
  void edit(const QualifiedName& name, const Change& change) {
    Table edited = table(name);
    m_metadata.remove(edited.name);
    change(edited);
    forgetStatement(edited);
    m_metadata.add(std::move(edited));
  }
  static std::vector<Column>::iterator columnPlace(Table& table, const std::string& name, const Dialect& dialect) {
    const auto found = std::ranges::find_if(table.columns, [&](const Column& each) { return isSameName(each.name, name, dialect); });
    if (found == table.columns.end()) refuse("there is no column " + table.name.toString() + "." + name);
    return found;
  }
  /// The tables that have their columns from this one, too.
  std::vector<QualifiedName> heirs(const QualifiedName& name) const {
    const auto isParent = [&](const QualifiedName& each) { return isSameName(each, name, m_metadata, m_dialect); };
    std::vector<QualifiedName> names;
    for (const auto& each : m_metadata.tables())
      if (std::ranges::any_of(each->inherits, isParent) || (each->partition && isParent(each->partition->parent))) names.push_back(each->name);
    return names;
  }
  void followDomain(const schema::Domain& before, const schema::Domain& after);
  void requireUnused(const Table& table, const std::string& column) const;

  template <typename Object>
  auto& objects() {
    if constexpr (std::is_same_v<Object, schema::EnumType>) return m_metadata.enums;
    else if constexpr (std::is_same_v<Object, schema::Domain>) return m_metadata.domains;
    else if constexpr (std::is_same_v<Object, schema::Sequence>) return m_metadata.sequences;
    else return m_metadata.routines;
  }
  template <typename Object>
  auto place(const Object& object) {
    return std::ranges::find_if(objects<Object>(), [&](const Object& each) {
      if constexpr (std::is_same_v<Object, schema::Routine>)
        if (each.arguments != object.arguments) return false;
      return isSameName(each.name, object.name, m_metadata, m_dialect);
    });
  }
  template <typename Object>
  auto existing(const Object& object) {
    const auto found = place(object);
    if (found == objects<Object>().end()) refuse(std::string("there is no ") + wordOf<Object>() + " " + object.name.toString());
    return found;
  }
  template <typename Object>
  auto existing(const QualifiedName& name) {
    Object object;
    object.name = name;
    return existing(object);
  }
  /// Gives it another name, if nothing of its kind has that one.
  template <typename Object>
  void rename(const QualifiedName& from, const QualifiedName& to) {
    Object taken;
    taken.name = to;
    const auto renamed = existing<Object>(from);
    const auto other = place(taken);
    if (other != objects<Object>().end() && other != renamed) refuse(std::string("there is a ") + wordOf<Object>() + " " + to.toString() + " already");
    renamed->name = to;
  }
  void addName(std::vector<std::string>& names, const std::string& name, const char* kind) {
    if (std::ranges::find(names, name) != names.end()) refuse(std::string("there is the ") + kind + " " + name + " already");
    names.push_back(name);
  }
  void dropName(std::vector<std::string>& names, const std::string& name, const char* kind) {
    if (std::erase(names, name) == 0) refuse(std::string("there is no ") + kind + " " + name);
  }

  MetaData& m_metadata;
  const Dialect& m_dialect;
};

/// Columns that have the domain's default, or refuse NULL as it does, have it from there.
void SchemaChange::followDomain(const schema::Domain& before, const schema::Domain& after) {
  const auto isOfIt = [&](const Column& column) { return !column.type.declared.ends_with("[]") && isOfType(column.type, before.name, m_metadata, m_dialect); };
  std::vector<QualifiedName> users;
  for (const auto& table : m_metadata.tables())
    if (!table->isView() && std::ranges::any_of(table->columns, isOfIt)) users.push_back(table->name);
  for (const QualifiedName& name : users)
    edit(name, [&](Table& table) {
      for (Column& column : table.columns) {
        if (!isOfIt(column)) continue;
        if (column.defaultExpression == before.defaultExpression && !column.isComputed()) column.defaultExpression = after.defaultExpression;
        if (!after.nullable) column.nullable = false;
      }
    });
}

void SchemaChange::operator()(const Rename& each) {
  switch (each.kind) {
    case RenameKind::Table: {
      const auto other = findTable(m_metadata, each.to, m_dialect);
      if (other && !isSameName(each.from, each.to, m_metadata, m_dialect)) refuse("there is a table " + each.to.toString() + " already");
      return renameTable(m_metadata, table(each.from).name, each.to, m_dialect);
    }
    case RenameKind::Enum:
      rename<schema::EnumType>(each.from, each.to);
      return renameType(m_metadata, each.from, each.to, m_dialect);
    case RenameKind::Domain:
      rename<schema::Domain>(each.from, each.to);
      return renameType(m_metadata, each.from, each.to, m_dialect);
    case RenameKind::Sequence:
      rename<schema::Sequence>(each.from, each.to);
      return renameSequence(m_metadata, each.from, each.to, m_dialect);
  }
}

void SchemaChange::operator()(const AddColumn& each) {
  edit(each.table, [&](Table& table) {
    if (findColumn(table, each.column.name, m_dialect)) refuse("there is a column " + table.name.toString() + "." + each.column.name + " already");
    auto place = table.columns.end();
    if (each.after) place = each.after->empty() ? table.columns.begin() : columnPlace(table, *each.after, m_dialect) + 1;
    table.columns.insert(place, each.column);
  });
  for (const QualifiedName& heir : heirs(each.table)) {
    if (findColumn(table(heir), each.column.name, m_dialect)) continue;
    AddColumn inherited{heir, each.column, {}};
    inherited.column.inherited = true;
    (*this)(inherited);
  }
}

void SchemaChange::requireUnused(const Table& table, const std::string& column) const {
  const std::string name = table.name.toString() + "." + column;
  const auto refuseIf = [&](bool isUsed, const std::string& by) {
    if (isUsed) refuse("the column " + name + " is part of " + by + ", which has to be dropped first");
  };
  const auto holds = [&](const std::vector<std::string>& names) { return holdsName(names, column, m_dialect); };
  refuseIf(table.primaryKey && holds(table.primaryKey->columns), "the primary key");
  for (const auto& key : table.uniqueKeys) refuseIf(holds(key.columns) || holds(key.included), "the unique key " + key.name);
  for (const auto& key : table.foreignKeys) refuseIf(holds(key.columns), "the foreign key " + key.name);
  for (const auto& index : table.indexes)
    refuseIf(holds(index.included) || std::ranges::any_of(index.parts, [&](const auto& part) { return !part.column.empty() && isSameName(part.column, column, m_dialect); }), "the index " + index.name);
  for (const auto& other : m_metadata.tables())
    for (const auto& key : other->foreignKeys)
      refuseIf(isSameName(key.referredTable, table.name, m_metadata, m_dialect) && holds(key.referredColumns), "a foreign key of " + other->name.toString());
}

void SchemaChange::operator()(const DropColumn& each) {
  requireUnused(table(each.table), each.column.name);
  edit(each.table, [&](Table& table) { table.columns.erase(columnPlace(table, each.column.name, m_dialect)); });
  for (const QualifiedName& heir : heirs(each.table))
    if (const Column* column = findColumn(table(heir), each.column.name, m_dialect); column && column->inherited) (*this)(DropColumn{heir, *column, {}});
}

void SchemaChange::operator()(const RenameColumn& each) {
  const Table& owner = table(each.table);
  if (!findColumn(owner, each.from, m_dialect)) refuse("there is no column " + owner.name.toString() + "." + each.from);
  if (!isSameName(each.from, each.to, m_dialect) && findColumn(owner, each.to, m_dialect)) refuse("there is a column " + owner.name.toString() + "." + each.to + " already");
  renameColumn(m_metadata, QualifiedName(owner.name), each.from, each.to, m_dialect);
}

void SchemaChange::operator()(const AlterColumn& each) {
  if (!isSameName(each.before.name, each.after.name, m_dialect)) refuse("the column " + each.table.toString() + "." + each.before.name + " is to be changed and renamed at once: that takes two steps");
  edit(each.table, [&](Table& table) { *columnPlace(table, each.before.name, m_dialect) = each.after; });
  for (const QualifiedName& heir : heirs(each.table)) {
    const Column* column = findColumn(table(heir), each.before.name, m_dialect);
    if (!column || !column->inherited) continue;
    AlterColumn inherited{heir, *column, each.after};
    inherited.after.inherited = true;
    (*this)(inherited);
  }
}

void SchemaChange::operator()(const SetPrimaryKey& each) {
  edit(each.table, [&](Table& table) {
    if (each.after)
      for (const std::string& column : each.after->columns) columnPlace(table, column, m_dialect);
    table.primaryKey = each.after;
  });
}

void SchemaChange::operator()(const SetTableOptions& each) {
  edit(each.table, [&](Table& table) {
    table.strict = each.after.strict;
    table.withoutRowId = each.after.withoutRowId;
    if (each.before.withoutRowId != each.after.withoutRowId) table.hasRowId = !each.after.withoutRowId;
    table.options = each.after.options;
    table.inherits = each.after.inherits;
    table.partition = each.after.partition;
  });
}

/// Of one name, where parts of their kind have one; else the same.
template <typename Part>
auto partPlace(std::vector<Part>& parts, const Part& wanted) {
  const auto same = std::ranges::find(parts, wanted);
  if (same != parts.end() || wanted.name.empty()) return same;
  return std::ranges::find(parts, wanted.name, &Part::name);
}

template <typename Part>
void SchemaChange::operator()(const AddPart<Part>& each) {
  edit(each.table, [&](Table& table) {
    auto& parts = partsOf<Part>(table);
    const bool isTaken = !each.part.name.empty() && std::ranges::any_of(parts, [&](const Part& part) { return part.name == each.part.name; });
    if (isTaken) refuse(std::string("there is a ") + wordOf<Part>() + " " + each.part.name + " of " + table.name.toString() + " already");
    parts.push_back(each.part);
  });
}

template <typename Part>
void SchemaChange::operator()(const DropPart<Part>& each) {
  edit(each.table, [&](Table& table) {
    auto& parts = partsOf<Part>(table);
    const auto found = partPlace(parts, each.part);
    if (found == parts.end()) refuse("the table " + table.name.toString() + " has no such " + wordOf<Part>() + (each.part.name.empty() ? "" : " " + each.part.name));
    parts.erase(found);
  });
}

/// Where a key or constraint of that name has its comment.
std::string* constraintComment(Table& table, const std::string& name) {
  std::string* found = table.primaryKey && table.primaryKey->name == name ? &table.primaryKey->comment : nullptr;
  const auto look = [&](auto& parts) {
    for (auto& part : parts)
      if (!found && part.name == name) found = &part.comment;
  };
  look(table.uniqueKeys);
  look(table.foreignKeys);
  look(table.checks);
  look(table.exclusions);
  if (!found) refuse("the table " + table.name.toString() + " has no constraint " + name);
  return found;
}

schema::CheckConstraint& checkOf(schema::Domain& domain, const std::string& name) {
  const auto found = std::ranges::find(domain.checks, name, &schema::CheckConstraint::name);
  if (found == domain.checks.end()) refuse("the domain " + domain.name.toString() + " has no constraint " + name);
  return *found;
}

void SchemaChange::operator()(const SetComment& each) {
  const auto setPart = [&]<typename Part>(const Part*) {
    edit(each.object, [&](Table& table) {
      const auto found = std::ranges::find(partsOf<Part>(table), each.part, &Part::name);
      if (found == partsOf<Part>(table).end()) refuse("the table " + table.name.toString() + " has no " + wordOf<Part>() + " " + each.part);
      found->comment = each.after;
    });
  };
  switch (each.kind) {
    case CommentKind::Table: return edit(each.object, [&](Table& table) { table.comment = each.after; });
    case CommentKind::Index: return setPart(static_cast<const schema::Index*>(nullptr));
    case CommentKind::Rule: return setPart(static_cast<const schema::Rule*>(nullptr));
    case CommentKind::Constraint: return edit(each.object, [&](Table& table) { *constraintComment(table, each.part) = each.after; });
    case CommentKind::Schema:
      if (each.after.empty()) m_metadata.schemaComments.erase(each.object.name);
      else m_metadata.schemaComments[each.object.name] = each.after;
      return;
    case CommentKind::Trigger: return setPart(static_cast<const schema::Trigger*>(nullptr));
    case CommentKind::Enum: existing<schema::EnumType>(each.object)->comment = each.after; return;
    case CommentKind::Domain: {
      schema::Domain& domain = *existing<schema::Domain>(each.object);
      if (each.part.empty()) domain.comment = each.after;
      else checkOf(domain, each.part).comment = each.after;
      return;
    }
    case CommentKind::Sequence: existing<schema::Sequence>(each.object)->comment = each.after; return;
    case CommentKind::Routine: {
      schema::Routine routine;
      routine.name = each.object;
      routine.arguments = each.part;
      existing(routine)->comment = each.after;
    }
  }
}

}  // namespace

MetaData applied(MetaData metadata, const Operation& operation, const Dialect& dialect) {
  std::visit(SchemaChange(metadata, dialect), operation);
  return metadata;
}

MetaData applied(MetaData metadata, const Operations& operations, const Dialect& dialect) {
  for (const Operation& operation : operations) std::visit(SchemaChange(metadata, dialect), operation);
  return metadata;
}

}  // namespace joinery::migration
