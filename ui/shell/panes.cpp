// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panes.h"

#include <QAction>
#include <QApplication>
#include <QWidget>

namespace joinery::ui {

namespace {

bool takesKeys(const QWidget* widget) { return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0; }

/// The control of a pane that had the keyboard last, else its first; null where none takes it.
QWidget* focusIn(QWidget* pane) {
  if (takesKeys(pane) || pane->focusProxy()) return pane;
  QWidget* last = pane->focusWidget();
  if (last && last != pane && takesKeys(last)) return last;
  for (QWidget* next = pane->nextInFocusChain(); next && next != pane; next = next->nextInFocusChain())
    if (pane->isAncestorOf(next) && takesKeys(next)) return next;
  return nullptr;
}

}  // namespace

Panes::Panes(QList<QWidget*> panes, QAction* next, QAction* previous, QObject* parent) : QObject(parent) {
  for (QWidget* pane : panes) m_panes << pane;
  connect(next, &QAction::triggered, this, [this] { go(Step::Next); });
  connect(previous, &QAction::triggered, this, [this] { go(Step::Previous); });
}

int Panes::current() const {
  const QWidget* focus = QApplication::focusWidget();
  for (int i = 0; i < m_panes.size(); ++i)
    if (focus && m_panes[i] && (m_panes[i] == focus || m_panes[i]->isAncestorOf(focus))) return i;
  return -1;
}

void Panes::go(Step step) {
  const int count = static_cast<int>(m_panes.size());
  const int by = step == Step::Next ? 1 : count - 1;
  int place = current();
  if (place < 0) place = step == Step::Next ? count - 1 : 0;
  for (int tried = 0; tried < count; ++tried) {
    place = (place + by) % count;
    QWidget* pane = m_panes[place];
    QWidget* wanted = pane && pane->isVisible() ? focusIn(pane) : nullptr;
    if (!wanted) continue;
    wanted->setFocus(Qt::ShortcutFocusReason);
    return;
  }
}

}  // namespace joinery::ui

#include "moc_panes.cpp"
