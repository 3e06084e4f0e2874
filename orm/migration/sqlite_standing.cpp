// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_standing.h"

#include <algorithm>
#include <ranges>

#include "orm/dialect/sqlite/sqlite_tokenizer.h"
#include "orm/difference/table_order.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {

using schema::Table;
using schema::Trigger;

void SqliteStanding::put(Table table) {
  remove(table.name);
  m_schema.add(std::move(table));
}

void SqliteStanding::remove(const QualifiedName& name) {
  if (const auto found = find(name)) m_schema.remove(found->name);
}

void SqliteStanding::dropTrigger(const QualifiedName& table, const std::string& trigger) {
  const auto found = find(table);
  if (!found || std::ranges::find(found->triggers, trigger, &Trigger::name) == found->triggers.end()) return;
  m_writer.run(m_writer.ddl().drop(SchemaObject::partOf(*found, ObjectKind::Trigger, trigger)));
  Table without = *found;
  std::erase_if(without.triggers, [&](const Trigger& each) { return each.name == trigger; });
  put(std::move(without));
}

bool SqliteStanding::isDoubted(std::string_view name) const {
  return std::ranges::any_of(m_doubted, [&](const QualifiedName& each) { return isSqliteName(each.name, name); });
}

/// One whose columns are not known did not compile to begin with.
std::vector<QualifiedName> SqliteStanding::doubtedViews() const {
  std::vector<QualifiedName> views;
  const auto isRead = [&](const QualifiedName& source) {
    return isDoubted(source.name) || std::ranges::any_of(views, [&](const QualifiedName& view) { return isSqliteName(view.name, source.name); });
  };
  std::size_t known = 0;
  do {
    known = views.size();
    for (const auto& view : m_schema.tables())
      if (view->isView() && std::ranges::find(views, view->name) == views.end() && (view->columns.empty() || isDoubted(view->name.name) || std::ranges::any_of(view->readsFrom, isRead))) views.push_back(view->name);
  } while (views.size() > known);
  return views;
}

/// On them, or with a statement that names one of them.
std::vector<SqliteStanding::OwnedTrigger> SqliteStanding::doubtedTriggers() const {
  std::vector<OwnedTrigger> triggers;
  for (const auto& table : m_schema.tables())
    for (const Trigger& trigger : table->triggers) {
      const auto isNaming = [this](const SqliteToken& token) { return token.isName() && isDoubted(token.text); };
      if (isDoubted(table->name.name) || std::ranges::any_of(sqliteTokens(trigger.definition), isNaming)) triggers.push_back({table->name, trigger.name});
    }
  return triggers;
}

void SqliteStanding::standAside() {
  const std::vector<QualifiedName> views = doubtedViews();
  m_doubted.insert(views.begin(), views.end());
  for (const OwnedTrigger& each : doubtedTriggers()) dropTrigger(each.owner, each.name);
  for (const QualifiedName& view : std::views::reverse(views)) {
    m_writer.run(m_writer.ddl().drop(SchemaObject::of(*find(view))));
    remove(view);
  }
}

void SqliteStanding::bringBack() {
  makeViews();
  makeTriggers();
}

void SqliteStanding::makeViews() {
  Tables missing;
  for (const auto& view : m_writer.now().tables())
    if (view->isView() && !find(view->name)) missing.push_back(view);
  for (const auto& view : creationOrder(missing, m_writer.now(), m_writer.dialect())) {
    m_writer.run(m_writer.ddl().createView(*view));
    Table made = *view;
    made.triggers.clear();
    put(std::move(made));
  }
}

void SqliteStanding::makeTriggers() {
  for (const auto& table : m_writer.now().tables()) {
    const auto standing = find(table->name);
    const auto stands = [&](const Trigger& trigger) { return std::ranges::any_of(standing->triggers, [&](const Trigger& each) { return isSqliteName(each.name, trigger.name); }); };
    Table made = *standing;
    for (const Trigger& trigger : table->triggers) {
      if (stands(trigger)) continue;
      m_writer.run(m_writer.ddl().createTrigger(trigger));
      made.triggers.push_back(trigger);
    }
    put(std::move(made));
  }
}

}  // namespace joinery::migration
