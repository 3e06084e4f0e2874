// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <functional>

#include "ui/transfer/export_subject.h"

class QDialog;

namespace joinery::ui {

class Actions;
class ExportDialog;
class ImportDialog;
class Navigator;
class TabArea;
class TablePage;
class TransferJob;

/// Opens the windows of export and import from the menus, the navigator and the grid, and knows the jobs that run in them.
class Transfers : public QObject {
  Q_OBJECT
 public:
  /// @param window the parent of what is opened
  Transfers(Actions* actions, Navigator* navigator, TabArea* tabs, QWidget* window);

  /// Windows of the one before that do nothing are closed; a job that runs goes on in its own.
  void setDatabase(Database* database);
  ExportDialog* exportRows(ExportSubject subject);
  ExportDialog* exportModel(const QString& model);
  /// What the page shows; null where there is none.
  ExportDialog* exportPage(const TablePage* page);
  /// @param model the table that rows go to; empty: the person says
  ImportDialog* importRows(const QString& model = {});
  /// Goes on at once where no job runs, else asks whether they are to be stopped.
  void whenIdle(std::function<void()> proceed);
  bool isRunning() const;

 Q_SIGNALS:
  /// A job begins: for who lists jobs.
  void started(joinery::ui::TransferJob* job);
  /// Rows have come into the database, or a table.
  void databaseChanged();

 private:
  void show(QDialog* dialog);
  void updateActions();
  Actions* const m_actions;
  TabArea* const m_tabs;
  QWidget* const m_window;
  QPointer<Database> m_database;
  QList<QPointer<TransferJob>> m_jobs;
  QList<QPointer<QDialog>> m_dialogs;
};

}  // namespace joinery::ui
