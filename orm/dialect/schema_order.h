// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "orm/schema/metadata.h"

namespace joinery {

using SchemaTables = std::vector<std::shared_ptr<const schema::Table>>;

/// The tables in an order in which they can be made, those first that others refer to, inherit from or are partitions of; and where each
/// foreign key is made. Neither views nor what extensions bring along.
class TableOrder {
 public:
  /// @param altersForeignKeys keys may be added to tables that are there; else all of them are made with their tables
  TableOrder(const schema::MetaData& metadata, bool altersForeignKeys);

  const SchemaTables& tables() const { return m_tables; }
  bool isOnCycle(const schema::Table& table) const { return m_sorted.cycles.contains(&table); }

  /// Foreign keys by where they are made: with their table, or once all tables are there.
  struct Keys {
    std::vector<schema::ForeignKey> within;
    std::vector<schema::ForeignKey> later;
  };
  const Keys& keys(const schema::Table& table) const { return m_keys.at(&table); }
  /// Those that keep tables from being dropped in the reverse order: of cycles, and those that a partition has by itself.
  std::vector<schema::ForeignKey> keysInTheWay(const schema::Table& table) const;

 private:
  void place(const std::shared_ptr<const schema::Table>& table);
  bool isLate(const schema::Table& table, const schema::ForeignKey& key) const;
  bool pointsAhead(const schema::Table& table, const schema::ForeignKey& key) const;
  std::shared_ptr<const schema::Table> referred(const schema::Table& table, const schema::ForeignKey& key) const;

  const schema::MetaData& m_metadata;
  const bool m_altersForeignKeys;
  const schema::SortedTables m_sorted;
  SchemaTables m_tables;
  std::map<const schema::Table*, std::size_t> m_places;
  std::map<const schema::Table*, Keys> m_keys;
};

/// A view, or a routine that reads tables or views.
using ViewOrRoutine = std::variant<std::shared_ptr<const schema::Table>, const schema::Routine*>;
/// Each behind what it reads, routines as early as they can be, else by name. They point into the metadata. Views without a text are left out.
std::vector<ViewOrRoutine> orderedViews(const schema::MetaData& metadata);

/// Each behind the one that it stands on, else as they are. They point into the metadata.
std::vector<const schema::Domain*> orderedDomains(const schema::MetaData& metadata);
/// The domain that a column or another domain, or an array of it, is declared as. @return null for none
const schema::Domain* domainOf(const schema::MetaData& metadata, const ValueType& type);
/// Whether a text calls one of the routines, by name.
bool callsRoutine(const schema::MetaData& metadata, const std::string& expression);

}  // namespace joinery
