// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/relationship_grid.h"

#include <QBrush>
#include <QFont>

#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

RelationshipGrid::RelationshipGrid(DeclarationEdits* edits, QObject* parent) : QAbstractTableModel(parent), m_edits(edits) {
  connect(edits, &DeclarationEdits::changed, this, &RelationshipGrid::follow);
}

void RelationshipGrid::setModel(const std::string& model) {
  beginResetModel();
  m_model = model;
  m_rows = declaredRelationships(m_edits->registry(), m_edits->declarations(), model);
  endResetModel();
}

/// Rows stay where they are as long as there are as many, so that the current cell stays.
void RelationshipGrid::follow() {
  auto rows = declaredRelationships(m_edits->registry(), m_edits->declarations(), m_model);
  if (rows.size() != m_rows.size()) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    return;
  }
  m_rows = std::move(rows);
  if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RelationshipGrid::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int RelationshipGrid::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString RelationshipGrid::text(const DeclaredRelationship& row, int column) const {
  switch (column) {
    case Name: return toQString(row.name);
    case Kind: return kindText(row.kind);
    case Target: return toQString(row.target);
    case Via: return toQString(row.via);
    default: return row.isVirtual() ? tr("declared here") : row.isRenamed() ? tr("database: %1").arg(toQString(row.automapName)) : tr("database");
  }
}

QVariant RelationshipGrid::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const DeclaredRelationship& row = relationship(index.row());
  const bool isWrong = !row.problem.empty() && index.column() == Name;
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return text(row, index.column());
    case Qt::FontRole: {
      QFont font;
      font.setBold(index.column() == Name && (row.isRenamed() || row.isVirtual()));
      return font;
    }
    case Qt::BackgroundRole: return isWrong ? QVariant(QBrush(Theme::instance().color(Theme::Role::ErrorBackground))) : QVariant();
    case Qt::ForegroundRole: return isWrong ? QVariant(QBrush(Theme::instance().color(Theme::Role::ErrorText))) : QVariant();
    case Qt::ToolTipRole: return isWrong ? QVariant(plainToolTip(tr("It is left out: %1.").arg(toQString(row.problem)))) : QVariant();
    case Qt::AccessibleDescriptionRole: return isWrong ? toQString(row.problem) : QString();
    default: return {};
  }
}

QVariant RelationshipGrid::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole || section < 0) return {};
  if (orientation == Qt::Vertical) return section + 1;
  const QStringList titles{tr("Name"), tr("Kind"), tr("To"), tr("Via"), tr("From")};
  return section < ColumnCount ? QVariant(titles[section]) : QVariant();
}

Qt::ItemFlags RelationshipGrid::flags(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  const Qt::ItemFlags base = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  return index.column() == Name ? base | Qt::ItemIsEditable : base;
}

QString RelationshipGrid::problemOf(int row, const QString& name) const {
  const DeclaredRelationship& changed = relationship(row);
  const std::string given = toStdString(name.trimmed());
  if (changed.isVirtual() && given.empty()) return tr("A relationship that is declared here needs a name.");
  return newProblem(m_edits->registry(), m_edits->declarations(), withName(m_edits->declarations(), m_edits->registry(), m_model, changed, given), m_model);
}

bool RelationshipGrid::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || index.column() != Name || role != Qt::EditRole) return false;
  const QString problem = problemOf(index.row(), value.toString());
  if (!problem.isEmpty()) {
    Q_EMIT refused(problem);
    return false;
  }
  const DeclaredRelationship changed = relationship(index.row());
  m_edits->edit(tr("Rename %1.%2").arg(toQString(m_model), toQString(changed.name)),
                withName(m_edits->declarations(), m_edits->registry(), m_model, changed, toStdString(value.toString().trimmed())));
  return true;
}

}  // namespace joinery::ui

#include "moc_relationship_grid.cpp"
