// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "orm/changes/change.h"
#include "orm/core/json.h"
#include "orm/engine/worker.h"
#include "orm/model/registry.h"
#include "orm/sql/select.h"
#include "orm/sql/update.h"

namespace joinery::ui {

/// Rows of a model under a filter.
struct FilteredRows {
  std::shared_ptr<const Registry> registry;
  std::string model;
  Json filter = Json::object();
};

/// Sets an attribute of all rows that pass a filter to one value, or to its column's default, as one UPDATE. Pure but for count() and write().
class ColumnUpdate {
 public:
  /// @throws DbError InvalidRequest for a filter or a name that is wrong, NotSupported for a model of several tables
  /// @param value a value or a default
  ColumnUpdate(FilteredRows rows, const std::string& attribute, Operand value);

  sql::Update statement(const Dialect& dialect) const;
  /// How many rows it would change now. Worker thread. @throws DbError
  std::int64_t count(Worker::Context& context) const;
  /// Changes them in a transaction of its own. Worker thread with a connection for writing.
  /// @param expected rows; where there are others now nothing is changed
  /// @throws DbError StaleData when there are others, OutcomeUnknown when the answer to COMMIT was lost, and what the engine throws
  std::int64_t write(Worker::Context& context, std::int64_t expected) const;

 private:
  sql::Expression condition() const;
  FilteredRows m_rows;
  const Model* m_model;
  const Attribute* m_attribute;
  Operand m_value;
};

}  // namespace joinery::ui
