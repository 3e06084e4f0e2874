// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/connections/database.h"
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
  void run();

  QString title() const override;
  QString iconName() const override;
  void refresh() override;
  void stop() override;
  bool isBusy() const override;
  QString statusText() const override;

 Q_SIGNALS:
  /// Something that may have changed tables was run.
  void databaseChanged();

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
