// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/array_model.h"

#include <QFont>

#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

using Kind = ArrayText::Element::Kind;

void ArrayModel::setArray(const ArrayText& array) {
  beginResetModel();
  m_array = array;
  m_elements = array.elements();
  endResetModel();
}

void ArrayModel::insert(int row, const ArrayText::Element& element) {
  beginInsertRows({}, row, row);
  m_elements.insert(m_elements.begin() + row, element);
  endInsertRows();
  Q_EMIT changed();
}

void ArrayModel::setElement(int row, const ArrayText::Element& element) {
  m_elements[static_cast<std::size_t>(row)] = element;
  Q_EMIT dataChanged(index(row), index(row));
  Q_EMIT changed();
}

void ArrayModel::remove(int row) {
  beginRemoveRows({}, row, row);
  m_elements.erase(m_elements.begin() + row);
  endRemoveRows();
  Q_EMIT changed();
}

void ArrayModel::move(int row, int by) {
  const int to = row + by;
  if (row < 0 || row >= rowCount() || to < 0 || to >= rowCount()) return;
  beginMoveRows({}, row, row, {}, by > 0 ? to + 1 : to);
  std::swap(m_elements[static_cast<std::size_t>(row)], m_elements[static_cast<std::size_t>(to)]);
  endMoveRows();
  Q_EMIT changed();
}

int ArrayModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_elements.size()); }

QVariant ArrayModel::shownAs(const ArrayText::Element& element, int role) const {
  const bool isNull = element.kind == Kind::Null;
  switch (role) {
    case Qt::DisplayRole: return isNull ? QStringLiteral("NULL") : gridText(ValueView::text(element.text), {});
    case Qt::EditRole: return isNull ? QString() : editorText(element.text, spellingOf(element.text, TextLines::One), TextLines::One);
    case Qt::AccessibleTextRole: return isNull ? QStringLiteral("NULL") : element.text.empty() ? tr("empty text") : gridText(ValueView::text(element.text), {});
    case Qt::ForegroundRole: return isNull ? QVariant(Theme::instance().color(Theme::Role::NullText)) : QVariant();
    case Qt::FontRole: {
      QFont face;
      face.setItalic(true);
      return isNull ? QVariant(face) : QVariant();
    }
    default: return {};
  }
}

QVariant ArrayModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  return shownAs(element(index.row()), role);
}

bool ArrayModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::EditRole) return false;
  const ArrayText::Element& before = element(index.row());
  // Opened and closed again: a NULL stays one.
  if (value.toString() == shownAs(before, Qt::EditRole).toString()) return false;
  const auto bytes = bytesOfEditor(value.toString(), spellingOf(before.text, TextLines::One));
  if (!bytes) return false;
  const bool isNested = before.kind == Kind::Nested && ArrayText::parse(*bytes).has_value();
  setElement(index.row(), isNested ? ArrayText::Element{Kind::Nested, *bytes, {}} : ArrayText::Element::plain(*bytes));
  return true;
}

Qt::ItemFlags ArrayModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags flags = QAbstractListModel::flags(index);
  return index.isValid() && element(index.row()).text.size() <= kLongestEdited ? flags | Qt::ItemIsEditable : flags;
}

QVariant ArrayModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  return orientation == Qt::Vertical ? QVariant(section + 1) : QVariant(tr("Element"));
}

}  // namespace joinery::ui

#include "moc_array_model.cpp"
