// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/schema_diff.h"

#include <algorithm>
#include <ranges>

#include "orm/core/db_error.h"
#include "orm/dialect/created_table.h"
#include "orm/difference/overloaded.h"
#include "orm/difference/revision_table_name.h"
#include "orm/difference/same_parts.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_names.h"
#include "orm/difference/sql_tokens.h"
#include "orm/difference/table_order.h"
#include "orm/difference/table_parts.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::MetaData;
using schema::Table;
using schema::TableKind;

TableOptions optionsOf(const Table& table) { return {table.strict, table.withoutRowId, table.options, table.inherits, table.partition}; }

/// Part of another table's: it comes and goes with that.
bool isInherited(const auto& part) {
  if constexpr (requires { part.inherited; }) return part.inherited;
  else return false;
}

/// Finds operations one after another; what was found is applied, so that each is judged by the schema that it meets.
class SchemaDiff {
 public:
  SchemaDiff(const MetaData& from, const MetaData& to, const Dialect& dialect) : m_now(from), m_to(to), m_dialect(dialect), m_same(to, dialect) {}

  Operations run(const Operations& renames) {
    for (const Operation& rename : renames) rename_(rename);
    dropViews();
    dropPartsOfTables();
    dropTables();
    addSchemas();
    addTypes();
    for (const auto& [before, after] : pairs()) changeColumns(before, *after);
    changeSequences();
    addPartsOfTables();
    makeViews();
    setComments();
    dropTypes();
    return std::move(m_operations);
  }

 private:
  /// A table's name now, and what it is to be.
  struct Pair {
    QualifiedName before;
    std::shared_ptr<const Table> after;
  };

  void emit(Operation operation) {
    m_now = applied(m_now, operation, m_dialect);
    m_operations.push_back(std::move(operation));
  }
  const Table& now(const QualifiedName& name) const { return *findTable(m_now, name, m_dialect); }
  bool isSameName(const QualifiedName& one, const QualifiedName& other) const { return migration::isSameName(one, other, m_to, m_dialect); }

  void rename_(const Operation& rename) {
    try {
      emit(rename);
    } catch (const DbError& error) {
      // Recorded against another state of the schema.
      if (error.kind() != ErrorKind::InvalidRequest) throw;
    }
  }

  /// Whether it can become the other without being made anew.
  bool isSameObject(const Table& before, const Table& after) const {
    if (before.kind != after.kind) return false;
    if (before.kind == TableKind::VirtualTable) return comparableSql(before.definition, m_dialect) == comparableSql(after.definition, m_dialect);
    return comparableSql(before.partitionKey, m_dialect) == comparableSql(after.partitionKey, m_dialect);
  }
  std::shared_ptr<const Table> counterpart(const Table& after) const {
    auto before = findTable(m_now, after.name, m_dialect);
    return before && isSameObject(*before, after) ? before : nullptr;
  }
  std::vector<Pair> pairs() const {
    std::vector<Pair> found;
    for (const auto& after : m_to.tables())
      if (const auto before = after->extension.empty() ? counterpart(*after) : nullptr) found.push_back({before->name, after});
    return found;
  }

  enum class Kind { Table, View };
  void dropGone(Kind kind) {
    Tables gone;
    for (const auto& before : m_now.tables()) {
      if (!before->extension.empty()) continue;
      const auto after = findTable(m_to, before->name, m_dialect);
      if (before->isView() == (kind == Kind::View) && !(after && isSameObject(*before, *after))) gone.push_back(before);
    }
    const Tables order = creationOrder(gone, m_now, m_dialect);
    for (const auto& table : std::views::reverse(order)) emit(DropTable{*table});
  }
  void dropViews() { dropGone(Kind::View); }
  void dropTables() { dropGone(Kind::Table); }

  /// Those of `parts` that have no equal among the others.
  template <typename Part>
  std::vector<Part> unmatched(const std::vector<Part>& parts, const std::vector<Part>& others) const {
    std::vector<Part> left;
    std::vector<bool> isTaken(others.size());
    for (const Part& part : parts) {
      std::size_t at = 0;
      while (at < others.size() && (isTaken[at] || !m_same.isSame(part, others[at]))) ++at;
      if (at < others.size()) isTaken[at] = true;
      else if (!isInherited(part)) left.push_back(part);
    }
    return left;
  }
  template <typename Part>
  void dropParts() {
    for (const auto& [before, after] : pairs())
      for (const Part& part : unmatched(partsOf<Part>(now(before)), partsOf<Part>(*after))) emit(DropPart<Part>{before, part});
  }
  template <typename Part>
  void addParts() {
    for (const auto& [before, after] : pairs())
      for (const Part& part : unmatched(partsOf<Part>(*after), partsOf<Part>(now(before)))) emit(AddPart<Part>{before, part});
  }
  void dropPartsOfTables() {
    dropParts<schema::Rule>();
    dropParts<schema::Trigger>();
    dropParts<schema::ForeignKey>();
    dropParts<schema::ExclusionConstraint>();
    dropParts<schema::CheckConstraint>();
    dropParts<schema::Index>();
    dropParts<schema::UniqueKey>();
  }
  void addPartsOfTables() {
    addParts<schema::UniqueKey>();
    addParts<schema::CheckConstraint>();
    addParts<schema::ExclusionConstraint>();
    addParts<schema::Index>();
    makeTables();
    for (const auto& [before, after] : pairs()) setOptions(before, *after);
    addParts<schema::ForeignKey>();
    addParts<schema::Trigger>();
    addParts<schema::Rule>();
  }

