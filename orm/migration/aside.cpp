// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/aside.h"

#include <algorithm>
#include <ranges>

#include "orm/dialect/created_table.h"
#include "orm/difference/sql_tokens.h"
#include "orm/difference/table_order.h"

namespace joinery::migration {
namespace {

using schema::ForeignKey;
using schema::Table;

SchemaObject constraintOf(const Table& table, const std::string& name) { return SchemaObject::partOf(table, joinery::ObjectKind::Constraint, name); }

}  // namespace

void Aside::dropViewsOf(const QualifiedName& table) {
  dropViews([](const Table&) { return false; }, {plain(table)});
}

/// Those that read others go first.
/// @param isMeant views that go @param sources what views that go read
void Aside::dropViews(const std::function<bool(const Table&)>& isMeant, std::set<QualifiedName> sources) {
  Tables readers;
  for (bool grows = true; grows;) {
    grows = false;
    for (const auto& view : m_writer.now().tables()) {
      const auto isGone = [&](const auto& each) { return sources.contains(plain(each)); };
      const bool goes = view->isView() && (isMeant(*view) || std::ranges::any_of(view->readsFrom, isGone));
      if (!goes || !sources.insert(plain(view->name)).second) continue;
      readers.push_back(view);
      grows = true;
    }
  }
  const Tables order = creationOrder(readers, m_writer.now(), m_writer.dialect());
  for (const auto& view : std::views::reverse(order))
    if (m_views.insert(plain(view->name)).second) m_writer.run(m_writer.ddl().drop(SchemaObject::of(*view)));
}

void Aside::dropRoutine(const schema::Routine& routine) {
  if (isAside(routine)) return;
  const auto mayCall = [&](const Table& view) {
    return std::ranges::any_of(sqlTokens(view.definition, m_writer.dialect()), [&](const SqlToken& token) { return isNamed(token, routine.name.name, m_writer.dialect()); });
  };
  dropViews(mayCall, {});
  m_writer.run(m_writer.ddl().drop(SchemaObject::of(routine)));
  makeLater(routine, Making::Anew);
}

bool Aside::isAside(const schema::Routine& routine) const {
  return std::ranges::any_of(m_routines, [&](const WaitingRoutine& each) { return each.making == Making::Anew && each.arguments == routine.arguments && m_writer.isSame(each.name, routine.name); });
}

template <typename Condition>
void Aside::dropKeysWhere(const Condition& isMeant) {
  for (const auto& table : m_writer.now().tables())
    for (const ForeignKey& key : table->foreignKeys) {
      const bool waits = std::ranges::any_of(m_keys, [&](const WaitingKey& each) { return each.key == key && m_writer.isSame(each.table, table->name); });
      if (waits || key.name.empty() || !isMeant(*table, key)) continue;
      m_writer.run(m_writer.ddl().dropForeignKey(*table, key));
      m_keys.push_back({table->name, key});
    }
}

void Aside::dropKeysOf(const QualifiedName& table, const std::vector<std::string>& columns) {
  const auto touches = [&](const std::vector<std::string>& names) {
    return std::ranges::any_of(names, [&](const std::string& each) { return holdsName(columns, each, m_writer.dialect()); });
  };
  dropKeysWhere([&](const Table& owner, const ForeignKey& key) {
    return (m_writer.isSame(owner.name, table) && touches(key.columns)) || (m_writer.isSame(key.referredTable, table) && touches(key.referredColumns));
  });
}

void Aside::dropKeysTo(const QualifiedName& table, const std::vector<std::string>& columns) {
  dropKeysWhere([&](const Table& owner, const ForeignKey& key) {
    if (!m_writer.isSame(key.referredTable, table) || (columns.empty() && m_writer.isSame(owner.name, table))) return false;
    return columns.empty() || key.referredColumns.empty() || std::ranges::is_permutation(key.referredColumns, columns);
  });
}

bool Aside::forgetKey(const QualifiedName& table, const ForeignKey& key) {
  return std::erase_if(m_keys, [&](const WaitingKey& each) { return m_writer.isSame(each.table, table) && (each.key == key || (!key.name.empty() && each.key.name == key.name)); }) > 0;
}

void Aside::forgetTable(const QualifiedName& table) {
  std::erase_if(m_keys, [&](const WaitingKey& each) { return m_writer.isSame(each.table, table); });
  std::erase_if(m_triggers, [&](const QualifiedName& each) { return m_writer.isSame(each, table); });
}

void Aside::makeKeys() {
  for (const WaitingKey& each : std::exchange(m_keys, {})) {
    const auto table = findTable(m_writer.now(), each.table, m_writer.dialect());
    // As the schema has it by now: what it names may be called otherwise.
    const auto isIt = [&](const ForeignKey& key) { return key == each.key || (!key.name.empty() && key.name == each.key.name); };
    if (!table) continue;
    const auto key = std::ranges::find_if(table->foreignKeys, isIt);
    if (key == table->foreignKeys.end()) continue;
    m_writer.run(m_writer.ddl().addForeignKey(*table, *key));
    if (!key->comment.empty()) m_writer.run(m_writer.ddl().comment(constraintOf(*table, key->name), key->comment));
  }
}

void Aside::makeTriggers(const Table& table) {
  for (const schema::Rule& rule : table.rules) {
    m_writer.run(m_writer.ddl().createRule(rule));
    if (rule.firing != schema::Firing::Origin) m_writer.run(m_writer.ddl().fire(table, rule));
  }
  for (const schema::Trigger& trigger : table.triggers) {
    m_writer.run(m_writer.ddl().createTrigger(trigger));
    if (trigger.firing != schema::Firing::Origin) m_writer.run(m_writer.ddl().fire(table, trigger));
  }
}

void Aside::makeView(const Table& view) {
  m_writer.run(m_writer.ddl().createView(view));
  for (const schema::Index& index : view.indexes) m_writer.run(m_writer.ddl().createIndex(view, index));
  for (const schema::Column& column : createdTable(m_writer.now(), view).table.columns)
    if (column.defaultExpression) m_writer.run(m_writer.ddl().alterDefault(view, column));
  m_writer.run(m_writer.ddl().keepUp(SchemaObject::of(view), view.upkeep));
  m_triggers.push_back(view.name);
}

void Aside::makeViews() {
  Tables views;
  for (const auto& table : m_writer.now().tables())
    if (isAside(table->name)) views.push_back(table);
  m_views.clear();
  for (const auto& view : creationOrder(views, m_writer.now(), m_writer.dialect())) makeView(*view);
}

void Aside::makeRoutines(Reading reading) {
  const auto isReading = [&](const schema::Routine& routine) {
    const bool readsViews = std::ranges::any_of(routine.readsFrom, [&](const QualifiedName& each) {
      const auto table = findTable(m_writer.now(), each, m_writer.dialect());
      return table && table->isView();
    });
    return readsViews == (reading == Reading::Views);
  };
  for (const WaitingRoutine& each : m_routines) {
    const auto isIt = [&](const schema::Routine& routine) { return routine.arguments == each.arguments && m_writer.isSame(routine.name, each.name); };
    const auto routine = std::ranges::find_if(m_writer.now().routines, isIt);
    if (routine != m_writer.now().routines.end() && isReading(*routine)) makeRoutine(*routine, each.making);
  }
}

void Aside::makeRoutine(const schema::Routine& routine, Making making) {
  m_writer.run(m_writer.ddl().createRoutine(routine));
  if (making == Making::Over) return;
  m_writer.run(m_writer.ddl().keepUp(SchemaObject::of(routine), routine.upkeep));
  if (!routine.comment.empty()) m_writer.run(m_writer.ddl().comment(SchemaObject::of(routine), routine.comment));
}

void Aside::bringBack() {
  makeKeys();
  for (const QualifiedName& name : std::exchange(m_owned, {})) {
    const auto found = std::ranges::find_if(m_writer.now().sequences, [&](const auto& each) { return m_writer.isSame(each.name, name); });
    if (found != m_writer.now().sequences.end()) m_writer.run(m_writer.ddl().ownSequence(*found));
  }
  if (!m_routines.empty()) m_writer.run(m_writer.ddl().beginRoutines());
  makeRoutines(Reading::Tables);
  makeViews();
  makeRoutines(Reading::Views);
  if (!m_routines.empty()) m_writer.run(m_writer.ddl().endRoutines());
  m_routines.clear();
  for (const QualifiedName& name : std::exchange(m_triggers, {})) {
    const auto table = findTable(m_writer.now(), name, m_writer.dialect());
    if (!table) continue;
    makeTriggers(*table);
    m_writer.run(m_writer.ddl().comments(*table));
  }
}

}  // namespace joinery::migration
