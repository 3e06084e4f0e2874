// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_model.h"

#include <QFont>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

ResultsModel::ResultsModel(QObject* parent) : QAbstractTableModel(parent), m_pages(new ResultPages(this)) {
  connect(m_pages, &ResultPages::failed, this, &ResultsModel::failed);
  connect(m_pages, &ResultPages::rowsRead, this, [this](qint64 first, qint64 rows) {
    const auto from = std::max<std::int64_t>(0, first - m_windowStart);
    const auto to = std::min<std::int64_t>(m_rows, first + rows - m_windowStart) - 1;
    if (from <= to) Q_EMIT dataChanged(index(static_cast<int>(from), 0), index(static_cast<int>(to), columnCount() - 1));
  });
}

void ResultsModel::open(std::shared_ptr<const BatchSpool> spool) {
  beginResetModel();
  m_pages->setSpool(std::move(spool));
  m_total = 0;
  m_windowStart = 0;
  m_rows = 0;
  endResetModel();
  Q_EMIT globalRowCountChanged();
  grow();
}

void ResultsModel::grow() {
  const std::int64_t total = spool() ? spool()->rows() : 0;
  if (total == m_total) return;
  m_total = total;
  const int rows = static_cast<int>(std::min(kMostRows, total - m_windowStart));
  if (rows > m_rows) {
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
  }
  Q_EMIT globalRowCountChanged();
}

void ResultsModel::setWindowStart(std::int64_t globalRow) {
  const auto start = std::clamp<std::int64_t>(globalRow, 0, std::max<std::int64_t>(0, m_total - kMostRows));
  if (start == m_windowStart) return;
  beginResetModel();
  m_windowStart = start;
  m_rows = static_cast<int>(std::min(kMostRows, m_total - start));
  endResetModel();
}

int ResultsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_rows; }

int ResultsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || !spool() ? 0 : static_cast<int>(spool()->columns().size());
}

QVariant ResultsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role != Qt::DisplayRole && role != Qt::TextAlignmentRole && role != Qt::ForegroundRole && role != Qt::FontRole) return {};
  if (const auto row = m_pages->row(m_windowStart + index.row())) return shown(*row, index.column(), role);
  if (role == Qt::DisplayRole) return QStringLiteral("…");
  if (role == Qt::ForegroundRole) return Theme::instance().color(Theme::Role::Placeholder);
  return {};
}

QVariant ResultsModel::shown(const ResultPages::Row& row, int column, int role) const {
  const auto position = static_cast<std::size_t>(column);
  const ValueView cell = row.batch->at(row.row, position);
  const ValueType& type = this->column(column).type;
  if (role == Qt::DisplayRole) return cell.isNull() ? QStringLiteral("NULL") : gridText(cell, type, row.batch->fullSize(row.row, position));
  if (role == Qt::TextAlignmentRole) {
    const bool right = isNumeric(type.kind) || cell.storageClass() == StorageClass::Integer || cell.storageClass() == StorageClass::Real;
    return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft)));
  }
  if (!cell.isNull()) return {};
  if (role == Qt::ForegroundRole) return Theme::instance().color(Theme::Role::NullText);
  QFont font;
  font.setItalic(true);
  return font;
}

QVariant ResultsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(static_cast<qlonglong>(m_windowStart + section + 1)) : QVariant();
  if (section < 0 || section >= columnCount()) return {};
  if (role == Qt::DisplayRole) return toQString(column(section).label);
  if (role == Qt::ToolTipRole) return plainToolTip(toQString(column(section).type.declared));
  return {};
}

}  // namespace joinery::ui

#include "moc_results_model.cpp"
