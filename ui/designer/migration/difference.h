// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"
#include "ui/designer/diagram/card_change.h"

namespace joinery::ui {

/// Steps that lead from a schema to another.
struct Difference {
  std::shared_ptr<const schema::MetaData> before;
  migration::Operations operations;
  const Dialect* dialect = nullptr;  ///< lives for ever
};

/// All that is shown of a difference: plain data.
struct DifferenceContents {
  /// The SQL ends after so many statements, and says so.
  static constexpr std::size_t kMostStatements = 2000;
  struct SqlPart {
    std::size_t operation = 0;
    qsizetype start = 0, length = 0;  ///< in `sql`
  };
  migration::Operations operations;
  /// What each belongs to, by the name that it has at the end; empty of what is none of a table.
  std::vector<QualifiedName> tables;
  QString sql;
  std::vector<SqlPart> parts;
  std::optional<DbError> error;  ///< why there is no SQL
  /// The schema at the end, and what has gone as well; null where the steps do not fit the schema.
  std::shared_ptr<const schema::MetaData> shown;
  CardChanges changes;

  /// Works it out: takes a while for large schemas. Pure; any thread.
  static std::shared_ptr<const DifferenceContents> of(const Difference& difference);
};

/// What a person has to know before an operation runs: whether values go, why there is no way back. Empty where neither is so.
QString warningOf(const migration::Operation& operation);

}  // namespace joinery::ui
