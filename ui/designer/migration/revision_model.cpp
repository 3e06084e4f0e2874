// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/revision_model.h"

#include <QFont>
#include <algorithm>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

RevisionModel::RevisionModel(RevisionHistory* history, QObject* parent) : QAbstractTableModel(parent), m_history(history) {
  connect(history, &RevisionHistory::changed, this, &RevisionModel::follow);
}

void RevisionModel::follow() {
  beginResetModel();
  m_chain = m_history->chain();
  m_applied = m_history->applied();
  endResetModel();
}

void RevisionModel::setUnsaved(std::size_t operations) {
  if (operations == m_unsaved) return;
  beginResetModel();
  m_unsaved = operations;
  endResetModel();
}

int RevisionModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid()) return 0;
  return 1 + (m_chain ? static_cast<int>(m_chain->revisions().size()) : 0) + (m_unsaved > 0 ? 1 : 0);
}

const migration::Revision* RevisionModel::revision(int row) const {
  if (!m_chain || row < 1 || row > static_cast<int>(m_chain->revisions().size())) return nullptr;
  return &m_chain->revisions()[static_cast<std::size_t>(row - 1)];
}

int RevisionModel::rowOf(const QString& id) const {
  if (id.isEmpty()) return 0;
  for (int row = 1; row < rowCount(); ++row)
    if (const auto* each = revision(row); each && toQString(each->id) == id) return row;
  return -1;
}

bool RevisionModel::isHere(int row) const {
  const auto& standing = m_history->standing();
  if (!standing || isUnsaved(row)) return false;
  const auto* each = revision(row);
  return standing->isKnown && standing->id == (each ? each->id : std::string());
}

QString RevisionModel::stateText(int row) const {
  const auto& standing = m_history->standing();
  const auto* each = revision(row);
  if (isUnsaved(row)) return tr("Not saved");
  if (!standing) return {};
  if (each && standing->interrupted && standing->interrupted->id == each->id) return tr("Interrupted");
  if (isHere(row)) return tr("The database is here");
  if (isBase(row)) return {};
  return m_applied.contains(toQString(each->id)) ? tr("Applied") : tr("Pending");
}

QString RevisionModel::stateIcon(int row) const {
  const auto& standing = m_history->standing();
  const auto* each = revision(row);
  if (each && standing && standing->interrupted && standing->interrupted->id == each->id) return QStringLiteral("warning");
  if (isHere(row)) return QStringLiteral("forward");
  if (each && m_applied.contains(toQString(each->id))) return QStringLiteral("commit");
  return isUnsaved(row) ? QStringLiteral("add") : QString();
}

QString RevisionModel::text(int row, int column) const {
  if (column == State) return stateText(row);
  if (isUnsaved(row)) return column == Message ? tr("The design: %1 changes since the last revision").arg(m_unsaved) : QString();
  const auto* each = revision(row);
  if (!each) return column == Message ? tr("Before the first revision") : QString();
  if (column == Id) return toQString(each->id);
  return toQString(column == Message ? each->message : each->parent);
}

QVariant RevisionModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::DisplayRole) return text(index.row(), index.column()).simplified();
  if (role == Qt::ToolTipRole) return plainToolTip(text(index.row(), index.column()));
  if (role == Qt::DecorationRole && index.column() == State)
    if (const QString name = stateIcon(index.row()); !name.isEmpty()) return icon(name);
  if (role != Qt::FontRole || !(isHere(index.row()) || isUnsaved(index.row()) || isBase(index.row()))) return {};
  QFont font;
  font.setBold(isHere(index.row()));
  font.setItalic(!revision(index.row()));
  return font;
}

QVariant RevisionModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case State: return tr("In the database");
    case Id: return tr("Revision");
    case Message: return tr("Message");
    default: return tr("Follows");
  }
}

}  // namespace joinery::ui

#include "moc_revision_model.cpp"
