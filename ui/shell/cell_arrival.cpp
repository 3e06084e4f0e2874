// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/cell_arrival.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include "ui/grid/table_page.h"
#include "ui/relations/record_form.h"

namespace joinery::ui {

namespace {

/// A modifier alone goes nowhere; a key that is held was pressed before.
bool isMove(const QEvent& event) {
  if (event.type() == QEvent::MouseButtonPress) return true;
  if (event.type() != QEvent::KeyPress) return false;
  const auto& key = static_cast<const QKeyEvent&>(event);
  const int code = key.key();
  return !key.isAutoRepeat() && code != Qt::Key_Shift && code != Qt::Key_Control && code != Qt::Key_Alt && code != Qt::Key_Meta && code != Qt::Key_AltGr;
}

}  // namespace

CellArrival::CellArrival(CellPlace cell, TablePage* table, RecordForm* form) : QObject(table), m_cell(std::move(cell)), m_table(table), m_form(form) {
  connect(table, &TabPage::statusChanged, this, [this] {
    if (arrive()) deleteLater();
  });
  // What is being pressed just now leads here.
  QMetaObject::invokeMethod(this, [this] { QCoreApplication::instance()->installEventFilter(this); }, Qt::QueuedConnection);
}

bool CellArrival::arrive() {
  if (!m_table || !m_table->selectRow(m_cell.key, m_cell.ref, m_cell.attribute)) return false;
  m_table->disconnect(this);
  QCoreApplication::instance()->removeEventFilter(this);
  if (m_form) m_form->focusAttribute(m_cell.attribute);
  return true;
}

bool CellArrival::eventFilter(QObject* watched, QEvent* event) {
  if (!isMove(*event)) return QObject::eventFilter(watched, event);
  QCoreApplication::instance()->removeEventFilter(this);
  m_table->disconnect(this);
  deleteLater();
  return false;
}

}  // namespace joinery::ui

#include "moc_cell_arrival.cpp"
