// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/json_model.h"

#include "orm/core/json.h"
#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

/// A name without its quotes and escapes.
QString nameOf(std::string_view quoted) {
  const Json parsed = Json::parse(quoted, nullptr, false);
  return parsed.is_string() ? toQString(parsed.get_ref<const std::string&>()) : toQString(quoted);
}

}  // namespace

void JsonModel::setNodes(std::shared_ptr<const JsonNodes> nodes) {
  beginResetModel();
  m_nodes = std::move(nodes);
  endResetModel();
}

QModelIndex JsonModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  const auto number = parent.isValid() ? m_nodes->child(static_cast<std::uint32_t>(parent.internalId()), static_cast<std::uint32_t>(row)) : 0;
  return createIndex(row, column, static_cast<quintptr>(number));
}

QModelIndex JsonModel::parent(const QModelIndex& child) const {
  if (!child.isValid() || child.internalId() == 0) return {};
  const auto above = node(child).parent;
  return createIndex(static_cast<int>(m_nodes->nodes()[above].row), Name, static_cast<quintptr>(above));
}

int JsonModel::rowCount(const QModelIndex& parent) const {
  if (!m_nodes || parent.column() > 0) return 0;
  return parent.isValid() ? static_cast<int>(node(parent).children) : 1;
}

int JsonModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QString JsonModel::contentText(std::uint32_t number) const {
  const auto& shown = m_nodes->nodes()[number];
  if (shown.kind == JsonNodes::Kind::Object) return tr("{ %n }", nullptr, static_cast<int>(shown.children));
  if (shown.kind == JsonNodes::Kind::Array) return tr("[ %n ]", nullptr, static_cast<int>(shown.children));
  return gridText(ValueView::text(m_nodes->spelling(number)), ValueType{});
}

QVariant JsonModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto& shown = node(index);
  if (role == Qt::ForegroundRole && index.column() == Content && (shown.kind == JsonNodes::Kind::Object || shown.kind == JsonNodes::Kind::Array))
    return Theme::instance().color(Theme::Role::NullText);
  if (role != Qt::DisplayRole) return {};
  if (index.column() == Content) return contentText(static_cast<std::uint32_t>(index.internalId()));
  if (index.internalId() == 0) return QStringLiteral("$");
  if (shown.keyBegin == shown.keyEnd) return QStringLiteral("[%1]").arg(shown.row);
  return gridText(ValueView::text(toStdString(nameOf(m_nodes->key(static_cast<std::uint32_t>(index.internalId()))))), ValueType{});
}

QVariant JsonModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == Name ? tr("Name") : tr("Value");
}

QString JsonModel::path(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == 0) return QStringLiteral("$");
  const auto& shown = node(index);
  const QString above = path(index.parent());
  if (shown.keyBegin == shown.keyEnd) return QStringLiteral("%1[%2]").arg(above).arg(shown.row);
  return above + QLatin1Char('[') + toQString(m_nodes->key(static_cast<std::uint32_t>(index.internalId()))) + QLatin1Char(']');
}

}  // namespace joinery::ui

#include "moc_json_model.cpp"
