// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/grid_model.h"

#include <algorithm>

#include "orm/changes/seen_row.h"
#include "ui/changes/cell_text.h"
#include "ui/grid/pending_label.h"
#include "ui/value/typed_value.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

GridModel::GridModel(PageSource* source, PendingChanges* changes, QObject* parent)
    : SlidingModel(parent), m_source(source), m_changes(changes) {
  connect(source, &PageSource::rowCountChanged, this, &GridModel::followGlobalRowCount);
  connect(source, &PageSource::pageRead, this, [this](qint64 first, qint64 rows) {
    std::erase_if(m_overlays, [](const auto& overlay) { return overlay.second.batch.expired(); });
    globalRowsChanged(first + insertedCount(), rows);
  });
  connect(changes, &PendingChanges::changed, this, &GridModel::changesChanged);
  connect(changes, &PendingChanges::issuesChanged, this, &GridModel::repaintAll);
  reload();
}

GridModel::~GridModel() = default;

void GridModel::reload() {
  beginResetModel();
  m_overlays.clear();
  m_keyColumns.clear();
  m_inserts.clear();
  if (const Model* mapped = model()) {
    for (const auto& name : mapped->keyAttributes()) m_keyColumns.push_back(mapped->attributeIndex(name));
    m_inserts = insertedRefs();
  }
  placeWindow(0);
  endResetModel();
}

const Model* GridModel::model() const { return m_source->query() ? &m_source->query()->model() : nullptr; }

void GridModel::setLabelColumns(std::unordered_map<int, int> labelColumns) { m_labelColumns = std::move(labelColumns); }

std::int64_t GridModel::globalRowCount() const { return m_source->rowCount() + insertedCount(); }

std::vector<std::string> GridModel::insertedRefs() const {
  std::vector<std::string> refs;
  if (!model()) return refs;
  for (const Change* change : m_changes->inserts(model()->name)) refs.push_back(change->ref);
  return refs;
}

void GridModel::changesChanged() {
  m_overlays.clear();
  const auto inserts = insertedRefs();
  if (inserts.size() != m_inserts.size()) {
    // Added rows stand above all others, so every row moves.
    beginResetModel();
    m_inserts = inserts;
    placeWindow(windowStart());
    endResetModel();
    return;
  }
  m_inserts = inserts;
  repaintAll();
}

