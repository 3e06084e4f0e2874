// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/execution.h"

#include <algorithm>

namespace joinery {
namespace {

/// The driver's columns, with the types that the statement knows.
std::vector<ResultColumn> typedColumns(const std::vector<ResultColumn>& found, const std::vector<ResultColumn>& known) {
  std::vector<ResultColumn> columns = found;
  for (std::size_t i = 0; i < std::min(columns.size(), known.size()); ++i) {
    if (known[i].type.kind != TypeKind::Unknown || !known[i].type.declared.empty()) columns[i].type = known[i].type;
  }
  return columns;
}

bool sameTypes(const std::vector<ResultColumn>& left, const std::vector<ResultColumn>& right) {
  return std::ranges::equal(left, right, [](const auto& a, const auto& b) { return a.type == b.type; });
}

/// A cursor whose batches bear the statement's types.
class TypedCursor final : public Cursor {
 public:
  TypedCursor(std::unique_ptr<Cursor> inner, std::vector<ResultColumn> columns)
      : m_inner(std::move(inner)), m_columns(std::move(columns)) {}

  const std::vector<ResultColumn>& columns() const override { return m_columns; }
  std::int64_t affectedRows() const override { return m_inner->affectedRows(); }
  std::shared_ptr<const RowBatch> fetch(std::size_t maxRows, std::size_t maxCellBytes) override {
    return RowBatchBuilder::retyped(m_inner->fetch(maxRows, maxCellBytes), m_columns);
  }

 private:
  std::unique_ptr<Cursor> m_inner;
  std::vector<ResultColumn> m_columns;
};

}  // namespace

std::unique_ptr<Cursor> execute(Connection& connection, const CompiledStatement& statement) {
  auto cursor = connection.execute(statement.sql, statement.binds);
  auto columns = typedColumns(cursor->columns(), statement.columns);
  if (sameTypes(columns, cursor->columns())) return cursor;
  return std::make_unique<TypedCursor>(std::move(cursor), std::move(columns));
}

std::shared_ptr<const RowBatch> fetchAll(Connection& connection, const CompiledStatement& statement) {
  const auto cursor = execute(connection, statement);
  return fetchAll(*cursor);
}

std::int64_t executeUpdate(Connection& connection, const CompiledStatement& statement) {
  constexpr std::size_t kRows = 1'000;
  const auto cursor = connection.execute(statement.sql, statement.binds);
  while (cursor->fetch(kRows)->rows() > 0) {
  }
  return std::max<std::int64_t>(cursor->affectedRows(), 0);
}

}  // namespace joinery
