// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_model.h"

#include <QFont>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

void ResultsModel::open(std::vector<ResultColumn> columns) {
  beginResetModel();
  m_columns = std::move(columns);
  m_batches.clear();
  m_ends.clear();
  endResetModel();
}

void ResultsModel::append(const std::shared_ptr<const RowBatch>& batch) {
  if (batch->rows() == 0) return;
  const int first = rowCount();
  const int end = first + static_cast<int>(batch->rows());
  beginInsertRows({}, first, end - 1);
  m_batches.push_back(batch);
  m_ends.push_back(end);
  endInsertRows();
}

ResultsModel::Place ResultsModel::place(int row) const {
  const auto found = std::ranges::upper_bound(m_ends, row);
  const auto number = static_cast<std::size_t>(found - m_ends.begin());
  const int begin = number == 0 ? 0 : m_ends[number - 1];
  return {m_batches[number].get(), static_cast<std::size_t>(row - begin)};
}

ValueView ResultsModel::value(const QModelIndex& index) const {
  const auto [batch, row] = place(index.row());
  return batch->at(row, static_cast<std::size_t>(index.column()));
}

bool ResultsModel::isPartial(const QModelIndex& index) const {
  const auto [batch, row] = place(index.row());
  return batch->isPartial(row, static_cast<std::size_t>(index.column()));
}

int ResultsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || m_ends.empty() ? 0 : m_ends.back(); }

int ResultsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_columns.size()); }

QVariant ResultsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::DisplayRole) {
    const ValueView cell = value(index);
    return cell.isNull() ? QStringLiteral("NULL") : gridText(cell, column(index.column()).type);
  }
  if (role == Qt::TextAlignmentRole) {
    const bool right = isNumeric(column(index.column()).type.kind) || value(index).storageClass() == StorageClass::Integer ||
                       value(index).storageClass() == StorageClass::Real;
    return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft)));
  }
  if ((role != Qt::ForegroundRole && role != Qt::FontRole) || !value(index).isNull()) return {};
  if (role == Qt::ForegroundRole) return Theme::instance().color(Theme::Role::NullText);
  QFont font;
  font.setItalic(true);
  return font;
}

QVariant ResultsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Vertical || section < 0 || section >= columnCount()) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::DisplayRole) return toQString(column(section).label);
  if (role == Qt::ToolTipRole) return plainToolTip(toQString(column(section).type.declared));
  return {};
}

}  // namespace joinery::ui

#include "moc_results_model.cpp"
