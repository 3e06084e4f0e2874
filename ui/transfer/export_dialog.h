// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPointer>

#include "ui/transfer/export_job.h"
#include "ui/transfer/export_subject.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace joinery::ui {

class FormatEditor;
class MessageBar;
class TransferProgressView;

/// Asks what to export, as what and where to, and shows how far it is. The window beside it stays in use; closing this while it runs
/// asks whether to stop. Accessible names "Rows to export", "File", "Format", "Export", "Stop", "Messages".
class ExportDialog : public QDialog {
  Q_OBJECT
 public:
  ExportDialog(Database* database, ExportSubject subject, QWidget* parent = nullptr);

  void setFile(const QString& path);
  void start();
  bool isRunning() const { return m_job && m_job->isRunning(); }
  void reject() override;

 Q_SIGNALS:
  /// A job begins: for who lists jobs.
  void started(joinery::ui::TransferJob* job);
  void exported(const joinery::TransferProgress& done);
  void failed(const joinery::DbError& error);

 private:
  void makeFields();
  QWidget* makeFileField();
  void browse();
  void followFormat();
  void startWhenFree();
  RowFormatOptions options() const;
  void begin();
  void showDone(const TransferProgress& done);
  void setRunning(bool running);

  QPointer<Database> m_database;
  const ExportSubject m_subject;
  QPointer<ExportJob> m_job;
  QString m_agreedPath;  ///< that may be replaced
  MessageBar* m_messages;
  QWidget* m_fields;
  QComboBox* m_part;
  QLineEdit *m_file, *m_table;
  FormatEditor* m_format;
  TransferProgressView* m_progress;
  QPushButton *m_export, *m_close;
};

}  // namespace joinery::ui
