// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>
#include <QTabWidget>
#include <QTreeView>
#include <memory>

#include "ui/designer/migration/difference_diagram.h"
#include "ui/designer/migration/difference_model.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/sql_text.h"

namespace joinery::ui {

/// The steps between two schemas: as a list with what each loses, as SQL, and on the diagram. What is chosen in the list is marked in the
/// SQL. Accessible names "Differences", "SQL", "Diagram". GUI thread; works out what it shows in the background.
class DifferenceView : public QWidget {
  Q_OBJECT
 public:
  explicit DifferenceView(QWidget* parent = nullptr);
  ~DifferenceView() override;

  void setDifference(Difference difference);
  /// Shows a sentence instead.
  void showText(const QString& text);
  /// What was last asked for is not shown yet.
  bool isBusy() const { return m_isWorking || m_diagram->isBusy(); }
  const std::shared_ptr<const DifferenceContents>& contents() const { return m_contents; }
  QTreeView* tree() const { return m_tree; }
  DifferenceDiagram* diagram() const { return m_diagram; }
  SqlText* sql() const { return m_sql; }

 Q_SIGNALS:
  void busyChanged();

 private:
  void take(std::shared_ptr<const DifferenceContents> contents);
  void showOperation(const QModelIndex& index);
  QWidget* makeSqlPage();
  DifferenceModel* m_model;
  QStackedWidget* m_pages;
  PlainLabel* m_text;
  QTreeView* m_tree;
  QTabWidget* m_tabs;
  PlainLabel* m_noSql;
  SqlText* m_sql;
  DifferenceDiagram* m_diagram;
  std::shared_ptr<const DifferenceContents> m_contents;
  std::uint64_t m_number = 0;
  bool m_isWorking = false;
};

}  // namespace joinery::ui
