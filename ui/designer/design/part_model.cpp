// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/part_model.h"

#include <QBrush>

#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

PartModel::PartModel(SchemaDesign* design, std::unique_ptr<PartKind> kind, QObject* parent) : QAbstractTableModel(parent), m_design(design), m_kind(std::move(kind)) {
  connect(design, &SchemaDesign::changed, this, &PartModel::follow);
}

std::shared_ptr<const schema::Table> PartModel::table() const { return migration::findTable(m_design->metadata(), m_table, m_design->dialect()); }

void PartModel::setTable(const QualifiedName& table) {
  beginResetModel();
  m_table = table;
  const auto found = this->table();
  m_rows = found ? m_kind->count(*found) : 0;
  endResetModel();
}

void PartModel::follow() {
  const auto found = table();
  const int rows = found ? m_kind->count(*found) : 0;
  if (rows > m_rows) {
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
  } else if (rows < m_rows) {
    beginRemoveRows({}, rows, m_rows - 1);
    m_rows = rows;
    endRemoveRows();
  }
  if (m_rows > 0) Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, columnCount() - 1));
}

template <typename Make>
bool PartModel::edit(const QString& text, const Make& make) {
  const auto found = table();
  if (!found) return false;
  try {
    const auto error = m_design->edit(text, make(DesignedTable{m_design->metadata(), m_design->dialect(), *found}));
    if (error) throw *error;
    return true;
  } catch (const DbError& error) {
    Q_EMIT refused(tr("Could not change %1").arg(toQString(m_table.name)), error);
    return false;
  }
}

QStringList PartModel::choices(int column) const {
  const auto found = table();
  return found ? m_kind->choices({m_design->metadata(), m_design->dialect(), *found}, column) : QStringList();
}

bool PartModel::add() {
  return edit(tr("Add to %1").arg(toQString(m_table.name)), [this](const DesignedTable& in) { return m_kind->added(in); });
}

bool PartModel::remove(int row) {
  if (row < 0 || row >= m_rows) return false;
  return edit(tr("Remove from %1").arg(toQString(m_table.name)), [&](const DesignedTable& in) { return m_kind->removed(in, row); });
}

bool PartModel::canMove() const {
  return m_kind->part() == migration::SchemaPlace::Part::Column && table() && m_design->isNew(m_table);
}

bool PartModel::move(int from, int to) {
  if (!canMove() || from < 0 || to < 0 || from >= m_rows || to >= m_rows || from == to) return false;
  return edit(tr("Move a column of %1").arg(toQString(m_table.name)), [&](const DesignedTable& in) {
    return migration::moveColumn(in.metadata, in.table.name, static_cast<std::size_t>(from), static_cast<std::size_t>(to), in.dialect);
  });
}

int PartModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_rows; }

int PartModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_kind->titles().size()); }

bool PartModel::isFlag(int row, int column) const {
  const auto found = table();
  return found && m_kind->value({m_design->metadata(), m_design->dialect(), *found}, row, column).typeId() == QMetaType::Bool;
}

QVariant PartModel::data(const QModelIndex& index, int role) const {
  const auto found = table();
  if (!found || !index.isValid() || index.row() >= m_kind->count(*found)) return {};
  const QVariant value = m_kind->value({m_design->metadata(), m_design->dialect(), *found}, index.row(), index.column());
  const bool flag = value.typeId() == QMetaType::Bool;
  if (role == Qt::CheckStateRole) return flag ? QVariant(value.toBool() ? Qt::Checked : Qt::Unchecked) : QVariant();
  if (role == Qt::DisplayRole || role == Qt::EditRole) return flag ? QVariant() : value;
  if (role == Qt::AccessibleTextRole) return flag ? m_kind->titles().at(index.column()) : value.toString();
  return styleOf(index, role);
}

QVariant PartModel::styleOf(const QModelIndex& index, int role) const {
  if (role != Qt::BackgroundRole && role != Qt::ForegroundRole && role != Qt::ToolTipRole && role != Qt::AccessibleDescriptionRole) return {};
  const QString trouble = troubleAt(index.row(), index.column());
  if (trouble.isEmpty()) return {};
  if (role == Qt::ToolTipRole) return plainToolTip(trouble);
  if (role == Qt::AccessibleDescriptionRole) return trouble;
  return QBrush(Theme::instance().color(role == Qt::BackgroundRole ? Theme::Role::ErrorBackground : Theme::Role::ErrorText));
}

QString PartModel::troubleAt(int row, int column) const {
  QStringList sentences;
  for (const auto& issue : m_design->issues()) {
    const auto& place = issue.place;
    if (place.part != m_kind->part() || place.object.name != m_table.name || place.object.schema != m_table.schema) continue;
    if (static_cast<int>(place.index) == row && m_kind->columnOf(place.field) == column) sentences << toQString(issue.sentence + " " + issue.advice);
  }
  return sentences.join(QLatin1Char('\n'));
}

QVariant PartModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole || section < 0) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return section < columnCount() ? QVariant(m_kind->titles().at(section)) : QVariant();
}

Qt::ItemFlags PartModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  const Qt::ItemFlags base = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  return base | (isFlag(index.row(), index.column()) ? Qt::ItemIsUserCheckable : Qt::ItemIsEditable);
}

bool PartModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || (role != Qt::EditRole && role != Qt::CheckStateRole)) return false;
  const QVariant given = role == Qt::CheckStateRole ? QVariant(value.toInt() == Qt::Checked) : value;
  return edit(tr("Change %1").arg(toQString(m_table.name)), [&](const DesignedTable& in) { return m_kind->edited(in, index.row(), index.column(), given); });
}

}  // namespace joinery::ui

#include "moc_part_model.cpp"
