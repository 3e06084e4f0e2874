// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orm/changes/write_operation.h"
#include "orm/core/db_error.h"
#include "orm/driver/connection.h"

namespace joinery {

/// Finds which operation of a unit is at fault where a constraint refuses it only at the end of the transaction: an error names no
/// statement then. PostgreSQL names the constraint and the values; where the transaction is still open, as on SQLite, its rows are looked
/// at. Worker thread. What it is given outlives it.
class DeferredFailure {
 public:
  struct Cause {
    std::size_t operation = 0;
    std::vector<std::string> columns;  ///< of the constraint, those that it writes; none where it deletes the row
    std::string said;                  ///< what is wrong with it, for people; empty where the error says it
  };
  /// What an insert gave to those that refer to it.
  using ValueOf = std::function<std::optional<Value>(const Operand::Reference&)>;

  DeferredFailure(const Dialect& dialect, const Registry& registry, const std::vector<WriteOperation>& operations, ValueOf valueOf);

  /// @return none where nothing in the unit is surely at fault, as where a trigger wrote the row @throws DbError
  std::optional<Cause> find(Connection& connection, const DbError& error) const;

 private:
  /// One operation under one constraint.
  struct Suspect {
    std::size_t operation = 0;
    const schema::Table* table = nullptr;     ///< the constraint's
    const schema::ForeignKey* key = nullptr;  ///< null: a unique key
    bool givesUp = false;                     ///< its row had the values that others refer to
    std::vector<std::string> columns;         ///< of its row
    std::vector<Value> values;
  };
  using Suspects = std::vector<Suspect>;

  std::optional<Cause> findByName(const DbError& error) const;
  std::optional<Cause> findByRows(Connection& connection) const;
  bool isBroken(Connection& connection, const Suspect& suspect) const;
  void addTakers(Suspects& suspects, const schema::Table& table, const std::vector<std::string>& columns, const schema::ForeignKey* key) const;
  void addGivers(Suspects& suspects, const schema::Table& table, const schema::ForeignKey& key) const;
  void add(Suspects& suspects, Suspect suspect) const;
  std::optional<Value> known(const std::optional<Operand>& operand) const;
  const std::vector<std::size_t>& operationsOn(const schema::Table* table) const;
  Cause causeOf(const Suspect& suspect) const;
  std::string explanation(const Suspect& suspect) const;

  const Dialect& m_dialect;
  const Registry& m_registry;
  const std::vector<WriteOperation>& m_operations;
  ValueOf m_valueOf;
  std::map<const schema::Table*, std::vector<std::size_t>> m_byTable;
};

}  // namespace joinery
