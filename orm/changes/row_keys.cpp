// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/row_keys.h"

#include <algorithm>

namespace joinery {

namespace {

/// None where it is not over columns alone, or not over all rows.
std::optional<std::vector<std::string>> plainColumns(const schema::Index& index) {
  std::vector<std::string> columns;
  for (const schema::Index::Part& part : index.parts) {
    if (part.column.empty()) return {};
    columns.push_back(part.column);
  }
  return index.predicate.empty() ? std::optional(columns) : std::nullopt;
}

template <typename Wanted>
std::vector<std::vector<std::string>> uniqueKeysThat(const schema::Table& table, Wanted isWanted) {
  std::vector<std::vector<std::string>> keys;
  const auto add = [&](const std::vector<std::string>& columns) {
    if (!columns.empty() && std::ranges::find(keys, columns) == keys.end()) keys.push_back(columns);
  };
  if (table.primaryKey && isWanted(*table.primaryKey)) add(table.primaryKey->columns);
  for (const schema::UniqueKey& key : table.uniqueKeys)
    if (isWanted(key)) add(key.columns);
  for (const schema::Index& index : table.indexes)
    if (const auto columns = plainColumns(index); index.unique && columns) add(*columns);
  return keys;
}

}  // namespace

std::vector<std::vector<std::string>> uniqueKeysOf(const schema::Table& table) {
  return uniqueKeysThat(table, [](const schema::UniqueKey&) { return true; });
}

std::vector<std::vector<std::string>> uniqueKeysJudgedAtOnce(const schema::Table& table) {
  return uniqueKeysThat(table, [](const schema::UniqueKey& key) { return !key.initiallyDeferred; });
}

const std::vector<std::size_t>& RowKeys::find(const schema::Table& table, const std::vector<std::string>& columns, const std::string& identity) const {
  static const std::vector<std::size_t> kNone;
  auto [index, isNew] = m_indexes.try_emplace({&table, columns});
  if (isNew) fill(index->second, table, columns);
  const auto found = index->second.find(identity);
  return found == index->second.end() ? kNone : found->second;
}

void RowKeys::fill(Index& index, const schema::Table& table, const std::vector<std::string>& columns) const {
  for (std::size_t i = 0; i < m_operations.size(); ++i) {
    const WriteOperation& operation = m_operations[i];
    if (operation.table != &table) continue;
    const auto before = operation.verb == PlannedStatement::Verb::Insert ? std::nullopt : cellsIdentityBefore(operation, columns);
    const auto after = operation.verb == PlannedStatement::Verb::Delete ? std::nullopt : cellsIdentity(operation, columns);
    const auto& wanted = m_time == Time::Before ? before : after;
    if (wanted && before != after) index[*wanted].push_back(i);
  }
}

}  // namespace joinery
