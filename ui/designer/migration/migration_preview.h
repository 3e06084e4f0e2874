// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTreeWidget>

#include "orm/revision/migration_outline.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/sql_text.h"

namespace joinery::ui {

/// What a migration will do, before anything runs: its revisions and their operations with what is lost by each, and the SQL. Accessible
/// names "Steps", "SQL", "Summary", "Migrate now". GUI thread.
class MigrationPreview : public QDialog {
  Q_OBJECT
 public:
  /// @param database its name, for the title
  MigrationPreview(const QString& database, const migration::MigrationOutline& outline, QWidget* parent = nullptr);

  QTreeWidget* steps() const { return m_steps; }
  SqlText* sql() const { return m_sql; }

 Q_SIGNALS:
  void migrateRequested();
  void rehearsalRequested();
  void scriptRequested();

 private:
  void fill(const migration::MigrationOutline& outline);
  PlainLabel* m_summary;
  QTreeWidget* m_steps;
  SqlText* m_sql;
};

}  // namespace joinery::ui
