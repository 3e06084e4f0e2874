// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>
#include <QString>

namespace joinery::ui {

/// Something on a diagram that can be chosen: a card, a note or a group. What the view, the keyboard and assistive technology know of it.
class DiagramItem : public QGraphicsItem {
 public:
  enum class Kind { Card, Note, Group };
  DiagramItem(Kind kind, int index) : m_kind(kind), m_index(index) { setFlag(ItemIsSelectable); }

  Kind kind() const { return m_kind; }
  /// Its place among those of its kind in the model.
  int index() const { return m_index; }
  virtual QString name() const = 0;
  virtual QString description() const = 0;
  bool isCurrent() const { return m_isCurrent; }
  void setCurrent(bool isCurrent) {
    m_isCurrent = isCurrent;
    update();
  }

 private:
  const Kind m_kind;
  const int m_index;
  bool m_isCurrent = false;
};

}  // namespace joinery::ui
