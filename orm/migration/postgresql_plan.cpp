// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/postgresql_plan.h"

#include <algorithm>
#include <set>

#include "orm/core/db_error.h"
#include "orm/dialect/created_table.h"
#include "orm/dialect/sql_text.h"
#include "orm/difference/operation_json.h"
#include "orm/difference/same_parts.h"
#include "orm/migration/aside.h"
#include "orm/migration/changed_column.h"
#include "orm/migration/enum_plan.h"
#include "orm/migration/routine_header.h"

namespace joinery::migration {
namespace {

using schema::Table;

ObjectKind objectKind(RenameKind kind) {
  switch (kind) {
    case RenameKind::Table: return ObjectKind::Table;
    case RenameKind::Enum: return ObjectKind::Enum;
    case RenameKind::Domain: return ObjectKind::Domain;
    case RenameKind::Sequence: return ObjectKind::Sequence;
  }
  return ObjectKind::Table;
}

/// Spells operations one after another; the schema follows them.
class PostgresqlPlan {
 public:
  PostgresqlPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect, const Operations& follow)
      : m_operations(operations), m_follow(follow), m_writer(before, dialect), m_aside(m_writer) {}

  MigrationPlan run() {
    for (m_at = 0; m_at < m_operations.size(); ++m_at) {
      m_writer.beginOperation(m_at);
      std::visit(*this, m_operations[m_at]);
    }
    if (!m_operations.empty()) m_aside.bringBack();
    return m_writer.take();
  }

  void operator()(const CreateTable& each) {
    apply(each);
    if (each.object.isView()) return m_aside.makeLater(each.object);
    if (each.object.kind == schema::TableKind::ForeignTable) throw DbError(ErrorKind::NotSupported, "the foreign table " + each.object.name.toString() + " can't be made: what server it is on is not known");
    const Table& table = m_writer.table(each.object.name);
    const CreatedTable made = createdTable(m_writer.now(), table);
    run(ddl().createTable(made.table, {}));
    for (const auto& index : table.indexes) run(ddl().createIndex(table, index));
    for (const auto& column : made.otherDefaults) run(ddl().alterDefault(table, column));
    for (const auto& column : made.otherNullability) run(ddl().alterNullability(table, column));
    for (const QualifiedName& parent : made.inheritsLater) run(ddl().inherit(table, parent));
    for (const auto& check : table.checks)
      if (check.notValid) run(ddl().addCheck(table, check));
    run(ddl().attachPartition(table));
    for (const auto& key : table.foreignKeys) m_aside.makeKeyLater(table.name, key);
    m_aside.makeTriggersLater(table.name);
  }

  void operator()(const DropTable& each) {
    const Table table = m_writer.table(each.object.name);
    if (table.isView()) {
      if (!m_aside.forgetView(table.name)) run(ddl().drop(SchemaObject::of(table)));
      return apply(each);
    }
    m_aside.dropViewsOf(table.name);
    m_aside.dropKeysTo(table.name, {});
    m_aside.forgetTable(table.name);
    for (const auto& sequence : m_writer.now().sequences)
      if (!sequence.ownerTable.isEmpty() && m_writer.isSame(sequence.ownerTable, table.name)) m_goneSequences.insert(sequence.name);
    run(ddl().drop(SchemaObject::of(table)));
    apply(each);
  }

  void operator()(const ReplaceView& each) {
    const Table& before = m_writer.table(each.before.name);
    m_aside.dropViewsOf(before.name);
    if (!m_aside.isAside(before.name)) run(ddl().drop(SchemaObject::of(before)));
    apply(each);
    m_aside.makeLater(each.after);
  }

  void operator()(const Rename& each) {
    m_aside.bringBack();
    const bool isTable = each.kind == RenameKind::Table;
    const SchemaObject object = isTable ? SchemaObject::of(m_writer.table(each.from)) : SchemaObject{objectKind(each.kind), each.from};
    if (isTable && followsViews(each)) m_aside.dropViewsOf(each.from);
    if (each.from.name != each.to.name) run(ddl().rename(object, each.to.name));
    apply(each);
    if (each.from.schema == each.to.schema) return;
    SchemaObject moved = object;
    moved.name.name = each.to.name;
    run(ddl().moveToSchema(moved, each.to.schema.empty() ? m_writer.now().defaultSchema : each.to.schema));
  }

  void operator()(const AddColumn& each) {
    apply(each);
    const Table& table = m_writer.table(each.table);
    run(ddl().addColumn(table, each.column));
    if (!each.column.comment.empty()) run(ddl().comment(column(table, each.column.name), each.column.comment));
  }

