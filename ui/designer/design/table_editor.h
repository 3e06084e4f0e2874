// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QWidget>

#include "ui/designer/design/part_view.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// One table or view of a design: its name, comment and options, its parts as grids, and the SQL that it makes. GUI thread.
class TableEditor : public QWidget {
  Q_OBJECT
 public:
  explicit TableEditor(SchemaDesign* design, QWidget* parent = nullptr);

  /// An empty name: nothing is shown.
  void setTable(const QualifiedName& table);
  const QualifiedName& table() const { return m_table; }
  /// With the name selected, for one that was just made.
  void editName();
  /// To the cell that an issue is about.
  void goTo(const migration::SchemaPlace& place);
  /// What the table makes, as the engine takes it.
  QString sql() const;

 Q_SIGNALS:
  void refused(const QString& what, const joinery::DbError& error);
  /// It bears that name now.
  void renamed(const joinery::QualifiedName& table);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addParts(const QString& objectName, const QString& title, std::unique_ptr<PartKind> kind);
  void build();
  void follow();
  void showTabs(bool isView);
  void rename();
  void setComment();
  void setOptions();
  void setQuery();
  bool edit(const QString& text, const migration::Operations& operations);
  std::shared_ptr<const schema::Table> current() const;

  SchemaDesign* m_design;
  QualifiedName m_table;
  QLineEdit *m_name, *m_comment;
  PlainLabel* m_commentLabel = nullptr;
  QCheckBox *m_strict, *m_withoutRowId;
  QTabWidget* m_tabs;
  QPlainTextEdit *m_query, *m_sql;
  std::vector<PartView*> m_parts;
  int m_session = 1;  ///< of edits of the query
};

}  // namespace joinery::ui
