// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pending_changes_model.h"

#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

// An index carries its place: 0 for a table, else 1 + table for a row, and the row's number in the upper half for a cell.
constexpr quintptr kRowShift = 20;
constexpr std::size_t kMostAtOnce = 200;

quintptr rowTag(int group) { return static_cast<quintptr>(group) + 1; }
quintptr cellTag(int group, int row) { return (static_cast<quintptr>(row) + 1) << kRowShift | rowTag(group); }
int groupOf(quintptr tag) { return static_cast<int>(tag & ((quintptr{1} << kRowShift) - 1)) - 1; }
int rowOf(quintptr tag) { return static_cast<int>(tag >> kRowShift) - 1; }

QString operandText(const Operand& operand, const ValueType& type) {
  if (operand.isReference()) return QStringLiteral(":") + toQString(operand.reference().ref);
  return operand.value().isNull() ? QStringLiteral("NULL") : gridText(operand.value(), type);
}

QString keyText(const joinery::Key& key) {
  QStringList parts;
  for (const auto& part : key) parts << operandText(part, ValueType{});
  return parts.join(QStringLiteral(", "));
}

}  // namespace

PendingChangesModel::PendingChangesModel(PendingChanges* changes, std::shared_ptr<const Registry> registry, QObject* parent)
    : QAbstractItemModel(parent), m_changes(changes), m_registry(std::move(registry)) {
  connect(changes, &PendingChanges::changed, this, &PendingChangesModel::follow);
  m_rebuildSoon.setSingleShot(true);
  m_rebuildSoon.setInterval(0);
  connect(&m_rebuildSoon, &QTimer::timeout, this, &PendingChangesModel::rebuild);
  rebuild();
}

/// At once; where they are many, once for all that come before the event loop goes on: a block that is pasted is thousands of changes.
void PendingChangesModel::follow() {
  m_failed = 0;
  if (m_changes->changeSet().changes().size() > kMostAtOnce) return m_rebuildSoon.start();
  m_rebuildSoon.stop();
  rebuild();
}

void PendingChangesModel::rebuild() {
  beginResetModel();
  m_groups.clear();
  for (const auto& change : m_changes->changeSet().changes()) {
    auto group = std::find_if(m_groups.begin(), m_groups.end(), [&](const Group& each) { return each.model == change.model; });
    if (group == m_groups.end()) group = m_groups.insert(m_groups.end(), Group{change.model, {}});
    group->rows.push_back({change.id, static_cast<int>(change.values.size())});
  }
  endResetModel();
}

void PendingChangesModel::setFailed(std::uint64_t change) {
  m_failed = change;
  rebuild();
}

const PendingChangesModel::Row& PendingChangesModel::rowAt(quintptr tag, int row) const {
  return m_groups[static_cast<std::size_t>(groupOf(tag))].rows[static_cast<std::size_t>(rowOf(tag) >= 0 ? rowOf(tag) : row)];
}

const Change* PendingChangesModel::change(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == 0) return nullptr;
  const Change* found = m_changes->changeSet().find(rowAt(index.internalId(), index.row()).change);
  // One that has fewer cells since the last rebuild.
  const bool isOfCell = rowOf(index.internalId()) >= 0;
  return isOfCell && found && static_cast<std::size_t>(index.row()) >= found->values.size() ? nullptr : found;
}

std::string PendingChangesModel::attribute(const QModelIndex& index) const {
  const Change* found = change(index);
  if (!found || rowOf(index.internalId()) < 0) return {};
  return found->values[static_cast<std::size_t>(index.row())].first;
}

QModelIndex PendingChangesModel::index(int row, int column, const QModelIndex& parent) const {
  if (row < 0 || column < 0 || column >= kColumns || row >= rowCount(parent)) return {};
  if (!parent.isValid()) return createIndex(row, column, quintptr{0});
  if (parent.internalId() == 0) return createIndex(row, column, rowTag(parent.row()));
  return createIndex(row, column, cellTag(groupOf(parent.internalId()), parent.row()));
}

QModelIndex PendingChangesModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == 0) return {};
  const auto tag = index.internalId();
  if (rowOf(tag) < 0) return createIndex(groupOf(tag), 0, quintptr{0});
  return createIndex(rowOf(tag), 0, rowTag(groupOf(tag)));
}

int PendingChangesModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(m_groups.size());
  if (parent.column() > 0) return 0;
  if (parent.internalId() == 0) return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].rows.size());
  return rowOf(parent.internalId()) >= 0 ? 0 : rowAt(parent.internalId(), parent.row()).cells;
}

int PendingChangesModel::columnCount(const QModelIndex&) const { return kColumns; }

QVariant PendingChangesModel::tableText(const Group& group, int column) const {
  if (column != What) return {};
  return QStringLiteral("%1 (%2)").arg(toQString(group.model)).arg(group.rows.size());
}

QVariant PendingChangesModel::changeText(const Change& change, int column) const {
  if (column != What) return {};
  switch (change.kind) {
    case Change::Kind::Insert: return tr("Add %1").arg(toQString(change.ref));
    case Change::Kind::Update: return tr("Change %1").arg(keyText(change.key));
    case Change::Kind::Delete: return tr("Delete %1").arg(keyText(change.key));
    case Change::Kind::Link: return tr("Link %1 to %2 %3").arg(keyText(change.key), toQString(change.relationship), keyText(change.to));
    case Change::Kind::Unlink: return tr("Unlink %1 from %2 %3").arg(keyText(change.key), toQString(change.relationship), keyText(change.to));
  }
  return {};
}

QVariant PendingChangesModel::cellText(const Change& change, std::size_t cell, int column) const {
  const auto& [name, operand] = change.values[cell];
  const Model* model = m_registry ? m_registry->find(change.model) : nullptr;
  const auto* attribute = model ? model->attribute(name) : nullptr;
  const ValueType type = attribute ? attribute->column.type : ValueType{};
  if (column == What) return toQString(name);
  if (column == After) return operandText(operand, type);
  const Value* before = change.beforeValue(name);
  return before ? operandText(Operand(*before), type) : QString();
}

QVariant PendingChangesModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto tag = index.internalId();
  const Change* found = change(index);
  if (role == Qt::DisplayRole) {
    if (tag == 0) return tableText(m_groups[static_cast<std::size_t>(index.row())], index.column());
    if (!found) return {};
    return rowOf(tag) < 0 ? changeText(*found, index.column()) : cellText(*found, static_cast<std::size_t>(index.row()), index.column());
  }
  if (!found) return {};
  if (role == ChangeRole) return QVariant::fromValue(static_cast<qulonglong>(found->id));
  if (role == FailedRole) return found->id == m_failed;
  if (role == Qt::BackgroundRole && rowOf(tag) < 0) {
    const auto& theme = Theme::instance();
    if (found->id == m_failed) return theme.color(Theme::Role::ErrorBackground);
    if (found->kind == Change::Kind::Insert || found->kind == Change::Kind::Link) return theme.color(Theme::Role::InsertedRow);
    if (found->kind == Change::Kind::Update) return theme.color(Theme::Role::ChangedCell);
    return theme.color(Theme::Role::DeletedRow);
  }
  return {};
}

QVariant PendingChangesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case What: return tr("Change");
    case Before: return tr("Before");
    case After: return tr("After");
    default: return {};
  }
}

}  // namespace joinery::ui

#include "moc_pending_changes_model.cpp"
