// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pending_changes_model.h"

#include <QFont>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/widgets/plain_tooltip.h"
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

QString keyText(const joinery::Key& key) {
  QStringList parts;
  for (const auto& part : key) parts << pendingText(part, nullptr);
  return parts.join(QStringLiteral(", "));
}

}  // namespace

PendingChangesModel::PendingChangesModel(PendingChanges* changes, std::shared_ptr<const Registry> registry, QObject* parent)
    : QAbstractItemModel(parent), m_changes(changes), m_registry(std::move(registry)) {
  connect(changes, &PendingChanges::changed, this, &PendingChangesModel::follow);
  connect(changes, &PendingChanges::issuesChanged, this, &PendingChangesModel::followIssues);
  connect(changes, &PendingChanges::planChanged, this, &PendingChangesModel::followPlan);
  connect(changes, &PendingChanges::choiceChanged, this, &PendingChangesModel::linesChanged);
  m_rebuildSoon.setSingleShot(true);
  m_rebuildSoon.setInterval(0);
  connect(&m_rebuildSoon, &QTimer::timeout, this, &PendingChangesModel::rebuild);
  rebuild();
}

/// At once; where they are many, once for all that come before the event loop goes on: a block that is pasted is thousands of changes.
void PendingChangesModel::follow() {
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

void PendingChangesModel::linesChanged() {
  const auto tell = [this](const QModelIndex& parent) {
    if (const int rows = rowCount(parent); rows > 0) Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, kColumns - 1, parent));
  };
  tell({});
  for (int table = 0; table < rowCount(); ++table) {
    const QModelIndex parent = index(table, 0);
    tell(parent);
    // The view paints all it shows then anyway.
    if (rowCount(parent) > static_cast<int>(kMostAtOnce)) continue;
    for (int row = 0; row < rowCount(parent); ++row) tell(index(row, 0, parent));
  }
}

void PendingChangesModel::followIssues() {
  m_failed.clear();
  for (const ChangeIssue& issue : m_changes->issues()) m_failed.insert(issue.change);
  linesChanged();
}

void PendingChangesModel::followPlan() {
  if (m_taken.empty() && m_changes->prepared().taken.empty()) return;
  m_taken.clear();
  for (const NeededChange& needed : m_changes->prepared().taken) m_taken.emplace(needed.change, needed.reason);
  linesChanged();
}

void PendingChangesModel::setChoosing(bool choosing) {
  if (choosing == m_choosing) return;
  m_choosing = choosing;
  linesChanged();
}

QModelIndex PendingChangesModel::indexOf(std::uint64_t wanted, const std::string& attribute) const {
  for (std::size_t group = 0; group < m_groups.size(); ++group) {
    const auto& rows = m_groups[group].rows;
    const auto found = std::ranges::find(rows, wanted, &Row::change);
    if (found == rows.end()) continue;
    const QModelIndex line = index(static_cast<int>(found - rows.begin()), 0, index(static_cast<int>(group), 0));
    const Change* change = m_changes->changeSet().find(wanted);
    const auto cell = change ? std::ranges::find(change->values, attribute, &std::pair<std::string, Operand>::first) : Change::Values::const_iterator{};
    if (!change || attribute.empty() || cell == change->values.end()) return line;
    return index(static_cast<int>(cell - change->values.begin()), 0, line);
  }
  return {};
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

std::string PendingChangesModel::table(const QModelIndex& index) const {
  return index.isValid() && index.internalId() == 0 ? m_groups[static_cast<std::size_t>(index.row())].model : std::string();
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

QString PendingChangesModel::noteOf(const Change& change, const std::string& attribute) const {
  const ChangeIssue* issue = m_changes->issueOf(change.id, attribute);
  if (issue) return toQString(issueText(*issue));
  if (!attribute.empty()) return {};
  // What concerns a cell that is not among those that are written is said of the row.
  if (m_failed.contains(change.id))
    for (const ChangeIssue& each : m_changes->issues())
      if (each.change == change.id && !each.attribute.empty() && !change.value(each.attribute)) return tr("%1 %2").arg(toQString(each.attribute), toQString(issueText(each)));
  const auto taken = m_taken.find(change.id);
  return taken == m_taken.end() ? QString() : tr("goes along: %1").arg(toQString(taken->second));
}

QVariant PendingChangesModel::checkState(const QModelIndex& index) const {
  const auto isLeftOut = [this](std::uint64_t id) { return m_changes->leftOut().contains(id); };
  if (index.internalId() != 0) {
    const std::uint64_t id = rowAt(index.internalId(), index.row()).change;
    if (!isLeftOut(id)) return Qt::Checked;
    return m_taken.contains(id) ? Qt::PartiallyChecked : Qt::Unchecked;
  }
  const auto& rows = m_groups[static_cast<std::size_t>(index.row())].rows;
  const auto left = std::ranges::count_if(rows, [&](const Row& row) { return isLeftOut(row.change); });
  if (left == 0) return Qt::Checked;
  return left == std::ssize(rows) ? Qt::Unchecked : Qt::PartiallyChecked;
}

bool PendingChangesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable)) return false;
  std::set<std::uint64_t> leftOut = m_changes->leftOut();
  const auto choose = [&](std::uint64_t id) {
    if (value.toInt() == Qt::Unchecked) leftOut.insert(id);
    else leftOut.erase(id);
  };
  if (index.internalId() != 0) choose(rowAt(index.internalId(), index.row()).change);
  else for (const Row& row : m_groups[static_cast<std::size_t>(index.row())].rows) choose(row.change);
  m_changes->setLeftOut(std::move(leftOut));
  return true;
}

