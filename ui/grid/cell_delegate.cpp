// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cell_delegate.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include "ui/grid/grid_model.h"
#include "ui/value/lines_editor.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

using State = GridModel::RowState;

/// An editor that was filled once is the person's.
constexpr const char* kIsOpen = "joineryIsOpen";

QColor rowTint(State state, bool cellChanged) {
  const auto& theme = Theme::instance();
  if (state == State::Inserted) return theme.color(Theme::Role::InsertedRow);
  if (state == State::Deleted) return theme.color(Theme::Role::DeletedRow);
  if (cellChanged) return theme.color(Theme::Role::ChangedCell);
  return {};
}

/// The referred row's label, greyed, at the right of the value and on its line.
void paintLabel(QPainter* painter, const QStyleOptionViewItem& option, const QString& label) {
  const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
  const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget).adjusted(4, 0, -4, 0);
  const QFontMetrics metrics(option.font);
  constexpr int kGap = 10, kLeast = 20;
  const int left = text.left() + metrics.horizontalAdvance(option.text) + kGap;
  const int width = text.right() - left + 1;
  if (width < kLeast) return;
  const bool selected = option.state & QStyle::State_Selected;
  painter->save();
  painter->setPen(selected ? option.palette.color(QPalette::HighlightedText) : Theme::instance().color(Theme::Role::NullText));
  painter->setFont(option.font);
  const int baseline = text.top() + (text.height() - metrics.height()) / 2 + metrics.ascent();
  painter->drawText(left, baseline, metrics.elidedText(label, Qt::ElideRight, width));
  painter->restore();
}

/// A frame and a corner: a tint alone says that the cell was changed.
void paintIssue(QPainter* painter, const QRect& cell) {
  constexpr int kCorner = 7;
  const QColor colour = Theme::instance().color(Theme::Role::ErrorText);
  painter->save();
  painter->setPen(QPen(colour, 2));
  painter->setBrush(Qt::NoBrush);
  painter->drawRect(cell.adjusted(1, 1, -1, -1));
  painter->setPen(Qt::NoPen);
  painter->setBrush(colour);
  painter->drawPolygon(QPolygon({cell.topRight() + QPoint(-kCorner, 0), cell.topRight(), cell.topRight() + QPoint(0, kCorner)}));
  painter->restore();
}

}  // namespace

void CellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const auto state = static_cast<State>(index.data(GridModel::RowStateRole).toInt());
  const bool selected = option->state & QStyle::State_Selected;
  if (index.data(GridModel::NullRole).toBool()) {
    option->font.setItalic(true);
    if (!selected) option->palette.setColor(QPalette::Text, Theme::instance().color(Theme::Role::NullText));
  }
  if (state == State::Deleted) option->font.setStrikeOut(true);
  const QColor tint = rowTint(state, index.data(GridModel::CellChangedRole).toBool());
  if (tint.isValid()) option->backgroundBrush = tint;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (!index.data(GridModel::LoadedRole).toBool()) {
    const QRect bar = option.rect.adjusted(6, option.rect.height() / 2 - 4, -option.rect.width() / 3, -(option.rect.height() / 2 - 4));
    painter->fillRect(bar, Theme::instance().color(Theme::Role::Placeholder));
    return;
  }
  const QString label = index.data(GridModel::LabelRole).toString();
  QStyleOptionViewItem cell = option;
  initStyleOption(&cell, index);
  const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
  if (!label.isEmpty()) paintLabel(painter, cell, label);
  if (!index.data(GridModel::IssueRole).toString().isEmpty()) paintIssue(painter, option.rect);
}