  bool isSameKey(const Table& before, const Table& after) const {
    if (before.primaryKey.has_value() != after.primaryKey.has_value()) return false;
    return !before.primaryKey || m_same.isSame(*before.primaryKey, *after.primaryKey);
  }
  /// A column whose key goes first, and one that a computed column may need.
  void changeColumns(const QualifiedName& name, const Table& after) {
    if (after.isView()) return;
    const bool isOtherKey = !isSameKey(now(name), after);
    const auto isGone = [&](const std::string& column) {
      const Column* there = findColumn(after, column, m_dialect);
      return !there || there->nullable;
    };
    if (const auto key = now(name).primaryKey; isOtherKey && key && std::ranges::any_of(key->columns, isGone)) emit(SetPrimaryKey{name, key, {}});
    dropColumns(name, after);
    for (const Column& column : after.columns) alterOrAdd(name, after, column);
    if (isOtherKey) emit(SetPrimaryKey{name, now(name).primaryKey, after.primaryKey});
  }

  static std::optional<std::string> placeBehind(const Table& table, const std::string& column) {
    std::string last;
    for (const Column& each : table.columns) {
      if (each.name == column) return &each == &table.columns.back() ? std::nullopt : std::optional(last);
      last = each.name;
    }
    return {};
  }
  void dropColumns(const QualifiedName& name, const Table& after) {
    const std::vector<Column> columns = now(name).columns;
    for (const bool isComputed : {true, false})
      for (const Column& column : columns)
        if (column.isComputed() == isComputed && !column.inherited && !findColumn(after, column.name, m_dialect)) emit(DropColumn{name, column, placeBehind(now(name), column.name)});
  }
  void alterOrAdd(const QualifiedName& name, const Table& after, const Column& column) {
    if (column.inherited) return;
    const Table& table = now(name);
    const Column* before = findColumn(table, column.name, m_dialect);
    if (before && m_same.isSame(*before, column)) return;
    if (before) {
      AlterColumn alter{name, *before, column};
      alter.after.name = before->name;
      return emit(std::move(alter));
    }
    std::optional<std::string> behind = "";
    for (const Column& each : after.columns) {
      if (each.name == column.name) break;
      if (const Column* there = findColumn(table, each.name, m_dialect)) behind = there->name;
    }
    if (!table.columns.empty() && behind == table.columns.back().name) behind.reset();
    emit(AddColumn{name, column, behind});
  }

  bool isSameOptions(const TableOptions& before, const TableOptions& after) const {
    const auto sameNames = [this](const QualifiedName& one, const QualifiedName& other) { return isSameName(one, other); };
    const bool isSamePartition = before.partition.has_value() == after.partition.has_value() &&
                                 (!before.partition || (isSameName(before.partition->parent, after.partition->parent) &&
                                                        comparableSql(before.partition->bound, m_dialect) == comparableSql(after.partition->bound, m_dialect)));
    return isSamePartition && before.strict == after.strict && before.withoutRowId == after.withoutRowId && before.options == after.options && std::ranges::equal(before.inherits, after.inherits, sameNames);
  }
  void setOptions(const QualifiedName& name, const Table& after) {
    const TableOptions before = optionsOf(now(name));
    if (!after.isView() && !isSameOptions(before, optionsOf(after))) emit(SetTableOptions{name, before, optionsOf(after)});
  }

  void makeTables() {
    Tables missing;
    for (const auto& after : m_to.tables())
      if (!after->isView() && after->extension.empty() && !findTable(m_now, after->name, m_dialect)) missing.push_back(after);
    for (const auto& table : creationOrder(missing, m_to, m_dialect)) emit(CreateTable{*table});
  }
  void makeViews() {
    Tables views;
    std::ranges::copy_if(m_to.tables(), std::back_inserter(views), [](const auto& each) { return each->isView() && each->extension.empty(); });
    for (const auto& view : creationOrder(views, m_to, m_dialect)) {
      const auto before = findTable(m_now, view->name, m_dialect);
      if (!before) emit(CreateTable{*view});
      else if (!m_same.isSameView(*before, *view)) emit(ReplaceView{*before, *view});
    }
  }