  void operator()(const DropColumn& each) {
    const Table& table = m_writer.table(each.table);
    m_aside.dropViewsOf(table.name);
    for (const auto& sequence : m_writer.now().sequences)
      if (sequence.ownerColumn == each.column.name && m_writer.isSame(sequence.ownerTable, table.name)) m_goneSequences.insert(sequence.name);
    run(ddl().drop(column(table, each.column.name)));
    apply(each);
  }

  /// The engine follows by itself, in views too.
  void operator()(const RenameColumn& each) {
    m_aside.bringBack();
    run(ddl().rename(column(m_writer.table(each.table), each.from), each.to));
    apply(each);
  }

  /// Of a view it is a default or a comment.
  void operator()(const AlterColumn& each) {
    if (m_aside.isAside(m_writer.table(each.table).name)) return apply(each);
    const SameParts same(m_writer.now(), m_writer.dialect());
    const bool isMade = each.before.isComputed() != each.after.isComputed() || each.before.generationExpression != each.after.generationExpression;
    const bool isDeep = isMade || !same.isSame(each.before.type, each.after.type) || each.before.collation != each.after.collation;
    DependentParts parts(m_writer, each.table, each.before.name, DependentParts::What::Column);
    if (isDeep) {
      m_aside.dropViewsOf(each.table);
      for (const auto& heir : heirsOf(each.table)) m_aside.dropViewsOf(heir);
      m_aside.dropKeysOf(each.table, {each.before.name});
      parts.drop();
    }
    changeColumn(m_writer, each);
    apply(each);
    if (isDeep) parts.makeAgain();
  }

  void operator()(const SetPrimaryKey& each) {
    const Table& table = m_writer.table(each.table);
    if (each.before) {
      m_aside.dropKeysTo(each.table, each.before->columns);
      run(ddl().drop(constraint(table, each.before->name.empty() ? table.name.name + "_pkey" : each.before->name)));
    }
    apply(each);
    if (!each.after) return;
    run(ddl().addPrimaryKey(m_writer.table(each.table), *each.after));
    if (!each.after->name.empty()) comment(constraint(m_writer.table(each.table), each.after->name), each.after->comment);
  }

  void operator()(const SetTableOptions& each) {
    const Table before = m_writer.table(each.table);
    const bool movesPartition = each.before.partition != each.after.partition;
    if (movesPartition && each.before.partition) run(ddl().detachPartition(before));
    for (const QualifiedName& parent : each.before.inherits)
      if (std::ranges::find(each.after.inherits, parent) == each.after.inherits.end()) run(ddl().disinherit(before, parent));
    apply(each);
    const Table& table = m_writer.table(each.table);
    run(ddl().alterOptions(table, each.before.options));
    for (const QualifiedName& parent : each.after.inherits)
      if (std::ranges::find(each.before.inherits, parent) == each.before.inherits.end()) run(ddl().inherit(table, parent));
    if (movesPartition && each.after.partition) run(ddl().attachPartition(table));
  }

  void operator()(const AddPart<schema::UniqueKey>& each) { addPart(each, [&](const Table& table) { run(ddl().addUniqueKey(table, each.part)); }); }
  void operator()(const AddPart<schema::CheckConstraint>& each) { addPart(each, [&](const Table& table) { run(ddl().addCheck(table, each.part)); }); }
  void operator()(const AddPart<schema::ExclusionConstraint>& each) { addPart(each, [&](const Table& table) { run(ddl().addExclusion(table, each.part)); }); }
  void operator()(const AddPart<schema::Index>& each) {
    addPart(each, [&](const Table& table) {
      run(ddl().createIndex(table, each.part));
      if (!each.part.comment.empty()) run(ddl().comment(SchemaObject::index(table, each.part.name), each.part.comment));
    });
  }
  void operator()(const AddPart<schema::ForeignKey>& each) {
    apply(each);
    m_aside.makeKeyLater(each.table, each.part);
  }
  void operator()(const AddPart<schema::Trigger>& each) { addHeard(each, ObjectKind::Trigger); }
  void operator()(const AddPart<schema::Rule>& each) { addHeard(each, ObjectKind::Rule); }

