// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/from_item.h"

#include <utility>

#include "orm/sql/select.h"

namespace joinery::sql {
namespace {

FromItem makeItem(FromItem::Data data) { return FromItem(std::make_shared<const FromItem::Data>(std::move(data))); }

FromItem joined(FromItem::JoinKind kind, const FromItem& left, FromItem right, Expression on) {
  FromItem::Data data;
  data.kind = FromItem::Kind::Join;
  data.joinKind = kind;
  data.left = left;
  data.right = std::move(right);
  data.on = std::move(on);
  return makeItem(std::move(data));
}

}  // namespace

const std::string& FromItem::qualifier() const {
  static const std::string none;
  if (!m_data) return none;
  return m_data->alias.empty() ? m_data->name.name : m_data->alias;
}

Expression FromItem::column(std::string name, ValueType type) const {
  return sql::column(qualifier(), std::move(name), std::move(type));
}

FromItem FromItem::join(FromItem right, Expression on) const {
  return joined(JoinKind::Inner, *this, std::move(right), std::move(on));
}

FromItem FromItem::leftJoin(FromItem right, Expression on) const {
  return joined(JoinKind::Left, *this, std::move(right), std::move(on));
}

FromItem FromItem::rightJoin(FromItem right, Expression on) const {
  return joined(JoinKind::Right, *this, std::move(right), std::move(on));
}

FromItem FromItem::fullJoin(FromItem right, Expression on) const {
  return joined(JoinKind::Full, *this, std::move(right), std::move(on));
}

FromItem FromItem::crossJoin(FromItem right) const { return joined(JoinKind::Cross, *this, std::move(right), {}); }

FromItem table(QualifiedName name, std::string alias) {
  FromItem::Data data;
  data.name = std::move(name);
  data.alias = std::move(alias);
  return makeItem(std::move(data));
}

FromItem subqueryAs(const Select& select, std::string alias) {
  FromItem::Data data;
  data.kind = FromItem::Kind::Subquery;
  data.alias = std::move(alias);
  data.select = std::make_shared<const Select>(select);
  return makeItem(std::move(data));
}

FromItem lateralAs(const Select& select, std::string alias) {
  FromItem::Data data = subqueryAs(select, std::move(alias)).data();
  data.isLateral = true;
  return makeItem(std::move(data));
}

FromItem cteReference(std::string name, std::string alias) {
  FromItem::Data data;
  data.kind = FromItem::Kind::Cte;
  data.name = QualifiedName(std::move(name));
  data.alias = std::move(alias);
  return makeItem(std::move(data));
}

FromItem tableFunction(std::string name, std::vector<Expression> arguments, std::string alias) {
  FromItem::Data data;
  data.kind = FromItem::Kind::Function;
  data.name = QualifiedName(std::move(name));
  data.arguments = std::move(arguments);
  data.alias = std::move(alias);
  return makeItem(std::move(data));
}

FromItem valuesAs(std::vector<std::vector<Expression>> rows, std::vector<std::string> columns, std::string alias) {
  FromItem::Data data;
  data.kind = FromItem::Kind::Values;
  data.rows = std::move(rows);
  data.columns = std::move(columns);
  data.alias = std::move(alias);
  return makeItem(std::move(data));
}

}  // namespace joinery::sql