void GridModel::repaintAll() {
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const Attribute* GridModel::attribute(int column) const {
  const Model* mapped = model();
  if (!mapped || column < 0 || column >= static_cast<int>(mapped->attributes.size())) return nullptr;
  return &mapped->attributes[static_cast<std::size_t>(column)];
}

EditedColumn GridModel::editedColumn(int column) const { return {m_source->database(), m_source->query()->select().registry(), model(), attribute(column)}; }

const Change* GridModel::inserted(int row) const {
  const auto global = globalRow(row);
  return global < insertedCount() ? m_changes->insertByRef(m_inserts[static_cast<std::size_t>(global)]) : nullptr;
}

std::string GridModel::insertedRef(int row) const { return insertedRefAt(globalRow(row)); }

std::string GridModel::insertedRefAt(std::int64_t globalRow) const {
  return globalRow >= 0 && globalRow < insertedCount() ? m_inserts[static_cast<std::size_t>(globalRow)] : std::string();
}

std::optional<PageSource::Row> GridModel::storedRow(int row) const {
  const auto stored = storedIndex(row);
  return stored < 0 ? std::nullopt : m_source->row(stored);
}

std::vector<Value> GridModel::key(int row) const {
  const auto stored = storedRow(row);
  return stored ? keyOf(*stored->batch, stored->row) : std::vector<Value>();
}

std::vector<Value> GridModel::keyOf(const RowBatch& rows, std::size_t row) const {
  std::vector<Value> values;
  for (const int column : m_keyColumns) {
    // A key that was cut names another row, or none.
    if (rows.isPartial(row, static_cast<std::size_t>(column))) return {};
    values.emplace_back(rows.at(row, static_cast<std::size_t>(column)));
  }
  return values;
}

const Change* GridModel::changeOf(int row) const {
  if (const Change* change = inserted(row)) return change;
  if (m_changes->isEmpty() || m_keyColumns.empty()) return nullptr;
  const auto stored = storedRow(row);
  if (!stored) return nullptr;
  // What is looked up for a whole batch would be old again with the next cell.
  if (m_changes->isInGroup()) return m_changes->changeOf(model()->name, keyOf(*stored->batch, stored->row));
  Overlay& overlay = m_overlays[stored->batch.get()];
  if (overlay.generation != m_changes->generation() || overlay.batch.lock() != stored->batch) {
    overlay.batch = stored->batch;
    overlay.generation = m_changes->generation();
    overlay.changes.clear();
    const std::string& name = model()->name;
    for (std::size_t i = 0; i < stored->batch->rows(); ++i) overlay.changes.push_back(m_changes->changeOf(name, keyOf(*stored->batch, i)));
  }
  return overlay.changes[stored->row];
}

std::optional<Value> GridModel::value(const QModelIndex& index) const {
  const Attribute* shown = attribute(index.column());
  if (!shown) return std::nullopt;
  if (const Change* change = changeOf(index.row())) {
    if (const Operand* operand = change->value(shown->name); operand && !operand->isReference()) return operand->isValue() ? operand->value() : Value::null();
    if (change->kind == Change::Kind::Insert) return Value::null();
  }
  const auto stored = storedRow(index.row());
  if (!stored) return std::nullopt;
  return Value(stored->batch->at(stored->row, static_cast<std::size_t>(index.column())));
}

std::uint64_t GridModel::fullSize(const QModelIndex& index) const {
  const Attribute* shown = attribute(index.column());
  const Change* change = shown ? changeOf(index.row()) : nullptr;
  if (!shown || (change && change->value(shown->name))) return 0;
  const auto stored = storedRow(index.row());
  return stored ? stored->batch->fullSize(stored->row, static_cast<std::size_t>(index.column())) : 0;
}

bool GridModel::hasLargeKey(int row) const { return !m_keyColumns.empty() && storedRow(row) && key(row).empty(); }

QString GridModel::readOnlyReason(const QModelIndex& index, Cells cells) const {
  const Attribute* shown = attribute(index.column());
  if (!shown) return tr("There is nothing to edit.");
  if (const auto reason = model()->readOnlyReason(); !reason.empty()) return toQString(reason);
  if (shown->column.isComputed()) return tr("%1 is computed by the database.").arg(toQString(shown->name));
  if (inserted(index.row())) return {};
  if (isGone(index.row())) return tr("The row was deleted elsewhere; refreshing takes it away.");
  if (!storedRow(index.row())) return tr("The row is still being read.");
  if (hasLargeKey(index.row())) return tr("The key of this row is too large for the row to be changed by it.");
  if (cells == Cells::Typed && isPartial(index)) return tr("Only the beginning of this value was read; the value viewer (F4) loads all of it.");
  if (!shown->column.isWritable()) return tr("The database makes the values of %1.").arg(toQString(shown->name));
  if (rowState(index.row()) == RowState::Deleted) return tr("The row is marked for deletion.");
  if (m_changes->isCommitting()) return tr("The changes are being committed.");
  return {};
}

bool GridModel::setValue(const QModelIndex& index, const Value& value) { return write(index, value); }

bool GridModel::setDefault(const QModelIndex& index) { return write(index, Operand::Default{}); }

bool GridModel::write(const QModelIndex& index, const Operand& value) {
  if (const QString reason = readOnlyReason(index); !reason.isEmpty()) {
    Q_EMIT rejected(reason);
    return false;
  }
  const std::string& name = attribute(index.column())->name;
  if (const Change* change = inserted(index.row())) {
    m_changes->setInsertedCell(change->ref, name, value);
    return true;
  }
  const auto stored = storedRow(index.row());
  const Value before(stored->batch->at(stored->row, static_cast<std::size_t>(index.column())));
  m_changes->setCell(model()->name, key(index.row()), name, before, value, seenRow(*model(), *stored->batch, stored->row));
  return true;
}

bool GridModel::setValue(const QModelIndex& index, const Value& value, const ValueEditor::Along& along) {
  if (along.empty()) return setValue(index, value);
  m_changes->beginGroup(tr("Choose a row"));
  bool isSet = setValue(index, value);
  for (const auto& [attribute, part] : along) isSet = isSet && setValue(index.siblingAtColumn(model()->attributeIndex(attribute->name)), part);
  m_changes->endGroup();
  return isSet;
}

int GridModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || !model() ? 0 : static_cast<int>(model()->attributes.size());
}