  void operator()(const DropPart<schema::UniqueKey>& each) {
    m_aside.dropKeysTo(each.table, each.part.columns);
    dropConstraint(each);
  }
  void operator()(const DropPart<schema::CheckConstraint>& each) { dropConstraint(each); }
  void operator()(const DropPart<schema::ExclusionConstraint>& each) { dropConstraint(each); }
  void operator()(const DropPart<schema::ForeignKey>& each) {
    if (!m_aside.forgetKey(each.table, each.part)) run(ddl().dropForeignKey(m_writer.table(each.table), each.part));
    apply(each);
  }
  void operator()(const DropPart<schema::Index>& each) {
    const Table& table = m_writer.table(each.table);
    std::vector<std::string> columns;
    for (const auto& part : each.part.parts) columns.push_back(part.column);
    if (each.part.unique) m_aside.dropKeysTo(each.table, columns);
    if (!m_aside.isAside(table.name)) run(ddl().drop(SchemaObject::index(table, each.part.name)));
    apply(each);
  }
  void operator()(const DropPart<schema::Trigger>& each) { dropHeard(each, ObjectKind::Trigger); }
  void operator()(const DropPart<schema::Rule>& each) { dropHeard(each, ObjectKind::Rule); }

  void operator()(const Create<schema::EnumType>& each) {
    apply(each);
    run(ddl().createEnum(each.object));
    comment({ObjectKind::Enum, each.object.name}, each.object.comment);
  }
  void operator()(const Drop<schema::EnumType>& each) { drop(each, {ObjectKind::Enum, each.object.name}); }
  void operator()(const AddEnumLabel& each) {
    apply(each);
    if (isNamedElsewhere(each.label)) return remakeEnum(m_writer, m_aside, enumNamed(each.type));
    run(ddl().addEnumLabel(enumNamed(each.type), each.label, each.before));
  }
  void operator()(const DropEnumLabel& each) { remake(each); }
  void operator()(const OrderEnumLabels& each) { remake(each); }
  void operator()(const RenameEnumLabel& each) {
    apply(each);
    run(ddl().rename({ObjectKind::EnumLabel, each.type, each.from}, each.to));
  }

  void operator()(const Create<schema::Domain>& each) {
    apply(each);
    run(ddl().createDomain(each.object));
    for (const auto& check : each.object.checks)
      if (check.notValid) run(ddl().addDomainCheck(each.object, check));
    for (const auto& check : each.object.checks) commentDomainCheck(each.object, check);
    comment({ObjectKind::Domain, each.object.name}, each.object.comment);
  }
  void operator()(const Drop<schema::Domain>& each) { drop(each, {ObjectKind::Domain, each.object.name}); }
  void operator()(const Replace<schema::Domain>& each) { replaceDomain(each); }

  void operator()(const Create<schema::Sequence>& each) {
    apply(each);
    run(ddl().createSequence(each.object));
    if (!each.object.ownerTable.isEmpty()) m_aside.ownLater(each.object);
    comment({ObjectKind::Sequence, each.object.name}, each.object.comment);
  }
  void operator()(const Drop<schema::Sequence>& each) {
    if (!m_goneSequences.contains(each.object.name)) run(ddl().drop({ObjectKind::Sequence, each.object.name}));
    apply(each);
  }
  void operator()(const Replace<schema::Sequence>& each) {
    apply(each);
    run(ddl().alterSequence(each.after));
    if (each.before.ownerTable != each.after.ownerTable || each.before.ownerColumn != each.after.ownerColumn) m_aside.ownLater(each.after);
  }

  void operator()(const Create<schema::Routine>& each) {
    apply(each);
    if (!each.object.readsFrom.empty()) return m_aside.makeLater(each.object, Aside::Making::Anew);
    makeRoutine(each.object);
    comment(SchemaObject::of(each.object), each.object.comment);
  }
  void operator()(const Drop<schema::Routine>& each) {
    if (m_aside.isAside(each.object)) return apply(each);
    drop(each, SchemaObject::of(each.object));
  }
  void operator()(const Replace<schema::Routine>& each) {
    const bool isOther = each.before.procedure != each.after.procedure || !RoutineHeader(each.before, m_writer.dialect()).canBecome(RoutineHeader(each.after, m_writer.dialect()));
    if (isOther) m_aside.dropRoutine(each.before);
    apply(each);
    if (m_aside.isAside(each.after)) return;
    if (!each.after.readsFrom.empty()) return m_aside.makeLater(each.after, Aside::Making::Over);
    makeRoutine(each.after);
  }

  void operator()(const AddExtension& each) {
    run(ddl().createExtension(each.name, each.schema));
    apply(each);
  }
  void operator()(const DropExtension& each) { drop(each, {ObjectKind::Extension, QualifiedName(each.name)}); }
  void operator()(const AddSchema& each) {
    run(ddl().createSchema(each.name));
    apply(each);
  }
  void operator()(const DropSchema& each) { drop(each, SchemaObject::schema(each.name)); }

