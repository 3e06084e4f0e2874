// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

#include "ui/designer/design/schema_design.h"
#include "ui/designer/design/schema_source.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

class Database;

/// Asks which tables of which schema a design takes: of the open database, of another one, of a file. Shows before what will not be as it
/// was. GUI thread; what is read is read in the background and can be stopped.
class CopyTablesDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param open the database of the window; null where none is open
  CopyTablesDialog(const Database* open, const SchemaDesign* design, QWidget* parent);
  ~CopyTablesDialog() override;

  enum class From { OpenDatabase, Database, File };
  void setFrom(From from);
  /// A URL or the path of a file. @param read at once
  void setLocation(const QString& location);
  void read();
  /// Ticks these and no others, once the schema is read.
  void choose(const std::vector<QualifiedName>& tables);
  std::vector<QualifiedName> chosenTables() const;
  bool isBusy() const { return m_source->isReading() || m_isComparing || m_pause.isActive(); }

 Q_SIGNALS:
  void chosen(const joinery::schema::MetaData& from, const joinery::Dialect& dialect, const std::vector<joinery::QualifiedName>& tables);

 private:
  void build();
  void browse();
  void show(const ReadSchema& schema);
  void filter(const QString& text);
  void tickShown(Qt::CheckState state);
  void compareSoon();
  void compare();
  void update();

  const Database* m_open;
  const SchemaDesign* m_design;
  SchemaSource* m_source;
  ReadSchema m_schema;
  std::vector<QualifiedName> m_wanted;
  MessageBar* m_messages;
  QComboBox* m_from;
  QLineEdit *m_location, *m_filter;
  QPushButton *m_browse, *m_read, *m_stop;
  QListWidget* m_tables;
  QPlainTextEdit* m_differences;
  PlainLabel* m_note;
  QPushButton* m_copy = nullptr;
  QTimer m_pause;
  std::uint64_t m_comparison = 0;
  bool m_isComparing = false, m_fits = false;
};

}  // namespace joinery::ui
