// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/schema_order.h"

#include <algorithm>

#include "orm/dialect/sql_text.h"

namespace joinery {

using schema::ForeignKey;
using schema::MetaData;
using schema::Table;

TableOrder::TableOrder(const MetaData& metadata, bool altersForeignKeys)
    : m_metadata(metadata), m_altersForeignKeys(altersForeignKeys), m_sorted(schema::sortedTables(metadata)) {
  for (const auto& table : m_sorted.tables) place(table);
  for (const auto& table : m_tables) {
    Keys& keys = m_keys[table.get()];
    for (const ForeignKey& key : table->foreignKeys) (isLate(*table, key) ? keys.later : keys.within).push_back(key);
  }
}

void TableOrder::place(const std::shared_ptr<const Table>& table) {
  if (!table || table->isView() || !table->extension.empty() || m_places.contains(table.get())) return;
  for (const QualifiedName& parent : table->inherits) place(m_metadata.find(parent));
  if (table->partition) place(m_metadata.find(table->partition->parent));
  if (m_places.emplace(table.get(), m_tables.size()).second) m_tables.push_back(table);
}

/// A table with the schema that a name without one means beside it.
std::shared_ptr<const Table> TableOrder::referred(const Table& table, const ForeignKey& key) const {
  QualifiedName name = key.referredTable;
  if (name.schema.empty()) name.schema = table.name.schema;
  return m_metadata.find(name);
}

bool TableOrder::pointsAhead(const Table& table, const ForeignKey& key) const {
  const auto target = referred(table, key);
  if (!target || target.get() == &table) return false;
  const auto place = m_places.find(target.get());
  return m_sorted.shareCycle(table, *target) || (place != m_places.end() && place->second > m_places.at(&table));
}

/// A key without rows to judge is made where rows may be; one to columns that only an index makes unique, behind that index.
bool TableOrder::isLate(const Table& table, const ForeignKey& key) const {
  if (!m_altersForeignKeys) return false;
  if (key.notValid || pointsAhead(table, key)) return true;
  const auto isKey = [&](const schema::UniqueKey& each) { return std::ranges::is_permutation(each.columns, key.referredColumns); };
  return referred(table, key).get() == &table && !(table.primaryKey && isKey(*table.primaryKey)) && !key.referredColumns.empty() && std::ranges::none_of(table.uniqueKeys, isKey);
}

std::vector<ForeignKey> TableOrder::keysInTheWay(const Table& table) const {
  std::vector<ForeignKey> keys;
  if (!m_altersForeignKeys) return keys;
  const auto parent = table.partition ? m_metadata.find(table.partition->parent) : nullptr;
  const auto isParents = [&](const ForeignKey& key) {
    return std::ranges::any_of(parent->foreignKeys, [&](const ForeignKey& each) { return each.columns == key.columns && referred(*parent, each) == referred(table, key); });
  };
  std::ranges::copy_if(table.foreignKeys, std::back_inserter(keys), [&](const ForeignKey& key) { return parent ? !isParents(key) : pointsAhead(table, key); });
  return keys;
}

namespace {

/// What there is to make, each with what it waits for.
class ViewSorting {
 public:
  explicit ViewSorting(const MetaData& metadata) {
    for (const auto& routine : metadata.routines)
      if (!routine.readsFrom.empty()) m_waiting.push_back({&routine, viewsOf(metadata, routine.readsFrom, nullptr)});
    for (const auto& view : metadata.tables())
      if (isMade(view)) m_waiting.push_back({view, viewsOf(metadata, view->readsFrom, view.get())});
  }

  /// What waits for itself comes last, as it stands.
  std::vector<ViewOrRoutine> run() {
    std::vector<ViewOrRoutine> order;
    while (!m_waiting.empty()) {
      auto next = std::ranges::find_if(m_waiting, [&](const Waiting& each) { return std::ranges::all_of(each.views, [&](const Table* view) { return m_done.contains(view); }); });
      if (next == m_waiting.end()) next = m_waiting.begin();
      if (const auto* view = std::get_if<std::shared_ptr<const Table>>(&next->what)) m_done.insert(view->get());
      order.push_back(std::move(next->what));
      m_waiting.erase(next);
    }
    return order;
  }

 private:
  struct Waiting {
    ViewOrRoutine what;
    std::vector<const Table*> views;
  };

  static bool isMade(const std::shared_ptr<const Table>& table) { return table && table->isView() && table->extension.empty() && !table->definition.empty(); }

  static std::vector<const Table*> viewsOf(const MetaData& metadata, const std::vector<QualifiedName>& names, const Table* own) {
    std::vector<const Table*> views;
    for (const QualifiedName& name : names) {
      const auto found = metadata.find(name);
      if (isMade(found) && found.get() != own) views.push_back(found.get());
    }
    return views;
  }

  std::vector<Waiting> m_waiting;
  std::set<const Table*> m_done;
};

/// A type's name without its quotes, and without what makes it an array.
std::string bareTypeName(std::string declared) {
  while (declared.ends_with("[]")) declared.resize(declared.size() - 2);
  std::erase(declared, '"');
  return declared;
}

}  // namespace

std::vector<ViewOrRoutine> orderedViews(const MetaData& metadata) { return ViewSorting(metadata).run(); }

const schema::Domain* domainOf(const MetaData& metadata, const ValueType& type) {
  if (metadata.domains.empty()) return nullptr;
  const std::string name = bareTypeName(type.declared);
  const auto found = std::ranges::find_if(metadata.domains, [&](const schema::Domain& each) { return each.name.toString() == name; });
  return found == metadata.domains.end() ? nullptr : &*found;
}

std::vector<const schema::Domain*> orderedDomains(const MetaData& metadata) {
  std::vector<const schema::Domain*> order;
  std::set<const schema::Domain*> seen;
  const auto visit = [&](const auto& self, const schema::Domain* domain) -> void {
    if (!domain || !seen.insert(domain).second) return;
    self(self, domainOf(metadata, domain->type));
    order.push_back(domain);
  };
  for (const schema::Domain& domain : metadata.domains) visit(visit, &domain);
  return order;
}

bool callsRoutine(const MetaData& metadata, const std::string& expression) {
  return std::ranges::any_of(metadata.routines, [&](const schema::Routine& routine) {
    const std::size_t at = expression.find(routine.name.name);
    return at != std::string::npos && (at == 0 || !isWordCharacter(expression[at - 1]));
  });
}

}  // namespace joinery
