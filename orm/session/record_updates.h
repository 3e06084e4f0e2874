// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/session/attribute_bits.h"
#include "orm/session/pending_values.h"

namespace joinery {

/// Writes what was changed of records as they are, a statement for all of a model that change the same attributes: tables parents
/// first, the rows of a table by key. Used once. Worker thread.
class RecordUpdates {
 public:
  /// @param records that were changed; they and their foreign keys outlive this
  RecordUpdates(const Registry& registry, const Dialect& dialect, std::vector<Record*> records, const PendingValues::AllForeignKeys& foreignKeys);

  /// Whether each row is told by its key alone and the key stays: no versions, no value that the statement computes.
  bool isPossible() const;
  /// @param connection asked for once there is something to send
  /// @throws DbError StaleData for a row that is not there, and what else the engine throws; some rows are written then
  void write(const std::function<Connection&()>& connection);
  /// After write(): those whose rows were written.
  const std::vector<Record*>& written() const { return m_records; }

 private:
  friend class UpdateSets;
  struct Update {
    Record* record;
    AttributeBits attributes;
  };

  bool isPossible(const Model& model) const;
  Update updateOf(Record& record) const;
  void sort();
  void write(Connection& connection, std::span<const Update> updates) const;
  void takeOver(std::span<const Update> updates) const;
  CompiledStatement statement(const Update& update) const;

  const Registry& m_registry;
  const Dialect& m_dialect;
  std::vector<Record*> m_records;
  const PendingValues m_pending;
};

}  // namespace joinery
