// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "orm/changes/write_operation.h"
#include "orm/dialect/dialect.h"

namespace joinery {

/// Renders sorted operations as statements of one dialect.
class StatementBuilder {
 public:
  StatementBuilder(const Dialect& dialect, UnitOfWork::Locking locking) : m_dialect(dialect), m_locking(locking) {}

  /// @param referred attributes of this insert that other statements of the unit need
  PlannedStatement build(const WriteOperation& operation, const std::set<std::string>& referred) const;

 private:
  CompiledStatement insert(const WriteOperation& operation, const std::set<std::string>& referred, PlannedStatement& planned) const;
  bool canReturn(const WriteOperation& operation) const;
  CompiledStatement update(const WriteOperation& operation, PlannedStatement& planned) const;
  CompiledStatement remove(const WriteOperation& operation) const;
  sql::Expression condition(const WriteOperation& operation) const;

  const Dialect& m_dialect;
  UnitOfWork::Locking m_locking;
};

}  // namespace joinery
