// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/table_order.h"

#include <set>

#include "orm/difference/schema_names.h"

namespace joinery::migration {
namespace {

/// Goes down to what has to be there first. Chains of references are as deep as people make them, so there is no recursion.
class CreationOrder {
 public:
  CreationOrder(const Tables& tables, const schema::MetaData& metadata, const Dialect& dialect) : m_metadata(metadata), m_dialect(dialect) {
    for (const auto& table : tables) m_wanted.insert(table.get());
  }

  Tables of(const Tables& tables) {
    for (const auto& table : tables) visit(table);
    return std::move(m_ordered);
  }

 private:
  struct Visit {
    std::shared_ptr<const schema::Table> table;
    std::vector<QualifiedName> needs;
    std::size_t next = 0;
  };

  static std::vector<QualifiedName> needsOf(const schema::Table& table) {
    std::vector<QualifiedName> names = table.readsFrom;
    names.insert(names.end(), table.inherits.begin(), table.inherits.end());
    if (table.partition) names.push_back(table.partition->parent);
    for (const auto& key : table.foreignKeys) names.push_back(key.referredTable);
    return names;
  }

  void visit(const std::shared_ptr<const schema::Table>& first) {
    std::vector<Visit> path;
    const auto enter = [&](const std::shared_ptr<const schema::Table>& table) {
      if (table && m_wanted.contains(table.get()) && m_seen.insert(table.get()).second) path.push_back({table, needsOf(*table)});
    };
    enter(first);
    while (!path.empty()) {
      Visit& last = path.back();
      if (last.next < last.needs.size()) {
        const QualifiedName name = last.needs[last.next++];
        enter(findTable(m_metadata, name, m_dialect));
      } else {
        m_ordered.push_back(last.table);
        path.pop_back();
      }
    }
  }

  const schema::MetaData& m_metadata;
  const Dialect& m_dialect;
  std::set<const schema::Table*> m_wanted, m_seen;
  Tables m_ordered;
};

}  // namespace

Tables creationOrder(const Tables& tables, const schema::MetaData& metadata, const Dialect& dialect) { return CreationOrder(tables, metadata, dialect).of(tables); }

}  // namespace joinery::migration
