// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include "ui/designer/design/design_view.h"

namespace joinery::ui {

/// The name of a table or a column, typed where it stands on its card: Enter or going elsewhere takes it, Esc leaves it as it was, Up and Down
/// take it and go on to the next row. It goes when it is done. Accessible name "Name on the diagram". GUI thread.
class NameOnCard : public QLineEdit {
  Q_OBJECT
 public:
  NameOnCard(DesignView* view, const CardSpot& spot, const QString& name);

 Q_SIGNALS:
  /// Another name than before, or none.
  void given(const QString& name);
  /// Up or Down, after given().
  void nextRequested(int row);

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void place();
  void finish(bool takes);
  DesignView* m_view;
  const CardSpot m_spot;
  const QString m_before;
  bool m_isDone = false;
};

}  // namespace joinery::ui