bool GridModel::isGone(int row) const {
  const auto stored = storedIndex(row);
  return stored >= 0 && m_source->isGone(stored);
}

GridModel::RowState GridModel::rowState(int row) const {
  if (isGone(row)) return RowState::Deleted;
  const Change* change = changeOf(row);
  if (!change) return RowState::Unchanged;
  switch (change->kind) {
    case Change::Kind::Insert: return RowState::Inserted;
    case Change::Kind::Delete: return RowState::Deleted;
    default: return RowState::Updated;
  }
}

QVariant GridModel::displayText(const QModelIndex& index) const {
  if (isGone(index.row())) return index.column() == 0 ? tr("deleted elsewhere") : QString();
  const Attribute& shown = *attribute(index.column());
  if (const Change* change = changeOf(index.row())) {
    if (const Operand* operand = change->value(shown.name)) return pendingText(*operand, &shown.column);
    // The database fills what an added row leaves open.
    if (change->kind == Change::Kind::Insert) return shown.column.hasGeneratedValue() || shown.column.defaultExpression ? tr("default") : QStringLiteral("NULL");
  }
  const auto stored = storedRow(index.row());
  if (!stored) return {};
  const auto column = static_cast<std::size_t>(index.column());
  const auto cell = stored->batch->at(stored->row, column);
  return cell.isNull() ? QStringLiteral("NULL") : gridText(cell, shown.column.type, stored->batch->fullSize(stored->row, column));
}

bool GridModel::isDefault(const QModelIndex& index) const {
  const Attribute* shown = attribute(index.column());
  const Change* change = shown ? changeOf(index.row()) : nullptr;
  const Operand* operand = change ? change->value(shown->name) : nullptr;
  return operand && operand->isDefault();
}

/// An added row's default, a default that is set, or the key of another row.
QString GridModel::unknownText(const QModelIndex& index) const {
  const auto current = value(index);
  const QString text = current && current->isNull() ? displayText(index).toString() : QString();
  return text == QLatin1String("NULL") ? QString() : text;
}

/// What is wrong with a row as a whole is said at its first cell.
QString GridModel::issueOf(const QModelIndex& index) const {
  if (m_changes->issues().empty()) return {};
  const Change* change = changeOf(index.row());
  const ChangeIssue* issue = change ? m_changes->issueOf(change->id, attribute(index.column())->name) : nullptr;
  if (change && !issue && index.column() == 0) issue = m_changes->issueOf(change->id, {});
  return issue ? toQString(issueText(*issue)) : QString();
}

QString GridModel::label(const QModelIndex& index) const {
  const auto found = m_labelColumns.find(index.column());
  if (found == m_labelColumns.end()) return {};
  const auto stored = storedRow(index.row());
  const Change* change = changeOf(index.row());
  const bool isPending = change && change->kind != Change::Kind::Delete;
  const auto reference = isPending ? referenceOf(m_source->query()->select().registry(), *model(), *attribute(index.column())) : std::nullopt;
  const auto isChanged = [change](const Attribute* part) { return change->value(part->name) != nullptr; };
  if (reference && (!stored || std::ranges::any_of(reference->attributes, isChanged))) {
    return pendingLabel(*m_source->database(), *m_changes, *reference, [&](const Attribute& part) -> std::optional<Operand> {
      if (const Operand* operand = change->value(part.name)) return *operand;
      const auto column = static_cast<std::size_t>(&part - model()->attributes.data());
      return stored ? std::optional<Operand>(Value(stored->batch->at(stored->row, column))) : std::nullopt;
    });
  }
  if (!stored) return {};
  const auto text = stored->batch->at(stored->row, static_cast<std::size_t>(found->second));
  return text.isNull() ? QString() : gridText(text, ValueType{});
}

