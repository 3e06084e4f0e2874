// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/schema_statements.h"

#include <algorithm>
#include <ranges>

#include "orm/core/db_error.h"
#include "orm/dialect/created_table.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/schema_order.h"
#include "orm/dialect/schema_presence.h"

namespace joinery {
namespace {

using schema::MetaData;
using schema::Table;

/// Statements in their order; what an engine has no statement for is empty and left out.
class StatementList {
 public:
  void add(std::string statement) {
    if (!statement.empty()) m_statements.push_back(std::move(statement));
  }
  void add(std::vector<std::string> statements) { std::ranges::move(statements, std::back_inserter(m_statements)); }
  std::vector<std::string> take() { return std::move(m_statements); }

 private:
  std::vector<std::string> m_statements;
};

/// Makes what is missing.
class Creation {
 public:
  Creation(const MetaData& metadata, const Dialect& dialect, const MetaData* existing)
      : m_metadata(metadata), m_ddl(dialect.ddl()), m_presence(dialect, existing), m_existing(existing), m_order(metadata, m_ddl.altersForeignKeys()) {
    for (const auto& table : m_order.tables())
      if (m_presence.isMissing(*table)) m_tables.push_back(table);
    for (const auto& table : metadata.tables())
      if (table->isView() && !table->definition.empty() && table->extension.empty() && m_presence.isMissing(*table)) m_views.push_back(table);
  }

  std::vector<std::string> run() {
    addSchemas();
    addTypes();
    const bool makesRoutines = std::ranges::any_of(m_metadata.routines, [this](const auto& routine) { return m_presence.isMissing(routine) && !m_ddl.createRoutine(routine).empty(); });
    if (makesRoutines) m_list.add(m_ddl.beginRoutines());
    addRoutines();
    addLateDomainChecks();
    for (const auto& table : m_tables) addTable(*table);
    addWhatFollowsTables();
    addViews();
    if (makesRoutines) m_list.add(m_ddl.endRoutines());
    for (const SchemaTables* group : {&m_tables, &m_views})
      for (const auto& table : *group) addTriggers(*table);
    addComments();
    return m_list.take();
  }

 private:
  void addSchemas() {
    for (const std::string& name : m_metadata.schemas)
      if (name != m_metadata.defaultSchema && m_presence.isMissing(name)) m_list.add(m_ddl.createSchema(name));
    for (const std::string& name : m_metadata.extensions) {
      if (m_existing && std::ranges::find(m_existing->extensions, name) != m_existing->extensions.end()) continue;
      const auto place = m_metadata.extensionSchemas.find(name);
      m_list.add(m_ddl.createExtension(name, place == m_metadata.extensionSchemas.end() ? std::string() : place->second));
    }
  }

  void addTypes() {
    for (const schema::EnumType& type : m_metadata.enums)
      if (m_presence.isMissing(type)) m_list.add(m_ddl.createEnum(type));
    for (const schema::Sequence& sequence : m_metadata.sequences)
      if (m_presence.isMissing(sequence)) m_list.add(m_ddl.createSequence(sequence));
    for (const schema::Domain* domain : orderedDomains(m_metadata)) {
      if (!m_presence.isMissing(*domain)) continue;
      schema::Domain early = *domain;
      std::erase_if(early.checks, [this](const auto& check) { return isLate(check); });
      m_list.add(m_ddl.createDomain(early));
    }
  }

  /// What a routine says of a domain's values is known once that routine is there.
  bool isLate(const schema::CheckConstraint& check) const { return check.notValid || callsRoutine(m_metadata, check.expression); }

  void addRoutines() {
    for (const schema::Routine& routine : m_metadata.routines)
      if (routine.readsFrom.empty() && m_presence.isMissing(routine)) m_list.add(m_ddl.createRoutine(routine));
  }

  void addLateDomainChecks() {
    for (const schema::Domain& domain : m_metadata.domains)
      if (m_presence.isMissing(domain))
        for (const auto& check : domain.checks)
          if (isLate(check)) m_list.add(m_ddl.addDomainCheck(domain, check));
  }

