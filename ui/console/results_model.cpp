// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_model.h"

#include <QFont>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

ResultsModel::ResultsModel(QObject* parent) : SlidingModel(parent), m_pages(new ResultPages(this)) {
  connect(m_pages, &ResultPages::failed, this, &ResultsModel::failed);
  connect(m_pages, &ResultPages::rowsRead, this, &ResultsModel::globalRowsChanged);
}

void ResultsModel::open(std::shared_ptr<const BatchSpool> spool) {
  beginResetModel();
  m_pages->setSpool(std::move(spool));
  m_total = 0;
  placeWindow(0);
  endResetModel();
  Q_EMIT globalRowCountChanged();
  grow();
}

void ResultsModel::grow() {
  const std::int64_t total = spool() ? spool()->rows() : 0;
  if (total == m_total) return;
  m_total = total;
  followGlobalRowCount();
  Q_EMIT globalRowCountChanged();
}

int ResultsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || !spool() ? 0 : static_cast<int>(spool()->columns().size());
}

QVariant ResultsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role != Qt::DisplayRole && role != Qt::TextAlignmentRole && role != Qt::ForegroundRole && role != Qt::FontRole) return {};
  if (const auto row = m_pages->row(globalRow(index.row()))) return shown(*row, index.column(), role);
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
  if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(static_cast<qlonglong>(windowStart() + section + 1)) : QVariant();
  if (section < 0 || section >= columnCount()) return {};
  if (role == Qt::DisplayRole) return toQString(column(section).label);
  if (role == Qt::ToolTipRole) return plainToolTip(toQString(column(section).type.declared));
  return {};
}

}  // namespace joinery::ui

#include "moc_results_model.cpp"
