// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>
#include <memory>

#include "orm/core/db_error.h"

namespace joinery::ui {

/// The one place that shows errors to people, inside its page and without closing anything: what happened, to what, what to do.
/// Accessible name "Messages".
class MessageBar : public QFrame {
  Q_OBJECT
 public:
  enum class Kind { Information, Warning, Error };
  explicit MessageBar(QWidget* parent = nullptr);
  ~MessageBar() override;

  void showMessage(Kind kind, const QString& text, const QString& details = {});
  /// @param what what was tried: "Could not open chinook.db"
  void showError(const QString& what, const DbError& error);
  /// Adds a button to the message on show; pressing it hides the bar.
  void addAction(const QString& text, std::function<void()> action);
  void clear();
  QString text() const;

 private:
  void paintKind();
  void placeActions();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
