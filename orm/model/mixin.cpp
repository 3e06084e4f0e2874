// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/mixin.h"

#include <QUuid>

#include <algorithm>
#include <functional>

#include "orm/sql/function.h"

namespace joinery {

namespace {

constexpr int kUuidLength = 36;

schema::Column columnOf(const std::string& name, TypeKind kind, bool nullable) {
  schema::Column column;
  column.name = name;
  column.type = ValueType::of(kind);
  column.nullable = nullable;
  return column;
}

std::string randomUuid() { return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(); }

}  // namespace

Mixin Mixin::integerKey(const std::string& name) {
  schema::Column column = columnOf(name, TypeKind::Integer, false);
  column.generation = schema::Generation::RowId;
  return {.columns = {column}, .key = {name}};
}

Mixin Mixin::clientUuidKey(const std::string& name) {
  Mixin mixin{.columns = {columnOf(name, TypeKind::Uuid, false)}, .key = {name}};
  mixin.onInsert[name] = std::function<Value()>([] { return Value::text(randomUuid()); });
  return mixin;
}

Mixin Mixin::serverUuidKey(const Dialect& dialect, const std::string& name) {
  schema::Column column = columnOf(name, TypeKind::Uuid, false);
  column.defaultExpression = dialect.randomUuidExpression();
  return {.columns = {column}, .key = {name}};
}

Mixin Mixin::prefixedUid(const std::string& prefix, const std::string& name) {
  schema::Column column = columnOf(name, TypeKind::Text, false);
  column.type.length = static_cast<int>(prefix.size()) + 1 + kUuidLength;
  Mixin mixin{.columns = {column}, .key = {name}};
  mixin.onInsert[name] = std::function<Value()>([prefix] { return Value::text(prefix + "_" + randomUuid()); });
  return mixin;
}

Mixin Mixin::timestamps(NeverUpdated neverUpdated) {
  schema::Column created = columnOf("created_at", TypeKind::TimestampTz, false);
  created.defaultExpression = "CURRENT_TIMESTAMP";
  schema::Column updated = columnOf("updated_at", TypeKind::TimestampTz, true);
  if (neverUpdated == NeverUpdated::Created) {
    updated.defaultExpression = created.defaultExpression;
    updated.nullable = false;
  }
  Mixin mixin{.columns = {created, updated}};
  mixin.onUpdate["updated_at"] = sql::currentTimestamp();
  return mixin;
}

Mixin Mixin::softDelete(const std::string& name) {
  return {.columns = {columnOf(name, TypeKind::TimestampTz, true)}, .deletedAt = name};
}

Mixin Mixin::rowVersion(const std::string& name) {
  schema::Column column = columnOf(name, TypeKind::Integer, false);
  column.defaultExpression = "1";
  return {.columns = {column}, .version = name};
}

void declareColumns(schema::Table& table, const std::vector<Mixin>& mixins) {
  std::vector<schema::Column> keys;
  std::vector<std::string> key;
  for (const Mixin& mixin : mixins) {
    for (const schema::Column& column : mixin.columns) {
      if (table.column(column.name)) continue;
      const bool isKey = std::ranges::find(mixin.key, column.name) != mixin.key.end();
      (isKey ? keys : table.columns).push_back(column);
    }
    key.insert(key.end(), mixin.key.begin(), mixin.key.end());
  }
  table.columns.insert(table.columns.begin(), keys.begin(), keys.end());
  if (!table.primaryKey && !key.empty()) table.primaryKey = schema::UniqueKey{{}, key};
}

}  // namespace joinery
