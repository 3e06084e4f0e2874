// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/difference_model.h"

#include <QFont>
#include <algorithm>
#include <map>

#include "orm/difference/overloaded.h"
#include "ui/designer/diagram/diagram_contents.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

/// The id of a group's line; that of an operation's line is the group's place.
constexpr quintptr kGroupLine = ~quintptr{0};

QString iconOf(const migration::Operation& operation) {
  return QString::fromLatin1(std::visit(
      migration::Overloaded{
          [](const auto&) { return "schema"; },
          [](const migration::CreateTable& each) { return each.object.isView() ? "view" : "table"; },
          [](const migration::DropTable& each) { return each.object.isView() ? "view" : "table"; },
          [](const migration::ReplaceView&) { return "view"; },
          [](const migration::Rename& each) { return each.kind == migration::RenameKind::Table ? "table" : "schema"; },
          [](const migration::AddColumn&) { return "column"; },
          [](const migration::DropColumn&) { return "column"; },
          [](const migration::RenameColumn&) { return "column"; },
          [](const migration::AlterColumn&) { return "column"; },
          [](const migration::SetPrimaryKey&) { return "key"; },
          [](const migration::AddPart<schema::UniqueKey>&) { return "key"; },
          [](const migration::DropPart<schema::UniqueKey>&) { return "key"; },
          [](const migration::AddPart<schema::ForeignKey>&) { return "foreign_key"; },
          [](const migration::DropPart<schema::ForeignKey>&) { return "foreign_key"; },
          [](const migration::AddPart<schema::Index>&) { return "index"; },
          [](const migration::DropPart<schema::Index>&) { return "index"; },
          [](const migration::AddPart<schema::Trigger>&) { return "trigger"; },
          [](const migration::DropPart<schema::Trigger>&) { return "trigger"; },
          [](const migration::SetTableOptions&) { return "table"; },
          [](const migration::DataStep&) { return "console"; },
      },
      operation));
}

}  // namespace

DifferenceModel::DifferenceModel(QObject* parent) : QAbstractItemModel(parent) {}

void DifferenceModel::setContents(std::shared_ptr<const DifferenceContents> contents) {
  beginResetModel();
  m_contents = std::move(contents);
  m_groups.clear();
  std::map<QualifiedName, std::size_t> places;
  for (std::size_t i = 0; m_contents && i < m_contents->operations.size(); ++i) {
    const QualifiedName table = m_contents->shown ? diagramName(*m_contents->shown, m_contents->tables[i]) : m_contents->tables[i];
    const auto [place, isNew] = places.emplace(table, m_groups.size());
    if (isNew) {
      Group group;
      group.table = table;
      if (const auto change = m_contents->changes.tables.find(table); change != m_contents->changes.tables.end()) group.change = change->second.change;
      if (const auto found = m_contents->shown && !table.isEmpty() ? m_contents->shown->find(table) : nullptr) group.isView = found->isView();
      m_groups.push_back(std::move(group));
    }
    m_groups[place->second].operations.push_back(i);
  }
  endResetModel();
}

int DifferenceModel::operationAt(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == kGroupLine) return -1;
  return static_cast<int>(m_groups[index.internalId()].operations[static_cast<std::size_t>(index.row())]);
}

QModelIndex DifferenceModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) : kGroupLine);
}

QModelIndex DifferenceModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == kGroupLine) return {};
  return createIndex(static_cast<int>(index.internalId()), 0, kGroupLine);
}

int DifferenceModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(m_groups.size());
  if (parent.internalId() != kGroupLine || parent.column() != 0) return 0;
  return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].operations.size());
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (index.internalId() == kGroupLine) return groupData(m_groups[static_cast<std::size_t>(index.row())], index.column(), role);
  return operationData(m_contents->operations[static_cast<std::size_t>(operationAt(index))], index.column(), role);
}

QVariant DifferenceModel::groupData(const Group& group, int column, int role) const {
  const bool hasWarning = std::ranges::any_of(group.operations, [&](std::size_t each) { return migration::isDestructive(m_contents->operations[each]); });
  if (role == Qt::DisplayRole && column == What) return group.table.isEmpty() ? tr("Types and others") : toQString(group.table.toString());
  if (role == Qt::DisplayRole) return hasWarning ? tr("Loses data") : QString();
  if (role == Qt::DecorationRole && column == What) return icon(group.table.isEmpty() ? QStringLiteral("schema") : group.isView ? QStringLiteral("view") : QStringLiteral("table"));
  if (role == Qt::DecorationRole) return hasWarning ? icon(QStringLiteral("warning")) : QVariant();
  if (role == Qt::ForegroundRole && column == Warning) return Theme::instance().color(Theme::Role::ErrorText);
  if (role == Qt::BackgroundRole && group.change == CardChange::Added) return Theme::instance().color(Theme::Role::InsertedRow);
  if (role == Qt::BackgroundRole && group.change == CardChange::Dropped) return Theme::instance().color(Theme::Role::DeletedRow);
  if (role != Qt::FontRole || column != What) return {};
  QFont font;
  font.setBold(true);
  font.setStrikeOut(group.change == CardChange::Dropped);
  return font;
}

QVariant DifferenceModel::operationData(const migration::Operation& operation, int column, int role) const {
  const bool isDestructive = migration::isDestructive(operation);
  switch (role) {
    case Qt::DisplayRole: return column == What ? toQString(migration::description(operation)) : warningOf(operation);
    case Qt::ToolTipRole: return plainToolTip(column == What ? toQString(migration::description(operation)) : warningOf(operation));
    case Qt::DecorationRole:
      if (column == What) return icon(iconOf(operation));
      return isDestructive ? icon(QStringLiteral("warning")) : migration::whyIrreversible(operation) ? icon(QStringLiteral("information")) : QVariant();
    case Qt::ForegroundRole:
      if (column == Warning) return Theme::instance().color(isDestructive ? Theme::Role::ErrorText : Theme::Role::WarningText);
      return {};
    // One by one, whatever the eye makes of icons.
    case Qt::AccessibleTextRole: {
      const QString warning = warningOf(operation);
      const QString text = toQString(migration::description(operation));
      return column == Warning ? warning : warning.isEmpty() ? text : tr("%1. %2").arg(text, warning);
    }
    default: return {};
  }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == What ? tr("Change") : tr("What is lost");
}

}  // namespace joinery::ui

#include "moc_difference_model.cpp"