Qt::ItemFlags PendingChangesModel::flags(const QModelIndex& index) const {
  auto flags = QAbstractItemModel::flags(index);
  const bool isLine = index.isValid() && index.column() == What && (index.internalId() == 0 || rowOf(index.internalId()) < 0);
  if (m_choosing && isLine) flags |= Qt::ItemIsUserCheckable;
  return flags;
}

QVariant PendingChangesModel::tint(const Change& change, const std::string& attribute) const {
  const auto& theme = Theme::instance();
  if (!attribute.empty()) return m_changes->issueOf(change.id, attribute) ? QVariant(theme.color(Theme::Role::ErrorBackground)) : QVariant();
  if (m_failed.contains(change.id)) return theme.color(Theme::Role::ErrorBackground);
  if (change.kind == Change::Kind::Insert || change.kind == Change::Kind::Link) return theme.color(Theme::Role::InsertedRow);
  return theme.color(change.kind == Change::Kind::Update ? Theme::Role::ChangedCell : Theme::Role::DeletedRow);
}

QVariant PendingChangesModel::changeText(const Change& change, int column) const {
  if (column == Note) return noteOf(change, {});
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
  if (column == Note) return noteOf(change, name);
  const Model* model = m_registry ? m_registry->find(change.model) : nullptr;
  const auto* attribute = model ? model->attribute(name) : nullptr;
  const schema::Column* described = attribute ? &attribute->column : nullptr;
  if (column == What) return toQString(name);
  if (column == After) return pendingText(operand, described);
  const Value* before = change.beforeValue(name);
  return before ? pendingText(Operand(*before), described) : QString();
}

/// Muted, as what only the database will know.
QVariant PendingChangesModel::styleOfDefault(const Change& change, const std::string& name, int role) const {
  if (role == Qt::ForegroundRole) return Theme::instance().color(Theme::Role::NullText);
  const Model* model = m_registry ? m_registry->find(change.model) : nullptr;
  const Attribute* attribute = model ? model->attribute(name) : nullptr;
  if (role == Qt::ToolTipRole) return attribute ? QVariant(plainToolTip(defaultNote(attribute->column))) : QVariant();
  QFont font;
  font.setItalic(true);
  return font;
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
  if (role == Qt::CheckStateRole) return flags(index) & Qt::ItemIsUserCheckable ? checkState(index) : QVariant();
  if (!found) return {};
  const std::string cell = attribute(index);
  if (role == ChangeRole) return QVariant::fromValue(static_cast<qulonglong>(found->id));
  if (role == AttributeRole) return toQString(cell);
  if (role == FailedRole) return cell.empty() ? m_failed.contains(found->id) : m_changes->issueOf(found->id, cell) != nullptr;
  if (role == Qt::BackgroundRole) return tint(*found, cell);
  if (!cell.empty() && index.column() == After && found->value(cell)->isDefault() && (role == Qt::ForegroundRole || role == Qt::FontRole || role == Qt::ToolTipRole)) return styleOfDefault(*found, cell, role);
  if (role == Qt::ForegroundRole && index.column() == Note && (m_failed.contains(found->id))) return Theme::instance().color(Theme::Role::ErrorText);
  if (role == Qt::FontRole && cell.empty() && index.column() == What && found->kind == Change::Kind::Delete) {
    QFont font;
    font.setStrikeOut(true);
    return font;
  }
  if (role == Qt::AccessibleDescriptionRole || (role == Qt::ToolTipRole && index.column() == Note)) {
    const QString note = noteOf(*found, cell);
    return role == Qt::ToolTipRole ? plainToolTip(note) : QVariant(note);
  }
  return {};
}

QVariant PendingChangesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case What: return tr("Change");
    case Before: return tr("Before");
    case After: return tr("After");
    case Note: return tr("Note");
    default: return {};
  }
}

}  // namespace joinery::ui

#include "moc_pending_changes_model.cpp"
