// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/note_item.h"

#include <QCoreApplication>

#include "ui/widgets/text.h"

namespace joinery::ui {

NoteItem::NoteItem(int index, Diagram::Note note, const DiagramStyle* style) : DiagramItem(Kind::Note, index), m_note(std::move(note)), m_style(style) {
  setZValue(3);
  setPos(m_note.place.x, m_note.place.y);
}

QString NoteItem::name() const { return toQString(m_note.text); }

QString NoteItem::description() const { return QCoreApplication::translate("joinery::ui::NoteItem", "note"); }

void NoteItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  painter->setRenderHint(QPainter::Antialiasing);
  paintNote(*painter, m_note, *m_style, isSelected() || isCurrent());
}

}  // namespace joinery::ui