  void addTable(const Table& table) {
    if (table.columns.empty() && table.kind != schema::TableKind::VirtualTable) throw DbError(ErrorKind::InvalidRequest, "table " + table.name.toString() + " has no columns");
    const CreatedTable made = createdTable(m_metadata, table);
    m_list.add(m_ddl.createTable(made.table, m_order.keys(table).within));
    for (const schema::Index& index : table.indexes) m_list.add(m_ddl.createIndex(table, index));
    for (const schema::Column& column : made.otherDefaults) m_list.add(m_ddl.alterDefault(table, column));
    for (const schema::Column& column : made.otherNullability) m_list.add(m_ddl.alterNullability(table, column));
    for (const QualifiedName& parent : made.inheritsLater) m_list.add(m_ddl.inherit(table, parent));
  }

  // Partitions are attached last: then what they have in common with their table is found in them, under the names that it has there.
  void addWhatFollowsTables() {
    for (const auto& table : m_tables)
      for (const schema::ForeignKey& key : m_order.keys(*table).later) m_list.add(m_ddl.addForeignKey(*table, key));
    for (const auto& table : m_tables)
      for (const schema::CheckConstraint& check : table->checks)
        if (check.notValid && m_ddl.altersColumns()) m_list.add(m_ddl.addCheck(*table, check));
    for (const auto& table : m_tables) m_list.add(m_ddl.attachPartition(*table));
    for (const schema::Sequence& sequence : m_metadata.sequences)
      if (!sequence.ownerTable.isEmpty() && m_presence.isMissing(sequence)) m_list.add(m_ddl.ownSequence(sequence));
  }

  void addViews() {
    for (const ViewOrRoutine& each : orderedViews(m_metadata)) {
      if (const auto* routine = std::get_if<const schema::Routine*>(&each)) {
        if (m_presence.isMissing(**routine)) m_list.add(m_ddl.createRoutine(**routine));
      } else if (const Table& view = *std::get<std::shared_ptr<const Table>>(each); m_presence.isMissing(view)) {
        addView(view);
      }
    }
  }

  void addView(const Table& view) {
    m_list.add(m_ddl.createView(view));
    for (const schema::Index& index : view.indexes) m_list.add(m_ddl.createIndex(view, index));
    if (!m_ddl.altersColumns()) return;
    const CreatedTable made = createdTable(m_metadata, view);
    for (const schema::Column& column : made.table.columns)
      if (column.defaultExpression) m_list.add(m_ddl.alterDefault(view, column));
  }

  void addTriggers(const Table& table) {
    for (const schema::Rule& rule : table.rules) {
      m_list.add(m_ddl.createRule(rule));
      if (rule.firing != schema::Firing::Origin) m_list.add(m_ddl.fire(table, rule));
    }
    for (const schema::Trigger& trigger : table.triggers) {
      m_list.add(m_ddl.createTrigger(trigger));
      if (trigger.firing != schema::Firing::Origin) m_list.add(m_ddl.fire(table, trigger));
    }
  }

  void comment(const SchemaObject& object, const std::string& text) {
    if (!text.empty()) m_list.add(m_ddl.comment(object, text));
  }

  void addComments() {
    for (const auto& [name, text] : m_metadata.schemaComments)
      if (m_existing == nullptr || (name != m_metadata.defaultSchema && m_presence.isMissing(name))) comment(SchemaObject::schema(name), text);
    for (const auto& type : m_metadata.enums)
      if (m_presence.isMissing(type)) comment({ObjectKind::Enum, type.name}, type.comment);
    for (const auto& sequence : m_metadata.sequences)
      if (m_presence.isMissing(sequence)) comment({ObjectKind::Sequence, sequence.name}, sequence.comment);
    for (const auto& routine : m_metadata.routines)
      if (m_presence.isMissing(routine)) comment(SchemaObject::of(routine), routine.comment);
    for (const auto& domain : m_metadata.domains)
      if (m_presence.isMissing(domain)) addDomainComments(domain);
    for (const SchemaTables* group : {&m_tables, &m_views})
      for (const auto& table : *group) m_list.add(m_ddl.comments(*table));
  }

