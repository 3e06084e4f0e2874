// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "orm/core/db_error.h"
#include "ui/designer/diagram/diagram_export_dialog.h"

class QPrinter;

namespace joinery::ui {

class DiagramView;

/// Writes and prints what a view shows, in the background. GUI thread.
class DiagramOutput : public QObject {
  Q_OBJECT
 public:
  /// @param view also the parent of what is opened
  explicit DiagramOutput(DiagramView* view);
  /// Asks how and where to, and writes it there: written() or failed().
  void askAndExport();
  void write(const DiagramExportDialog::Choice& choice, const QString& path);
  /// Asks for a printer, and prints it: on one page, or where that would be hard to read on as many as are asked for.
  void askAndPrint();
  bool isBusy() const { return m_running > 0; }

 Q_SIGNALS:
  void written(const QString& what);
  void failed(const QString& what, const joinery::DbError& error);
  void busyChanged();

 private:
  DiagramPicture picture(DiagramExportDialog::Part part, bool isLight) const;
  void printOn(const std::shared_ptr<QPrinter>& printer);
  void run(std::function<void()> work, const QString& done, const QString& tried);
  DiagramView* m_view;
  int m_running = 0;
};

}  // namespace joinery::ui
