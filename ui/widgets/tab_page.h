// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QUndoStack;

namespace joinery::ui {

/// A page of the window's tabs: what the window needs to know of any of them.
class TabPage : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  virtual QString title() const = 0;
  virtual QString iconName() const = 0;
  /// Whether it goes when the database does.
  virtual bool isOfDatabase() const { return true; }
  /// Reads its data again; keeps position, selection and pending changes.
  virtual void refresh() = 0;
  /// Stops what it runs. It stays usable.
  virtual void stop() = 0;
  virtual bool isBusy() const = 0;
  /// For the status bar: "1–200 of ≥ 1,000".
  virtual QString statusText() const = 0;
  /// "3 cells · sum 12 · average 4 · min 1 · max 7"; empty without a selection.
  virtual QString selectionText() const { return {}; }
  /// The steps of the page itself; null where what is done there is a pending change.
  virtual QUndoStack* undoStack() { return nullptr; }

 Q_SIGNALS:
  void titleChanged();
  void statusChanged();
  void busyChanged();
};

}  // namespace joinery::ui