  void operator()(const SetComment& each) {
    const bool isOfTable = each.kind <= CommentKind::Constraint;
    apply(each);
    if (isOfTable && m_aside.isAside(each.object)) return;
    if (each.kind == CommentKind::Routine && m_aside.isAside(routineOf(each))) return;
    run(ddl().comment(commented(each), each.after));
  }

  /// It may need anything.
  void operator()(const DataStep& each) {
    m_aside.bringBack();
    if (!each.up.empty()) m_writer.add({each.up, 0, true});
  }

 private:
  void replaceDomain(const Replace<schema::Domain>& each);
  const DdlCompiler& ddl() const { return m_writer.ddl(); }
  void run(std::string sql) { m_writer.run(std::move(sql)); }
  void run(std::vector<std::string> statements) { m_writer.run(std::move(statements)); }
  void apply(const Operation& operation) { m_writer.apply(operation); }
  void comment(const SchemaObject& object, const std::string& text) {
    if (!text.empty()) run(ddl().comment(object, text));
  }
  void commentDomainCheck(const schema::Domain& domain, const schema::CheckConstraint& check) {
    if (!check.name.empty()) comment({ObjectKind::DomainConstraint, domain.name, check.name}, check.comment);
  }
  static SchemaObject column(const Table& table, const std::string& name) { return SchemaObject::partOf(table, ObjectKind::Column, name); }
  static SchemaObject constraint(const Table& table, const std::string& name) { return SchemaObject::partOf(table, ObjectKind::Constraint, name); }

  template <typename Part, typename Make>
  void addPart(const AddPart<Part>& each, const Make& make) {
    apply(each);
    const Table& table = m_writer.table(each.table);
    if (m_aside.isAside(table.name)) return;
    make(table);
    if constexpr (!std::is_same_v<Part, schema::Index>)
      if (!each.part.comment.empty()) run(ddl().comment(constraint(table, each.part.name), each.part.comment));
  }
  template <typename Part>
  void addHeard(const AddPart<Part>& each, ObjectKind kind) {
    apply(each);
    const Table& table = m_writer.table(each.table);
    if (m_aside.isAside(table.name)) return;
    run(each.part.definition);
    if (each.part.firing != schema::Firing::Origin) run(ddl().fire(table, each.part));
    comment(SchemaObject::partOf(table, kind, each.part.name), each.part.comment);
  }
  template <typename Part>
  void dropHeard(const DropPart<Part>& each, ObjectKind kind) {
    const Table& table = m_writer.table(each.table);
    if (!m_aside.isAside(table.name)) run(ddl().drop(SchemaObject::partOf(table, kind, each.part.name)));
    apply(each);
  }
  template <typename Part>
  void dropConstraint(const DropPart<Part>& each) {
    const Table& table = m_writer.table(each.table);
    if (each.part.name.empty()) throw DbError(ErrorKind::InvalidRequest, description(each) + ": it has no name, and nothing without one can be dropped by itself");
    run(ddl().drop(constraint(table, each.part.name)));
    apply(each);
  }
  void drop(const Operation& operation, const SchemaObject& object) {
    run(ddl().drop(object));
    apply(operation);
  }

  /// Whether the text of every view that reads the table could be followed; else the engine's own following is better than none.
  bool followsViews(const Rename& rename) const {
    const schema::MetaData after = applied(m_writer.now(), rename, m_writer.dialect());
    return std::ranges::all_of(m_writer.now().tables(), [&](const auto& view) {
      const bool isReader = view->isView() && std::ranges::any_of(view->readsFrom, [&](const auto& each) { return m_writer.isSame(each, rename.from); });
      if (!isReader || m_writer.isSame(view->name, rename.from)) return true;
      return findTable(after, view->name, m_writer.dialect())->definition != view->definition;
    });
  }
  std::vector<QualifiedName> heirsOf(const QualifiedName& name) const {
    std::vector<QualifiedName> names;
    for (const auto& table : m_writer.now().tables()) {
      const auto isParent = [&](const QualifiedName& each) { return m_writer.isSame(each, name); };
      if (!std::ranges::any_of(table->inherits, isParent) && !(table->partition && isParent(table->partition->parent))) continue;
      names.push_back(table->name);
      for (QualifiedName& each : heirsOf(table->name)) names.push_back(std::move(each));
    }
    return names;
  }