QVariant GridModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Attribute* shown = attribute(index.column());
  if (!shown) return {};
  switch (role) {
    case Qt::DisplayRole: return displayText(index);
    case Qt::EditRole: {
      const auto current = value(index);
      return current && !current->isNull() ? toQString(joinery::displayText(*current, shown->column.type)) : QString();
    }
    case Qt::TextAlignmentRole: {
      // A foreign key stands beside the label of its row, which goes on to the right.
      const bool right = isNumeric(shown->column.type.kind) && !shown->isForeignKey;
      return QVariant::fromValue(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    case NullRole: {
      const Change* change = changeOf(index.row());
      if (change && change->kind == Change::Kind::Insert && !change->value(shown->name)) return true;
      const auto current = value(index);
      return current && current->isNull();
    }
    case RowStateRole: return static_cast<int>(rowState(index.row()));
    case CellChangedRole: {
      const Change* change = changeOf(index.row());
      return change && change->kind == Change::Kind::Update && change->value(shown->name);
    }
    case LabelRole: {
      const QString text = label(index);
      return text.isEmpty() ? QVariant() : text;
    }
    case LoadedRole: return inserted(index.row()) || isGone(index.row()) || storedRow(index.row());
    case IssueRole:
    case Qt::AccessibleDescriptionRole: return issueOf(index);
    case Qt::ToolTipRole: {
      const QString issue = issueOf(index);
      const QString reason = issue.isEmpty() ? readOnlyReason(index) : issue;
      return plainToolTip(reason.isEmpty() && isDefault(index) ? defaultNote(shown->column) : reason);
    }
    default: return {};
  }
}

bool GridModel::setData(const QModelIndex& index, const QVariant& text, int role) {
  const Attribute* shown = attribute(index.column());
  if (role != Qt::EditRole || !shown) return false;
  const auto value = typedValue(toStdString(text.toString()), shown->column, this->value(index).value_or(Value()));
  if (!value) {
    Q_EMIT rejected(toQString(value.error().message()));
    return false;
  }
  return setValue(index, *value);
}

QVariant GridModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Vertical) {
    if (role != Qt::DisplayRole) return {};
    const auto global = globalRow(section);
    if (global < insertedCount()) return QStringLiteral("+");
    const auto stored = global - insertedCount();
    if (m_source->isPlaceGuessed(stored)) return QStringLiteral("~%1").arg(stored + 1);
    return static_cast<qlonglong>(stored + 1);
  }
  const Attribute* shown = attribute(section);
  if (!shown) return {};
  if (role == Qt::DisplayRole) return toQString(shown->name);
  if (role == Qt::ToolTipRole) {
    QString text = tr("%1\n%2%3").arg(toQString(shown->name), toQString(shown->column.type.declared), shown->column.nullable ? QString() : tr(" NOT NULL"));
    if (shown->isKey) text += tr("\nKey");
    if (shown->isForeignKey) text += tr("\nForeign key: Ctrl+click follows it");
    if (!shown->column.comment.empty()) text += QLatin1Char('\n') + toQString(shown->column.comment);
    return plainToolTip(text);
  }
  return {};
}

Qt::ItemFlags GridModel::flags(const QModelIndex& index) const {
  auto flags = QAbstractTableModel::flags(index);
  if (index.isValid() && readOnlyReason(index).isEmpty()) flags |= Qt::ItemIsEditable;
  return flags;
}

}  // namespace joinery::ui

#include "moc_grid_model.cpp"
