// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/worker.h"

namespace joinery::test {

/// What function throws, if it does.
template <typename Function>
std::optional<DbError> errorOf(Function&& function) {
  try {
    function();
  } catch (const DbError& error) {
    return error;
  }
  return {};
}

inline std::int64_t number(Connection& connection, const std::string& sql) {
  CompiledStatement statement;
  statement.sql = sql;
  return fetchAll(connection, statement)->at(0, 0).toInteger();
}

/// A job that runs one statement.
inline auto runs(std::string sql) {
  return [sql = std::move(sql)](Worker::Context& context) {
    context.connection.execute(sql);
    return Done{};
  };
}

}  // namespace joinery::test
