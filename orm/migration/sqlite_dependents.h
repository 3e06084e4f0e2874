// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// What has to stand aside while a column of a table gets another name: SQLite reads every view and trigger then, and refuses where one
/// would not compile. Views that read the table, those that read these, and those that are broken already; the triggers that name any of
/// these. Pure.
class SqliteDependents {
 public:
  /// Old and new names.
  using ColumnNames = std::vector<std::pair<std::string, std::string>>;
  SqliteDependents(const schema::MetaData& database, const schema::Table& table, const Dialect& dialect);

  std::vector<std::string> dropStatements() const;
  /// Makes them again, with columns of the table by their new names: views keep the names of their own columns.
  std::vector<std::string> createStatements(const ColumnNames& columns) const;
  /// Without the table's own triggers.
  void leaveOwnTriggers();

 private:
  struct OwnedTrigger {
    QualifiedName owner;
    schema::Trigger trigger;
  };
  using View = std::shared_ptr<const schema::Table>;

  void findViews();
  void findTriggers();
  bool isAside(std::string_view name) const;
  bool isTable(const QualifiedName& name) const;

  const schema::MetaData& m_database;
  const schema::Table& m_table;
  const Dialect& m_dialect;
  std::vector<View> m_views;            // those that are read first
  std::vector<OwnedTrigger> m_triggers;
};

}  // namespace joinery::migration
