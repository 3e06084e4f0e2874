// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/session/record_select.h"

namespace joinery {

/// Reads a model's records by their keys, with a statement that was planned and compiled once. One session's; worker thread.
class KeyLookup {
 public:
  /// @param plan of the model, as makeLoadPlan() has it
  KeyLookup(const Registry& registry, const Dialect& dialect, RecordStore& store, RecordHeap& heap, LoadPlan plan);

  /// Reads one row, with what is joined to it. @return null where there is none @throws DbError what the engine throws
  Record* read(Connection& connection, const std::vector<Value>& key);
  /// What is to be loaded below the record.
  const LoadPlan& plan() const { return m_plan; }
  /// After read().
  const RecordSelect& select() const { return m_select; }

 private:
  LoadPlan m_plan;
  RecordSelect m_select;
  CompiledStatement m_statement;
  std::vector<std::vector<std::size_t>> m_places;  ///< of each of the key's values among the binds
};

}  // namespace joinery
