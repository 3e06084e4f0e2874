// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>
#include <optional>

#include "ui/grid/column_update.h"
#include "ui/value/value_editor.h"

class QCheckBox;
class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace joinery::ui {

class PlainLabel;

/// Sets a column in all rows that pass the filter: shows the statement and how many rows it changes before it is sent. Runs on workers; can
/// be stopped. Deletes itself when it closes.
class SetColumnDialog : public QDialog {
  Q_OBJECT
 public:
  struct Subject {
    Database* database = nullptr;
    std::shared_ptr<const Registry> registry;
    std::string model;
    Json filter;
  };
  /// @param attribute which one is chosen first
  SetColumnDialog(Subject subject, int attribute, QWidget* parent);
  ~SetColumnDialog() override;
  /// What is pending for the table is in the way: the statement would neither count nor keep it.
  void setPendingChanges(int changes);
  void done(int result) override;

 Q_SIGNALS:
  void written(qint64 rows);

 private:
  const Attribute& attribute() const;
  void showEditor();
  void choose(QCheckBox* box, bool isOn);
  void showStatement();
  void updateButton();
  void count();
  void write();
  std::optional<ColumnUpdate> update();
  void say(const QString& text);
  Subject m_subject;
  const Model* m_model;
  QComboBox* m_column;
  QVBoxLayout* m_place;
  ValueEditor* m_editor = nullptr;
  QCheckBox *m_null, *m_default;
  PlainLabel* m_valueLabel;
  QPlainTextEdit* m_statement;
  PlainLabel* m_state;
  QPushButton* m_write;
  std::unique_ptr<Worker> m_reader, m_writer;
  std::optional<std::int64_t> m_count;
  QString m_trouble;  ///< what became of the last attempt
  bool m_isWriting = false;
  int m_pendingChanges = 0;
};

}  // namespace joinery::ui
