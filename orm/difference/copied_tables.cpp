// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/copied_tables.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "orm/difference/schema_change.h"
#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"
#include "orm/difference/table_order.h"
#include "orm/difference/translated_table.h"

namespace joinery::migration {
namespace {

/// Copies one after another; what each will be called is known before the first.
class TablesCopy {
 public:
  TablesCopy(const schema::MetaData& from, const Dialect& source, schema::MetaData target, const Dialect& dialect) : m_from(from), m_source(source), m_target(std::move(target)), m_dialect(dialect) {}

  CopiedTables run(const std::vector<QualifiedName>& names) {
    Tables chosen;
    std::ranges::copy_if(m_from.tables(), std::back_inserter(chosen), [&](const auto& table) { return std::ranges::find(names, table->name) != names.end(); });
    chosen = creationOrder(chosen, m_from, m_source);
    nameThem(chosen);
    for (const auto& table : chosen) copy(*table);
    for (Operation& each : m_later) add(std::move(each));
    return std::move(m_copied);
  }

 private:
  void nameThem(const Tables& chosen) {
    schema::MetaData taken = m_target;
    for (const auto& table : chosen) {
      schema::Table named;
      named.name = QualifiedName(freeTableName(taken, table->name.name, m_dialect));
      m_names[table->name] = named.name;
      taken.add(std::move(named));
    }
  }

  void add(Operation operation) {
    m_copied.operations.push_back(operation);
    m_target = applied(std::move(m_target), {std::move(operation)}, m_dialect);
  }

  void copy(schema::Table table) {
    const QualifiedName old = table.name;
    const auto tell = [&](const std::string& sentence) { m_copied.differences.push_back(old.name + ": " + sentence); };
    const QualifiedName name = m_names.at(old);
    if (name.name != old.name) tell("The table is called " + name.name + ", as there is another " + old.name + ".");
    if (m_source.name() != m_dialect.name()) {
      const TranslatedTable translated(std::move(table), m_source, m_target, m_dialect);
      std::ranges::for_each(translated.differences(), tell);
      table = translated.table();
    }
    table.name = name;
    for (schema::ForeignKey& key : std::exchange(table.foreignKeys, {})) {
      const std::string referred = key.referredTable.name;
      if (!refer(key)) tell("The foreign key to " + referred + " is left out, as there is no such table here.");
      else if (key.referredTable == name || m_target.find(key.referredTable)) table.foreignKeys.push_back(std::move(key));
      else m_later.push_back(AddPart<schema::ForeignKey>{name, std::move(key)});
    }
    add(CreateTable{std::move(table)});
  }

  /// To a table that is copied too, else to one of that name that is there. @return whether there is one
  bool refer(schema::ForeignKey& key) const {
    const auto old = m_from.find(key.referredTable);
    const auto copied = m_names.find(old ? old->name : key.referredTable);
    if (copied != m_names.end()) {
      key.referredTable = copied->second;
      return true;
    }
    const auto there = findTable(m_target, QualifiedName(key.referredTable.name), m_dialect);
    if (there) key.referredTable = there->name;
    return there != nullptr;
  }

  const schema::MetaData& m_from;
  const Dialect& m_source;
  schema::MetaData m_target;
  const Dialect& m_dialect;
  std::map<QualifiedName, QualifiedName> m_names;
  Operations m_later;  ///< foreign keys of tables that refer to each other
  CopiedTables m_copied;
};

/// Why a table can't be one of another engine; empty: it can.
std::string whyNot(const schema::Table& table) {
  if (table.isView()) return "The view is left out: its query is written for the other engine.";
  if (table.kind == schema::TableKind::VirtualTable) return "The virtual table is left out: its module is the other engine's.";
  if (table.partition) return "It is left out, as a partition of " + table.partition->parent.name + ".";
  return table.extension.empty() ? std::string() : "It is left out, as a part of the extension " + table.extension + ".";
}

}  // namespace

CopiedTables copyTables(const schema::MetaData& from, const Dialect& source, const std::vector<QualifiedName>& tables, schema::MetaData target, const Dialect& dialect) {
  return TablesCopy(from, source, std::move(target), dialect).run(tables);
}

CopiedSchema copySchema(const schema::MetaData& from, const Dialect& source, const Dialect& dialect) {
  CopiedSchema copied;
  copied.metadata.defaultSchema = dialect.name() == "sqlite" ? "main" : "public";
  copied.metadata.schemas = {copied.metadata.defaultSchema};
  std::vector<QualifiedName> tables;
  for (const auto& table : from.tables()) {
    const std::string why = whyNot(*table);
    if (why.empty()) tables.push_back(table->name);
    else copied.differences.push_back(table->name.name + ": " + why);
  }
  for (const schema::Routine& routine : from.routines) copied.differences.push_back(routine.name.name + ": The routine is left out.");
  CopiedTables all = copyTables(from, source, tables, copied.metadata, dialect);
  copied.metadata = applied(std::move(copied.metadata), all.operations, dialect);
  std::ranges::move(all.differences, std::back_inserter(copied.differences));
  return copied;
}

}  // namespace joinery::migration