  template <typename Object>
  const Object* find(const std::vector<Object>& objects, const Object& wanted) const {
    const auto found = std::ranges::find_if(objects, [&](const Object& each) {
      if constexpr (requires { each.arguments; })
        if (each.arguments != wanted.arguments) return false;
      return isSameName(each.name, wanted.name);
    });
    return found == objects.end() ? nullptr : &*found;
  }
  template <typename Object>
  void create(const std::vector<Object>& now, const std::vector<Object>& wanted) {
    const std::vector<Object> before = now;
    for (const Object& each : wanted)
      if (!find(before, each)) emit(Create<Object>{each});
  }
  template <typename Object>
  void replace(const std::vector<Object>& now, const std::vector<Object>& wanted) {
    const std::vector<Object> before = now;
    for (const Object& each : before)
      if (const Object* after = find(wanted, each); after && !m_same.isSame(each, *after)) {
        Replace<Object> change{each, *after};
        change.after.comment = each.comment;  // comments have an operation of their own
        emit(std::move(change));
      }
  }
  template <typename Object>
  void drop(const std::vector<Object>& now, const std::vector<Object>& wanted) {
    const std::vector<Object> before = now;
    for (const Object& each : std::views::reverse(before))
      if (!find(wanted, each)) emit(Drop<Object>{each});
  }

  static std::string schemaOf(const MetaData& metadata, const std::string& extension) {
    const auto found = metadata.extensionSchemas.find(extension);
    return found == metadata.extensionSchemas.end() ? std::string() : found->second;
  }
  void addSchemas() {
    if (m_dialect.name() == "sqlite") return;  // databases that are attached: nothing of the schema's own
    for (const std::string& name : m_to.schemas)
      if (std::ranges::find(m_now.schemas, name) == m_now.schemas.end()) emit(AddSchema{name});
  }
  void addTypes() {
    for (const std::string& name : m_to.extensions)
      if (std::ranges::find(m_now.extensions, name) == m_now.extensions.end()) emit(AddExtension{name, schemaOf(m_to, name)});
    create(m_now.enums, m_to.enums);
    for (const auto& type : m_to.enums) addLabels(type);
    create(m_now.domains, m_to.domains);
    replace(m_now.domains, m_to.domains);
    create(m_now.sequences, m_to.sequences);
    create(m_now.routines, m_to.routines);
    replace(m_now.routines, m_to.routines);
  }
  void changeSequences() { replace(m_now.sequences, m_to.sequences); }

  void addLabels(const schema::EnumType& after) {
    const std::vector<std::string> known = find(m_now.enums, after)->labels;
    const auto isKnown = [&](const std::string& label) { return std::ranges::find(known, label) != known.end(); };
    for (auto at = after.labels.begin(); at != after.labels.end(); ++at) {
      if (isKnown(*at)) continue;
      const auto next = std::find_if(at, after.labels.end(), isKnown);
      emit(AddEnumLabel{after.name, *at, next == after.labels.end() ? std::string() : *next});
    }
  }
  void dropLabels(const schema::EnumType& after) {
    const std::vector<std::string> before = find(m_now.enums, after)->labels;
    for (auto at = before.begin(); at != before.end(); ++at)
      if (std::ranges::find(after.labels, *at) == after.labels.end()) emit(DropEnumLabel{after.name, *at, at + 1 == before.end() ? std::string() : *(at + 1)});
    if (const auto& labels = find(m_now.enums, after)->labels; labels != after.labels) emit(OrderEnumLabels{after.name, labels, after.labels});
  }
  void dropTypes() {
    drop(m_now.routines, m_to.routines);
    drop(m_now.sequences, m_to.sequences);
    drop(m_now.domains, m_to.domains);
    for (const auto& type : m_to.enums) dropLabels(type);
    drop(m_now.enums, m_to.enums);
    const std::vector<std::string> extensions = m_now.extensions, schemas = m_now.schemas;
    for (const std::string& name : extensions)
      if (std::ranges::find(m_to.extensions, name) == m_to.extensions.end()) emit(DropExtension{name, schemaOf(m_now, name)});
    if (m_dialect.name() == "sqlite" || m_to.schemas.empty()) return;
    for (const std::string& name : schemas)
      if (std::ranges::find(m_to.schemas, name) == m_to.schemas.end()) emit(DropSchema{name});
  }

