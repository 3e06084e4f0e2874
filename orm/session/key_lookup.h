// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/session/record_select.h"

namespace joinery {

/// Reads records by their keys, or what is related to one record, with a statement that was planned and compiled once. One session's;
/// worker thread.
class KeyLookup {
 public:
  /// Records of a model by their keys.
  KeyLookup(const Registry& registry, const Dialect& dialect, RecordStore& store, RecordHeap& heap, const Model& model);
  /// What a relationship leads to, by the values of its local columns.
  KeyLookup(const Registry& registry, const Dialect& dialect, RecordStore& store, RecordHeap& heap, const Model& parent, const Relationship& relationship);

  /// Whether a key brings one row that is one record and nothing else.
  bool isPlain() const { return m_plain; }
  /// read() of a key, with no batch made of the row. @pre isPlain() @return null where there is none
  Record* readOne(Connection& connection, const std::vector<Value>& key);
  /// Reads what has these values, with what is joined to it. @return the records, once each; good until it reads again
  /// @throws DbError what the engine throws
  const std::vector<Record*>& read(Connection& connection, const std::vector<Value>& values);
  /// What is to be loaded below the records.
  const LoadPlan& plan() const { return m_plan; }
  /// After read().
  const RecordSelect& select() const { return m_select; }

 private:
  void compile(const Dialect& dialect, const std::vector<sql::Expression>& columns);
  void bind(const std::vector<Value>& values);

  RecordStore& m_store;
  LoadPlan m_plan;
  RecordSelect m_select;
  CompiledStatement m_statement;
  const RecordStore::Layout* m_plain = nullptr;  ///< of m_select; null where isPlain() does not hold
  std::vector<std::vector<std::size_t>> m_places;  ///< of each of the values among the binds
};

}  // namespace joinery
