// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/metadata.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace joinery::schema {
namespace {

// The default schema comes first.
using SortKey = std::tuple<bool, std::string_view, std::string_view>;

SortKey sortKey(const QualifiedName& name, const std::string& defaultSchema) {
  const bool isDefault = name.schema.empty() || name.schema == defaultSchema;
  return {!isDefault, isDefault ? std::string_view() : std::string_view(name.schema), name.name};
}

auto position(const std::vector<std::shared_ptr<const Table>>& tables, const QualifiedName& name,
              const std::string& defaultSchema) {
  return std::ranges::lower_bound(tables, sortKey(name, defaultSchema), {},
                                  [&](const auto& table) { return sortKey(table->name, defaultSchema); });
}

}  // namespace

void MetaData::add(Table table) {
  const auto place = position(m_tables, table.name, defaultSchema);
  m_tables.insert(place, std::make_shared<const Table>(std::move(table)));
}

bool MetaData::remove(const QualifiedName& name) {
  const auto place = position(m_tables, name, defaultSchema);
  if (place == m_tables.end() || sortKey((*place)->name, defaultSchema) != sortKey(name, defaultSchema)) return false;
  m_tables.erase(place);
  return true;
}

bool MetaData::operator==(const MetaData& other) const {
  return defaultSchema == other.defaultSchema && schemas == other.schemas && enums == other.enums && domains == other.domains && sequences == other.sequences &&
         routines == other.routines && extensions == other.extensions && extensionSchemas == other.extensionSchemas &&
         schemaComments == other.schemaComments &&
         std::ranges::equal(m_tables, other.m_tables, [](const auto& one, const auto& two) { return *one == *two; });
}

std::shared_ptr<const Table> MetaData::find(const QualifiedName& name) const {
  const auto place = position(m_tables, name, defaultSchema);
  if (place == m_tables.end() || sortKey((*place)->name, defaultSchema) != sortKey(name, defaultSchema)) return nullptr;
  return *place;
}

}  // namespace joinery::schema
