// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/connections/database.h"
#include "ui/console/script_run.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

/// A plain SQL console: text, Run, Stop, results. The text is kept on disk as it is typed and survives a restart.
/// Accessible names "SQL", "Run", "Stop", "Results".
class ConsolePage : public TabPage {
  Q_OBJECT
 public:
  /// @param textId which of the kept texts this console shows; empty: a new one
  ConsolePage(Database* database, const QString& textId, QWidget* parent = nullptr);
  ~ConsolePage() override;

  QString textId() const;
  void setText(const QString& sql);
  QString text() const;
  /// Runs the selection, or the whole text without one.
  void run();

  QString title() const override;
  QString iconName() const override;
  /// Does nothing: a console shows what its last run gave, and only Run sends anything.
  void refresh() override;
  void stop() override;
  bool isBusy() const override;
  QString statusText() const override;

 Q_SIGNALS:
  /// Something that may have changed tables was run.
  void databaseChanged();
  /// A run has ended, well or not.
  void ran();
  /// The text has changed and is being kept.
  void textKept(const QString& textId, const QString& text);
  /// The kept text is there to be edited.
  void textLoaded();

 private:
  void makeToolBar();
  void makeLayout();
  void connectRun();
  void connectResults();
  QString runningText() const;
  void loadText();
  void keepText();
  void handle(const ScriptEvent& event);
  void reportStatement(const StatementEnded& ended);
  void showError(const DbError& error);
  void showTrouble(const DbError& error);
  void endRun();
  void updateState();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
