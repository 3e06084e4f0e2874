// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/column_mapping.h"

#include <QColor>
#include <QFont>

#include <algorithm>
#include <array>
#include <set>

#include "orm/core/ascii_case.h"
#include "ui/transfer/import_preview.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr std::array kMadeKinds{TypeKind::Text, TypeKind::Integer, TypeKind::Numeric, TypeKind::Real, TypeKind::Boolean, TypeKind::Date, TypeKind::Timestamp, TypeKind::Blob, TypeKind::Json};

QString leftOut() { return ColumnMappingModel::tr("left out"); }

QString firstValue(const ImportPreview& preview, std::size_t column) {
  for (const SourceRow& row : preview.rows)
    if (column < row.cells.size() && row.mistake.empty())
      if (const QString text = cellPreview(row.cells[column]); !text.isEmpty()) return text;
  return {};
}

}  // namespace

void ColumnMappingModel::setPreview(const ImportPreview& preview) {
  beginResetModel();
  m_lines.clear();
  for (std::size_t i = 0; i < preview.columns.size(); ++i) {
    const ImportedColumn& column = preview.columns[i];
    m_lines.push_back({column.name, column.name, firstValue(preview, i), column.kind, column.kind});
  }
  matchTargets();
  endResetModel();
  Q_EMIT changed();
}

void ColumnMappingModel::setTable(const Model* model) {
  beginResetModel();
  m_isMade = !model;
  m_tableColumns.clear();
  if (model)
    for (const Attribute& attribute : model->attributes)
      if (!attribute.expression && attribute.column.isWritable()) m_tableColumns.push_back({attribute.column.name, toQString(attribute.column.type.declared)});
  matchTargets();
  endResetModel();
  Q_EMIT changed();
}

/// To the column of the same name, whatever its letters' case, once; a new table takes all.
void ColumnMappingModel::matchTargets() {
  std::set<std::string> taken;
  for (Line& line : m_lines) {
    line.kind = line.inferred;
    line.target = line.name;
    if (m_isMade) continue;
    auto found = std::ranges::find(m_tableColumns, line.name, &TableColumn::name);
    if (found == m_tableColumns.end()) found = std::ranges::find_if(m_tableColumns, [&](const TableColumn& each) { return asciiLower(each.name) == asciiLower(line.name); });
    line.target = found != m_tableColumns.end() && taken.insert(found->name).second ? found->name : std::string();
  }
}

std::map<std::string, std::string> ColumnMappingModel::mapping() const {
  std::map<std::string, std::string> mapping;
  for (const Line& line : m_lines) mapping[line.name] = line.target;
  return mapping;
}

std::map<std::string, TypeKind> ColumnMappingModel::types() const {
  std::map<std::string, TypeKind> types;
  // What was inferred is checked row by row; what was chosen is taken as it is.
  for (const Line& line : m_lines)
    if (m_isMade && !line.target.empty() && line.kind != line.inferred) types[line.target] = line.kind;
  return types;
}

QString ColumnMappingModel::mistake() const {
  std::set<std::string> taken;
  for (const Line& line : m_lines) {
    if (line.target.empty()) continue;
    if (!taken.insert(asciiLower(line.target)).second) return tr("Two columns of the file go to %1.").arg(toQString(line.target));
  }
  return taken.empty() ? tr("No column of the file goes to a column of the table.") : QString();
}

int ColumnMappingModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_lines.size()); }

int ColumnMappingModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString ColumnMappingModel::typeText(const Line& line) const {
  if (m_isMade) return QString::fromLatin1(typeKindName(line.kind));
  const auto found = std::ranges::find(m_tableColumns, line.target, &TableColumn::name);
  return found == m_tableColumns.end() ? QString() : found->type;
}

QVariant ColumnMappingModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Line& line = m_lines[static_cast<std::size_t>(index.row())];
  const bool isLeftOut = line.target.empty();
  if (role == kChoicesRole) return choices(index);
  if (role == kIsFreeRole) return m_isMade && index.column() == Target;
  if (role == Qt::ForegroundRole && isLeftOut && index.column() == Target) return Theme::instance().color(Theme::Role::NullText);
  if (role == Qt::FontRole && index.column() == Target) {
    QFont font;
    font.setItalic(isLeftOut);
    return font;
  }
  if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
  switch (index.column()) {
    case FileColumn: return toQString(line.name);
    case FirstValue: return line.first;
    case Target: return isLeftOut ? leftOut() : toQString(line.target);
    case Type: return isLeftOut ? QString() : typeText(line);
    default: return {};
  }
}

QStringList ColumnMappingModel::choices(const QModelIndex& index) const {
  QStringList found;
  if (index.column() == Type && m_isMade)
    for (const TypeKind kind : kMadeKinds) found << QString::fromLatin1(typeKindName(kind));
  if (index.column() != Target) return found;
  found << leftOut();
  if (m_isMade) found << toQString(m_lines[static_cast<std::size_t>(index.row())].name);
  for (const TableColumn& column : m_tableColumns) found << toQString(column.name);
  return found;
}

bool ColumnMappingModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
  Line& line = m_lines[static_cast<std::size_t>(index.row())];
  const QString text = value.toString().trimmed();
  if (index.column() == Target) line.target = text == leftOut() ? std::string() : toStdString(text);
  else
    for (const TypeKind kind : kMadeKinds)
      if (text == QLatin1String(typeKindName(kind))) line.kind = kind;
  Q_EMIT dataChanged(index.siblingAtColumn(Target), index.siblingAtColumn(Type));
  Q_EMIT changed();
  return true;
}

Qt::ItemFlags ColumnMappingModel::flags(const QModelIndex& index) const {
  const bool isEditable = index.isValid() && (index.column() == Target || (m_isMade && index.column() == Type));
  return QAbstractTableModel::flags(index) | (isEditable ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

QVariant ColumnMappingModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case FileColumn: return tr("Column of the file");
    case FirstValue: return tr("First value");
    case Target: return tr("Goes to");
    case Type: return tr("Type");
    default: return {};
  }
}

}  // namespace joinery::ui

#include "moc_column_mapping.cpp"
