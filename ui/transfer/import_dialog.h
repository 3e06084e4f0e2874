// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPointer>
#include <optional>

#include "ui/transfer/import_job.h"
#include "ui/transfer/import_preview.h"

class QLineEdit;
class QPushButton;
class QTableView;

namespace joinery::ui {

class BadRowsView;
class FormatEditor;
class ImportRulesEditor;
class ImportTargetEditor;
class MessageBar;
class PlainLabel;
class TransferProgressView;

/// Asks for a file, shows its first rows and where they go, and imports it: all or nothing. Reading, looking and importing happen on
/// other threads; the window beside it stays in use, and closing this while it runs asks whether to stop.
/// Accessible names "File", "Format", "Preview", "Columns", "Import", "Stop", "Bad rows", "Messages".
class ImportDialog : public QDialog {
  Q_OBJECT
 public:
  /// @pre the database's models are there
  explicit ImportDialog(Database* database, QWidget* parent = nullptr);

  /// Looks at the file's beginning: previewed() or previewFailed().
  void setFile(const QString& path);
  /// Into that table.
  void setTable(const QString& model);
  void start();
  bool isRunning() const { return m_job && m_job->isRunning(); }
  void reject() override;

 Q_SIGNALS:
  void previewed();
  void previewFailed(const joinery::DbError& error);
  /// A job begins: for who lists jobs.
  void started(joinery::ui::TransferJob* job);
  /// Rows have come into the database, and a table where it was made.
  void imported(const joinery::ImportResult& result);
  void failed(const joinery::DbError& error);

 private:
  /// What is known of a file.
  struct Look {
    DetectedFormat format;
    ImportPreview preview;
  };
  QWidget* makeFileField();
  QWidget* makeMiddle();
  void browse();
  void look(std::optional<DetectedFormat> format);
  void showLook(const Look& look);
  void showOutcome(const ImportOutcome& outcome);
  void setRunning(bool running);
  void fitPreview();
  void updateStart();

  QPointer<Database> m_database;
  QPointer<ImportJob> m_job;
  MessageBar* m_messages;
  QWidget* m_fields;
  QLineEdit* m_file;
  FormatEditor* m_format;
  ImportPreviewModel* m_preview;
  QTableView* m_previewView;
  PlainLabel* m_previewTitle;
  ImportTargetEditor* m_target;
  ImportRulesEditor* m_rules;
  BadRowsView* m_bad;
  TransferProgressView* m_progress;
  QPushButton *m_import = nullptr, *m_close = nullptr;
  std::uint64_t m_looks = 0;  ///< an answer to an older one is dropped
  bool m_isKnown = false;     ///< the file as it is asked for has been looked at
};

}  // namespace joinery::ui
