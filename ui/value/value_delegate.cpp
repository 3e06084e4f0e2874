// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/value_delegate.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QLineEdit>
#include <algorithm>

#include "ui/value/lines_editor.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// An editor that was filled once is the person's.
constexpr const char* kIsFilled = "joineryIsFilled";

}  // namespace

QWidget* ValueDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
  const auto edited = cell(index);
  const EditorKind kind = edited ? editorKindOf(edited->column, edited->value) : EditorKind::None;
  if (edited && kind == EditorKind::None) askForViewer();
  if (kind == EditorKind::None) return nullptr;
  m_edited = index;
  QWidget* view = parent->parentWidget();
  auto* editor = makeValueEditor(kind, edited->column, view && view->parentWidget() ? view->parentWidget() : parent);
  editor->setHost(const_cast<ValueDelegate*>(this));
  editor->setNames(editorName(), tr("Edit %1").arg(toQString(edited->column.attribute->name)));
  editor->setDescription(toQString(edited->column.attribute->column.type.declared));
  if (auto* line = qobject_cast<QLineEdit*>(editor->input())) line->setFrame(false);
  connect(editor, &ValueEditor::defaultWanted, this, [this, editor, at = QPersistentModelIndex(index)] {
    Q_EMIT const_cast<ValueDelegate*>(this)->closeEditor(editor, NoHint);
    if (at.isValid()) writeDefault(at);
  });
  return editor;
}

void ValueDelegate::setEditorData(QWidget* widget, const QModelIndex& index) const {
  auto* editor = qobject_cast<ValueEditor*>(widget);
  // A repaint behind an open editor must not replace what is being typed.
  if (!editor || editor->isModified() || editor->property(kIsFilled).toBool()) return;
  const auto edited = cell(index);
  if (!edited) return;
  editor->setProperty(kIsFilled, true);
  if (edited->unknown.isEmpty()) editor->setValue(edited->value);
  else editor->setUnknown(edited->unknown);
  editor->selectAll();
}

void ValueDelegate::setModelData(QWidget* widget, QAbstractItemModel*, const QModelIndex& index) const {
  const auto* editor = qobject_cast<ValueEditor*>(widget);
  if (!editor || !editor->isModified()) return;
  const auto value = editor->value();
  if (value) write(index, *value, editor->along());
  else Q_EMIT const_cast<ValueDelegate*>(this)->refused(index, editor->draft(), toQString(value.error().message()));
}

void ValueDelegate::updateEditorGeometry(QWidget* widget, const QStyleOptionViewItem& option, const QModelIndex&) const {
  const auto* editor = qobject_cast<ValueEditor*>(widget);
  const auto* view = qobject_cast<const QAbstractScrollArea*>(option.widget);
  if (!editor || !view) return;
  const QRect room = view->viewport()->rect();
  QRect rect = option.rect.intersected(QRect(0, option.rect.top(), room.width(), option.rect.height()));
  if (const int height = editor->heightInGrid(); height > 0) {
    constexpr int kLeastWidth = 360;
    rect.setSize({std::min(std::max(rect.width(), kLeastWidth), room.width()), std::min(height, room.height())});
    rect.moveLeft(std::max(0, std::min(rect.left(), room.right() - rect.width() + 1)));
    rect.moveTop(std::max(0, std::min(rect.top(), room.bottom() - rect.height() + 1)));
  }
  rect.moveTopLeft(view->viewport()->mapTo(widget->parentWidget(), rect.topLeft()));
  widget->setGeometry(rect);
  widget->raise();
}

/// Says in the editor why what was typed does not fit, where it does not.
bool ValueDelegate::keepsOpen(ValueEditor* editor) const {
  const auto value = editor->isModified() ? editor->value() : Result<Value>(Value());
  if (!value) editor->refuse(toQString(value.error().message()));
  return !value;
}

/// A view that closes an editor takes the focus while the editor is still there.
bool ValueDelegate::isOpen(QWidget* editor) const {
  const auto* view = qobject_cast<const QAbstractItemView*>(parent());
  return view && m_edited.isValid() && view->indexWidget(m_edited) == editor;
}

bool ValueDelegate::eventFilter(QObject* watched, QEvent* event) {
  auto* editor = qobject_cast<ValueEditor*>(watched);
  if (editor && event->type() == QEvent::FocusOut && !isOpen(editor)) return false;
  if (!editor || event->type() != QEvent::KeyPress) return QStyledItemDelegate::eventFilter(watched, event);
  const auto* pressed = static_cast<QKeyEvent*>(event);
  const bool isReturn = pressed->key() == Qt::Key_Return || pressed->key() == Qt::Key_Enter;
  const bool isTab = pressed->key() == Qt::Key_Tab || pressed->key() == Qt::Key_Backtab;
  if (!isReturn && !isTab) return QStyledItemDelegate::eventFilter(watched, event);
  auto* lines = qobject_cast<LinesEditor*>(editor);
  if (isReturn && lines && (pressed->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
    lines->input()->insertPlainText(QStringLiteral("\n"));
    return true;
  }
  if (keepsOpen(editor)) return true;
  const bool isForAll = isReturn && (pressed->modifiers() & Qt::ControlModifier);
  const auto value = editor->value();
  Q_EMIT commitData(editor);
  Q_EMIT closeEditor(editor, !isTab ? NoHint : pressed->key() == Qt::Key_Tab ? EditNextItem : EditPreviousItem);
  if (isForAll && value) takeForAll(*value);
  return true;
}

}  // namespace joinery::ui

#include "moc_value_delegate.cpp"
