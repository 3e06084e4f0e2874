// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/engine/worker.h"
#include "orm/model/registry.h"
#include "orm/sql/select.h"

namespace joinery::ui {

/// A value that a column has, as a filter takes it.
struct ColumnValue {
  std::string text;        ///< as a person types it
  std::int64_t count = 0;  ///< rows that have it, among those that were looked at
};

/// What a column holds, so far as it was looked at.
struct ColumnValues {
  std::vector<ColumnValue> values;  ///< most frequent first
  bool isPartial = false;           ///< only the first kMostRows rows that match were counted
};

/// The values of a column that begin with a text, in any letter case, with how many rows have them. Pure but for read().
class ColumnValueQuery {
 public:
  static constexpr int kMostValues = 20;
  static constexpr std::int64_t kMostRows = 50'000;
  /// Longer values are no use to choose from.
  static constexpr std::size_t kMostBytes = 200;

  /// Whether there is any use in it: JSON, pictures and the like are not typed.
  static bool isOf(const Attribute& attribute);
  /// @param prefix empty: the most frequent of all
  ColumnValueQuery(const Model& model, const Attribute& attribute, std::string prefix);

  sql::Select select() const;
  /// Worker thread. @throws DbError
  ColumnValues read(Worker::Context& context) const;

 private:
  const Model& m_model;
  const Attribute& m_attribute;
  std::string m_prefix;
};

}  // namespace joinery::ui
