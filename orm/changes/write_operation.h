// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/changes/unit_of_work.h"
#include "orm/model/model.h"
#include "orm/sql/expression.h"

namespace joinery {

/// A column of a statement and what goes there.
struct ColumnValue {
  std::string column;
  Operand operand;
  /// Stands in place of the operand where the value has to be looked up by the statement itself, or is the column's default.
  sql::Expression lookup;
};

/// What one statement of a unit of work does to one row, in the table's terms: changes are expanded to these, sorted, and
/// rendered.
struct WriteOperation {
  enum class Origin { Row, Link, Unlink, PostUpdate };

  PlannedStatement::Verb verb = PlannedStatement::Verb::Insert;
  Origin origin = Origin::Row;
  const schema::Table* table = nullptr;
  const Model* model = nullptr;     ///< of the table; null for a link table that no model maps
  std::vector<ColumnValue> key;     ///< of UPDATE and DELETE: names the row
  std::vector<ColumnValue> values;  ///< of INSERT and UPDATE
  std::vector<ColumnValue> match;   ///< further equalities that the row must meet
  std::vector<std::pair<std::string, Value>> image;  ///< by column
  std::vector<std::uint64_t> changes;
  std::string ref;

  const ColumnValue* value(const std::string& column) const;
  bool writesAny(const std::vector<std::string>& columns) const;
  const Value* imageOf(const std::string& column) const;
  /// What is known to stand in a column of the row once the operation is done; of a DELETE, before it.
  std::optional<Operand> cell(const std::string& column) const;
  /// What is known to have stood there before; nothing of an INSERT.
  std::optional<Operand> cellBefore(const std::string& column) const;
  /// "insert into Album", "update Artist 1": for messages.
  std::string description() const;
};

/// An operand as a text that is equal for equal operands: for hashing.
std::string operandIdentity(const Operand& operand);
/// The cells of these columns as one text; none when one of them is unknown or NULL, as it refers to nothing then.
std::optional<std::string> cellsIdentity(const WriteOperation& operation, const std::vector<std::string>& columns);
std::optional<std::string> cellsIdentityBefore(const WriteOperation& operation, const std::vector<std::string>& columns);

}  // namespace joinery