  void comment(CommentKind kind, const QualifiedName& object, const std::string& part, const std::string& before, const std::string& after) {
    if (before != after) emit(SetComment{kind, object, part, before, after});
  }
  template <typename Part>
  void commentParts(CommentKind kind, const QualifiedName& name, const Table& after) {
    const auto parts = partsOf<Part>(now(name));
    for (const Part& part : parts) {
      if (part.name.empty()) continue;
      const auto found = std::ranges::find(partsOf<Part>(after), part.name, &Part::name);
      if (found != partsOf<Part>(after).end()) comment(kind, name, part.name, part.comment, found->comment);
    }
  }
  template <typename Object>
  void commentObjects(CommentKind kind, const std::vector<Object>& now, const std::vector<Object>& wanted) {
    const std::vector<Object> objects = now;
    for (const Object& each : objects) {
      const Object* after = find(wanted, each);
      std::string part;
      if constexpr (requires { each.arguments; }) part = each.arguments;
      if (after) comment(kind, each.name, part, each.comment, after->comment);
    }
  }
  void commentKey(const QualifiedName& name, const Table& after) {
    const auto key = now(name).primaryKey;
    if (key && after.primaryKey && !key->name.empty()) comment(CommentKind::Constraint, name, key->name, key->comment, after.primaryKey->comment);
  }
  void commentChecksOfDomains() {
    for (const schema::Domain& after : m_to.domains) {
      const schema::Domain domain = *find(m_now.domains, after);
      for (const auto& check : after.checks) {
        const auto before = std::ranges::find(domain.checks, check.name, &schema::CheckConstraint::name);
        if (!check.name.empty() && before != domain.checks.end()) comment(CommentKind::Domain, after.name, check.name, before->comment, check.comment);
      }
    }
  }
  /// Defaults and comments of its columns; what else they are comes of its query.
  void changeColumnsOfView(const QualifiedName& name, const Table& after) {
    const Table before = now(name), ownBefore = createdTable(m_now, before).table, ownAfter = createdTable(m_to, after).table;
    for (const Column& column : before.columns) {
      const Column *there = findColumn(ownAfter, column.name, m_dialect), *here = findColumn(ownBefore, column.name, m_dialect);
      if (!there || (column.comment == there->comment && m_same.isSameText(here->defaultExpression, there->defaultExpression))) continue;
      AlterColumn alter{name, column, column};
      alter.after.comment = there->comment;
      alter.after.defaultExpression = there->defaultExpression;
      emit(std::move(alter));
    }
  }
  void commentSchemas() {
    const auto textOf = [](const MetaData& metadata, const std::string& name) {
      const auto found = metadata.schemaComments.find(name);
      return found == metadata.schemaComments.end() ? std::string() : found->second;
    };
    for (const std::string& name : m_to.schemas) comment(CommentKind::Schema, QualifiedName(name), {}, textOf(m_now, name), textOf(m_to, name));
  }
  void setComments() {
    for (const auto& [before, after] : pairs()) {
      comment(CommentKind::Table, before, {}, now(before).comment, after->comment);
      if (after->isView() && m_dialect.ddl().altersColumns()) changeColumnsOfView(before, *after);
      commentKey(before, *after);
      commentParts<schema::Index>(CommentKind::Index, before, *after);
      commentParts<schema::Trigger>(CommentKind::Trigger, before, *after);
      commentParts<schema::Rule>(CommentKind::Rule, before, *after);
      commentParts<schema::UniqueKey>(CommentKind::Constraint, before, *after);
      commentParts<schema::ForeignKey>(CommentKind::Constraint, before, *after);
      commentParts<schema::CheckConstraint>(CommentKind::Constraint, before, *after);
      commentParts<schema::ExclusionConstraint>(CommentKind::Constraint, before, *after);
    }
    commentSchemas();
    commentObjects(CommentKind::Enum, m_now.enums, m_to.enums);
    commentObjects(CommentKind::Domain, m_now.domains, m_to.domains);
    commentChecksOfDomains();
    commentObjects(CommentKind::Sequence, m_now.sequences, m_to.sequences);
    commentObjects(CommentKind::Routine, m_now.routines, m_to.routines);
  }

  MetaData m_now;
  const MetaData& m_to;
  const Dialect& m_dialect;
  SameParts m_same;
  Operations m_operations;
};

}  // namespace

Operations schemaDifference(const MetaData& from, const MetaData& to, const Operations& renames, const Dialect& dialect) {
  const MetaData left = withoutRevisionTable(from), right = withoutRevisionTable(to);
  return SchemaDiff(left, right, dialect).run(renames);
}

}  // namespace joinery::migration
