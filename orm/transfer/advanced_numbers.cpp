// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/advanced_numbers.h"

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"

namespace joinery {

std::vector<AdvancedNumbers> advanceNumbers(Connection& connection, const Dialect& dialect, const schema::Table& table, const std::vector<const schema::Column*>& columns) {
  std::vector<AdvancedNumbers> advanced;
  for (const schema::Column* column : columns) {
    const bool isNumbered = column && (column->generation == schema::Generation::IdentityAlways || column->generation == schema::Generation::IdentityByDefault);
    const auto statement = isNumbered ? dialect.advanceNumbers(table.name, column->name) : std::nullopt;
    if (!statement) continue;
    Savepoint savepoint(connection, "joinery_numbers");
    try {
      const auto last = fetchAll(connection, *statement);
      savepoint.release();
      if (last->rows() > 0) advanced.push_back({column->name, last->at(0, 0).toInteger(), {}});
    } catch (const DbError& error) {
      // One may be allowed to insert and not to set the numbers.
      if (error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::Cancelled) throw;
      savepoint.rollback();
      advanced.push_back({column->name, 0, error.message()});
    }
  }
  return advanced;
}

}  // namespace joinery