  void addDomainComments(const schema::Domain& domain) {
    comment({ObjectKind::Domain, domain.name}, domain.comment);
    for (const auto& check : domain.checks) comment({ObjectKind::DomainConstraint, domain.name, check.name}, check.comment);
  }

  const MetaData& m_metadata;
  const DdlCompiler& m_ddl;
  SchemaPresence m_presence;
  const MetaData* m_existing;
  TableOrder m_order;
  SchemaTables m_tables;
  SchemaTables m_views;
  StatementList m_list;
};

/// Drops what is there.
class Destruction {
 public:
  Destruction(const MetaData& metadata, const Dialect& dialect, const MetaData* existing)
      : m_metadata(metadata), m_ddl(dialect.ddl()), m_presence(dialect, existing), m_order(metadata, m_ddl.altersForeignKeys()) {}

  std::vector<std::string> runTables() {
    for (const ViewOrRoutine& each : orderedViews(m_metadata) | std::views::reverse) {
      if (const auto* routine = std::get_if<const schema::Routine*>(&each))
        drop(**routine, SchemaObject::of(**routine));
      else
        drop(*std::get<std::shared_ptr<const Table>>(each), SchemaObject::of(*std::get<std::shared_ptr<const Table>>(each)));
    }
    SchemaTables tables = m_order.tables();
    std::erase_if(tables, [this](const auto& table) { return !m_presence.maybeThere(*table); });
    if (std::ranges::any_of(tables, [this](const auto& table) { return m_order.isOnCycle(*table); })) m_list.add(m_ddl.deferForeignKeys());
    for (const auto& table : tables)
      for (const schema::ForeignKey& key : m_order.keysInTheWay(*table)) m_list.add(m_ddl.dropForeignKey(*table, key));
    for (const auto& table : tables | std::views::reverse)
      if (!goesWithAnother(tables, *table)) m_list.add(m_ddl.dropTable(*table));
    return m_list.take();
  }

  std::vector<std::string> runTheRest() {
    for (const schema::Domain& domain : m_metadata.domains)
      for (const auto& check : domain.checks)
        if (callsRoutine(m_metadata, check.expression)) drop(domain, {ObjectKind::DomainConstraint, domain.name, check.name});
    for (const schema::Routine& routine : m_metadata.routines | std::views::reverse)
      if (routine.readsFrom.empty()) drop(routine, SchemaObject::of(routine));
    for (const schema::Domain* domain : orderedDomains(m_metadata) | std::views::reverse) drop(*domain, {ObjectKind::Domain, domain->name});
    for (const schema::Sequence& sequence : m_metadata.sequences)
      if (sequence.ownerTable.isEmpty()) drop(sequence, {ObjectKind::Sequence, sequence.name});
    for (const schema::EnumType& type : m_metadata.enums)
      if (m_presence.maybeThere(type)) m_list.add(m_ddl.dropEnum(type));
    for (const std::string& name : m_metadata.schemas | std::views::reverse)
      if (name != m_metadata.defaultSchema) drop(name, SchemaObject::schema(name));
    return m_list.take();
  }

 private:
  template <typename Object>
  void drop(const Object& object, const SchemaObject& name) {
    if (m_presence.maybeThere(object)) m_list.add(m_ddl.drop(name));
  }

  /// A partition that others' foreign keys lead to can't be dropped by itself.
  bool goesWithAnother(const SchemaTables& tables, const Table& table) const {
    return table.partition && std::ranges::find(tables, m_metadata.find(table.partition->parent)) != tables.end();
  }

  const MetaData& m_metadata;
  const DdlCompiler& m_ddl;
  SchemaPresence m_presence;
  TableOrder m_order;
  StatementList m_list;
};

}  // namespace

std::vector<std::string> createStatements(const MetaData& metadata, const Dialect& dialect, const MetaData* existing) { return Creation(metadata, dialect, existing).run(); }

std::vector<std::string> dropStatements(const MetaData& metadata, const Dialect& dialect, const MetaData* existing) {
  Destruction destruction(metadata, dialect, existing);
  std::vector<std::string> statements = destruction.runTables();
  if (dialect.options().schemaTranslateMap.empty()) std::ranges::move(destruction.runTheRest(), std::back_inserter(statements));
  return statements;
}

}  // namespace joinery