  const schema::EnumType& enumNamed(const QualifiedName& name) const {
    return *std::ranges::find_if(m_writer.now().enums, [&](const auto& each) { return m_writer.isSame(each.name, name); });
  }
  /// A label that was added can't be used before the transaction ends.
  bool isNamedElsewhere(const std::string& label) const {
    const std::string text = jsonFromText(label).dump();
    const std::string inSql = quotedText(label);
    const auto names = [&](const Operation& operation) {
      const std::string other = std::holds_alternative<AddEnumLabel>(operation) ? std::string() : operationToJson(operation).dump();
      return other.find(inSql) != std::string::npos || (std::holds_alternative<RenameEnumLabel>(operation) && other.find(text) != std::string::npos);
    };
    return std::ranges::any_of(m_operations, names) || std::ranges::any_of(m_follow, names);
  }
  /// Once for all of such operations on one type that follow each other.
  template <typename Each>
  void remake(const Each& each) {
    apply(each);
    const auto typeOf = [](const Operation& operation) {
      if (const auto* dropped = std::get_if<DropEnumLabel>(&operation)) return dropped->type;
      const auto* ordered = std::get_if<OrderEnumLabels>(&operation);
      return ordered ? ordered->type : QualifiedName();
    };
    const bool isFollowed = m_at + 1 < m_operations.size() && typeOf(m_operations[m_at + 1]) == each.type;
    if (!isFollowed) remakeEnum(m_writer, m_aside, enumNamed(each.type));
  }

  void makeRoutine(const schema::Routine& routine) {
    run(ddl().beginRoutines());
    run(ddl().createRoutine(routine));
    run(ddl().endRoutines());
  }

  SchemaObject commented(const SetComment& each) const {
    const auto part = [&](ObjectKind kind) { return SchemaObject::partOf(m_writer.table(each.object), kind, each.part); };
    switch (each.kind) {
      case CommentKind::Table: return SchemaObject::of(m_writer.table(each.object));
      case CommentKind::Index: return SchemaObject::index(m_writer.table(each.object), each.part);
      case CommentKind::Trigger: return part(ObjectKind::Trigger);
      case CommentKind::Rule: return part(ObjectKind::Rule);
      case CommentKind::Constraint: return part(ObjectKind::Constraint);
      case CommentKind::Enum: return {ObjectKind::Enum, each.object};
      case CommentKind::Domain: return each.part.empty() ? SchemaObject{ObjectKind::Domain, each.object} : SchemaObject{ObjectKind::DomainConstraint, each.object, each.part};
      case CommentKind::Sequence: return {ObjectKind::Sequence, each.object};
      case CommentKind::Schema: return SchemaObject::schema(each.object.name);
      case CommentKind::Routine: break;
    }
    return SchemaObject::of(routineOf(each));
  }
  const schema::Routine& routineOf(const SetComment& each) const {
    return *std::ranges::find_if(m_writer.now().routines, [&](const auto& one) { return one.arguments == each.part && m_writer.isSame(one.name, each.object); });
  }

  const Operations& m_operations;
  const Operations& m_follow;
  std::size_t m_at = 0;
  PlanWriter m_writer;
  Aside m_aside;
  std::set<QualifiedName> m_goneSequences;
};

void PostgresqlPlan::replaceDomain(const Replace<schema::Domain>& each) {
  const SameParts same(m_writer.now(), m_writer.dialect());
  if (!same.isSame(each.before.type, each.after.type) || each.before.collation != each.after.collation)
    throw DbError(ErrorKind::NotSupported, "the domain " + each.after.name.toString() + " is to be made of another type, which PostgreSQL can't do: make another domain and have the columns take that");
  const auto isIn = [&](const auto& checks, const auto& check) { return std::ranges::any_of(checks, [&](const auto& other) { return same.isSame(check, other); }); };
  for (const auto& check : each.before.checks)
    if (!isIn(each.after.checks, check)) run(ddl().drop({ObjectKind::DomainConstraint, each.before.name, check.name}));
  apply(each);
  if (each.before.defaultExpression != each.after.defaultExpression) run(ddl().alterDomainDefault(each.after));
  if (each.before.nullable != each.after.nullable) run(ddl().alterDomainNullability(each.after));
  for (const auto& check : each.after.checks) {
    if (isIn(each.before.checks, check)) continue;
    run(ddl().addDomainCheck(each.after, check));
    commentDomainCheck(each.after, check);
  }
}

}  // namespace

MigrationPlan postgresqlPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect, const Operations& follow) {
  return PostgresqlPlan(before, operations, dialect, follow).run();
}

}  // namespace joinery::migration
