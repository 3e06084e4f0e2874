// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QPointer>

#include "orm/core/qualified_name.h"
#include "ui/connections/database.h"

namespace joinery::ui {

class CopyTablesDialog;
class DesignPage;
class TypesDialog;

/// What a design asks for in windows of its own: its types, tables to be copied. Has the tools for that. GUI thread.
class DesignDialogs : public QObject {
  Q_OBJECT
 public:
  /// Adds its tools to the page, which owns it.
  explicit DesignDialogs(DesignPage* page);

  /// The one that tables can be copied from; null: none is open.
  void setDatabase(Database* database) { m_database = database; }
  /// The enums and domains.
  TypesDialog* showTypes();
  /// Asks which tables of which schema are copied. @param tables of the open database that are ticked at first
  CopyTablesDialog* askTables(const std::vector<QualifiedName>& tables = {});

 private:
  void follow();
  DesignPage* m_page;
  QAction *m_types, *m_copy;
  QPointer<Database> m_database;
};

}  // namespace joinery::ui
