// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cell_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/grid/grid_model.h"
#include "ui/widgets/issue_mark.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

using State = GridModel::RowState;

QColor rowTint(State state, bool cellChanged) {
  const auto& theme = Theme::instance();
  if (state == State::Inserted) return theme.color(Theme::Role::InsertedRow);
  if (state == State::Deleted) return theme.color(Theme::Role::DeletedRow);
  if (cellChanged) return theme.color(Theme::Role::ChangedCell);
  return {};
}

/// Grey; on the tint of a pending cell that is hard to read, so that there it is the text's own colour, paler.
QColor besideColor(const QStyleOptionViewItem& option) {
  if (option.backgroundBrush.style() == Qt::NoBrush) return Theme::instance().color(Theme::Role::NullText);
  QColor color = option.palette.color(QPalette::Text);
  color.setAlphaF(0.75F);
  return color;
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
  painter->setPen(selected ? option.palette.color(QPalette::HighlightedText) : besideColor(option));
  painter->setFont(option.font);
  const int baseline = text.top() + (text.height() - metrics.height()) / 2 + metrics.ascent();
  painter->drawText(left, baseline, metrics.elidedText(label, Qt::ElideRight, width));
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
  if (!index.data(GridModel::IssueRole).toString().isEmpty()) paintIssueMark(painter, option.rect);
}

std::optional<ValueDelegate::Cell> CellDelegate::cell(const QModelIndex& index) const {
  const auto* grid = qobject_cast<const GridModel*>(index.model());
  const auto value = grid ? grid->value(index) : std::nullopt;
  if (!value) return std::nullopt;
  return Cell{grid->editedColumn(index.column()), *value, grid->unknownText(index)};
}

void CellDelegate::writeDefault(const QModelIndex& index) const {
  if (auto* grid = qobject_cast<GridModel*>(const_cast<QAbstractItemModel*>(index.model()))) grid->setDefault(index);
}

void CellDelegate::write(const QModelIndex& index, const Value& value, const ValueEditor::Along& along) const {
  // The index is of a model that is const only to its views' helpers.
  if (auto* grid = qobject_cast<GridModel*>(const_cast<QAbstractItemModel*>(index.model()))) grid->setValue(index, value, along);
}

}  // namespace joinery::ui

#include "moc_cell_delegate.cpp"