QWidget* CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
  const auto* grid = qobject_cast<const GridModel*>(index.model());
  const auto value = grid ? grid->value(index) : std::nullopt;
  if (!value) return nullptr;
  const EditedColumn column = grid->editedColumn(index.column());
  const EditorKind kind = editorKindOf(column, *value);
  if (kind == EditorKind::None) {
    Q_EMIT const_cast<CellDelegate*>(this)->cellEditorRequested();
    return nullptr;
  }
  m_edited = index;
  QWidget* view = parent->parentWidget();
  auto* editor = makeValueEditor(kind, column, view && view->parentWidget() ? view->parentWidget() : parent);
  editor->setHost(const_cast<CellDelegate*>(this));
  editor->setNames(QStringLiteral("cellLineEditor"), tr("Edit %1").arg(toQString(column.attribute->name)));
  editor->setDescription(toQString(column.attribute->column.type.declared));
  if (auto* line = qobject_cast<QLineEdit*>(editor->input())) line->setFrame(false);
  return editor;
}

void CellDelegate::setEditorData(QWidget* widget, const QModelIndex& index) const {
  auto* editor = qobject_cast<ValueEditor*>(widget);
  const auto* grid = qobject_cast<const GridModel*>(index.model());
  const auto value = grid ? grid->value(index) : std::nullopt;
  // A repaint behind an open editor must not replace what is being typed.
  if (!editor || !value || editor->isModified() || editor->property(kIsOpen).toBool()) return;
  editor->setProperty(kIsOpen, true);
  const QString shown = index.data().toString();
  // An added row's default, or the key of another one.
  const bool isUnknown = value->isNull() && shown != QLatin1String("NULL");
  if (isUnknown) editor->setUnknown(shown);
  else editor->setValue(*value);
  editor->selectAll();
}

void CellDelegate::setModelData(QWidget* widget, QAbstractItemModel* model, const QModelIndex& index) const {
  auto* editor = qobject_cast<ValueEditor*>(widget);
  auto* grid = qobject_cast<GridModel*>(model);
  if (!editor || !grid || !editor->isModified()) return;
  const auto value = editor->value();
  if (value) grid->setValue(index, *value, editor->along());
  else Q_EMIT const_cast<CellDelegate*>(this)->refused(index, editor->draft(), toQString(value.error().message()));
}

void CellDelegate::updateEditorGeometry(QWidget* widget, const QStyleOptionViewItem& option, const QModelIndex&) const {
  const auto* editor = qobject_cast<ValueEditor*>(widget);
  const auto* view = qobject_cast<const QAbstractScrollArea*>(option.widget);
  if (!editor || !view) return;
  QRect rect = option.rect;
  if (const int height = editor->heightInGrid(); height > 0) {
    constexpr int kLeastWidth = 360;
    const QRect room = view->viewport()->rect();
    rect.setSize({std::min(std::max(rect.width(), kLeastWidth), room.width()), std::min(height, room.height())});
    rect.moveLeft(std::max(0, std::min(rect.left(), room.right() - rect.width() + 1)));
    rect.moveTop(std::max(0, std::min(rect.top(), room.bottom() - rect.height() + 1)));
  }
  rect.moveTopLeft(view->viewport()->mapTo(widget->parentWidget(), rect.topLeft()));
  widget->setGeometry(rect);
  widget->raise();
}

/// Says in the editor why what was typed does not fit, where it does not.
bool CellDelegate::keepsOpen(ValueEditor* editor) const {
  const auto value = editor->isModified() ? editor->value() : Result<Value>(Value());
  if (!value) editor->refuse(toQString(value.error().message()));
  return !value;
}

/// A view that closes an editor takes the focus while the editor is still there.
bool CellDelegate::isOpen(QWidget* editor) const {
  const auto* view = qobject_cast<const QAbstractItemView*>(parent());
  return view && m_edited.isValid() && view->indexWidget(m_edited) == editor;
}

bool CellDelegate::eventFilter(QObject* watched, QEvent* event) {
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
  const bool fills = isReturn && (pressed->modifiers() & Qt::ControlModifier);
  const auto value = editor->value();
  Q_EMIT commitData(editor);
  Q_EMIT closeEditor(editor, !isTab ? NoHint : pressed->key() == Qt::Key_Tab ? EditNextItem : EditPreviousItem);
  if (fills && value) Q_EMIT fillRequested(*value);
  return true;
}

}  // namespace joinery::ui

#include "moc_cell_delegate.cpp"
