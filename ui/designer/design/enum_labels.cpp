// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/enum_labels.h"

#include <algorithm>

#include "ui/designer/design/type_edits.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

EnumLabels::EnumLabels(SchemaDesign* design, QObject* parent) : QAbstractListModel(parent), m_design(design) { connect(design, &SchemaDesign::changed, this, &EnumLabels::follow); }

std::vector<std::string> EnumLabels::labels() const {
  const schema::EnumType* type = findEnum(m_design->metadata(), m_type);
  return type ? type->labels : std::vector<std::string>();
}

void EnumLabels::setType(const QualifiedName& type) {
  beginResetModel();
  m_type = type;
  m_labels = labels();
  endResetModel();
}

/// Labels that have come or gone do so in their place, so that the current one stays.
void EnumLabels::follow() {
  std::vector<std::string> now = labels();
  const auto differs = std::ranges::mismatch(m_labels, now);
  const auto first = static_cast<int>(differs.in1 - m_labels.begin());
  const int before = rowCount(), after = static_cast<int>(now.size());
  const bool hasSameRest = after >= before ? std::equal(differs.in1, m_labels.end(), now.end() - (before - first)) : std::equal(differs.in2, now.end(), m_labels.end() - (after - first));
  if (before == after) {
    m_labels = std::move(now);
    if (after > 0) Q_EMIT dataChanged(index(0), index(after - 1));
  } else if (!hasSameRest) {
    beginResetModel();
    m_labels = std::move(now);
    endResetModel();
  } else if (after > before) {
    beginInsertRows({}, first, first + after - before - 1);
    m_labels = std::move(now);
    endInsertRows();
  } else {
    beginRemoveRows({}, first, first + before - after - 1);
    m_labels = std::move(now);
    endRemoveRows();
  }
}

template <typename Make>
bool EnumLabels::edit(const QString& text, const Make& make) {
  const schema::EnumType* type = findEnum(m_design->metadata(), m_type);
  if (!type) return false;
  try {
    const auto error = m_design->edit(text, make(*type));
    if (error) throw *error;
    return true;
  } catch (const DbError& error) {
    Q_EMIT refused(tr("Could not change %1").arg(toQString(m_type.name)), error);
    return false;
  }
}

bool EnumLabels::add() {
  return edit(tr("Add a label to %1").arg(toQString(m_type.name)), [](const schema::EnumType& type) { return addLabel(type); });
}

bool EnumLabels::remove(int row) {
  if (row < 0 || row >= rowCount()) return false;
  return edit(tr("Remove a label of %1").arg(toQString(m_type.name)), [&](const schema::EnumType& type) { return dropLabel(type, static_cast<std::size_t>(row)); });
}

bool EnumLabels::move(int from, int to) {
  if (from < 0 || to < 0 || from >= rowCount() || to >= rowCount() || from == to) return false;
  return edit(tr("Order the labels of %1").arg(toQString(m_type.name)), [&](const schema::EnumType& type) { return moveLabel(type, static_cast<std::size_t>(from), static_cast<std::size_t>(to)); });
}

int EnumLabels::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_labels.size()); }

QVariant EnumLabels::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || (role != Qt::DisplayRole && role != Qt::EditRole)) return {};
  return toQString(m_labels[static_cast<std::size_t>(index.row())]);
}

Qt::ItemFlags EnumLabels::flags(const QModelIndex& index) const {
  return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

bool EnumLabels::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || role != Qt::EditRole) return false;
  return edit(tr("Rename a label of %1").arg(toQString(m_type.name)),
              [&](const schema::EnumType& type) { return renameLabel(type, static_cast<std::size_t>(index.row()), toStdString(value.toString())); });
}

}  // namespace joinery::ui

#include "moc_enum_labels.cpp"
