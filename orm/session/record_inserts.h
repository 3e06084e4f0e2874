// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/session/attribute_bits.h"
#include "orm/session/pending_values.h"

namespace joinery {

/// Writes new records as they are, a statement for all that give the same attributes of a model: tables parents first, the records of
/// a table as they were added. What the database generates goes into each record at once, so that those after it can refer to it.
/// Used once. Worker thread.
class RecordInserts {
 public:
  /// @param records all outlive this, as do their foreign keys
  RecordInserts(const Registry& registry, const Dialect& dialect, const std::vector<Record*>& records, const PendingValues::AllForeignKeys& foreignKeys);

  /// Whether the order of tables and of adding is enough: no table refers to itself or stands in a circle, and no value is computed
  /// by the statement.
  bool isPossible();
  /// @throws DbError Integrity and what else the engine throws; some rows are written then
  void write(Connection& connection);

 private:
  friend class InsertSets;
  struct Table {
    std::size_t rank = 0;
    std::vector<Record*> records;  ///< of one model, or of those that share the table
  };
  /// What a model's statements are made of.
  struct Shape {
    AttributeBits writable = 0, leftToDatabase = 0, keys = 0;
    AttributeBits filled = 0;  ///< those that the mapping has a value for
  };

  bool isPossible(const Model& model) const;
  static bool isRowId(const Model& model, AttributeBits returned);
  const Shape& shapeOf(const Model& model);
  bool refersBackwards(const Record& record) const;
  void addDefaults(Record& record);
  AttributeBits given(const Shape& shape, const Record& record) const;
  AttributeBits returned(const Shape& shape, const Record& record, AttributeBits given) const;
  void write(Connection& connection, std::span<Record* const> records, AttributeBits given, AttributeBits returned) const;
  std::size_t rowsAtOnce(const Model& model, AttributeBits given, AttributeBits asked) const;
  std::string statement(const Model& model, AttributeBits given, AttributeBits returned, std::size_t rows) const;
  ValueView valueOf(const Record& record, std::size_t attribute) const;
  StorageClass classOf(const Record& record, std::size_t attribute) const;
  /// Whether every value stands in its record already.
  bool holdsAll() const { return m_defaults.empty() && m_pending.isEmpty(); }

  const Registry& m_registry;
  const Dialect& m_dialect;
  const std::vector<Record*>& m_records;
  const PendingValues m_pending;
  std::map<const schema::Table*, Table> m_tables;
  std::map<const Model*, Shape> m_shapes;
  const Model* m_lastModel = nullptr;
  const Shape* m_lastShape = nullptr;  ///< of m_lastModel
  /// What the mapping gives where nobody set anything.
  std::unordered_map<const Record*, std::vector<std::pair<std::size_t, Value>>> m_defaults;
};

}  // namespace joinery
