// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/relationship_names.h"

#include "orm/model/names.h"

namespace joinery {

namespace {

/// ARTIST_ID ends as artist_id does; camel case needs its capital, or "paid" would be a key.
bool endsAsKey(std::string_view column, std::string_view ending) {
  if (column.size() < ending.size()) return false;
  return sameName(column.substr(column.size() - ending.size()), ending, ending.starts_with('_'));
}

}  // namespace

std::string withoutKeyEnding(const std::string& column) {
  for (const std::string_view ending : {"_uuid", "_uid", "_id", "_fk", "Id", "ID"})
    if (endsAsKey(column, ending)) return column.substr(0, column.size() - ending.size());
  return {};
}

std::string manyToOneName(const ForeignKeyEdge& edge, const std::string& referredTable) {
  if (edge.columns.size() > 1) return referredTable;
  std::string stem = withoutKeyEnding(edge.columns.front());
  return stem.empty() ? edge.columns.front() + "_" + referredTable : stem;
}

NameSpace::NameSpace(const Model& model, bool ignoreCase) : m_ignoreCase(ignoreCase) {
  for (const Attribute& attribute : model.attributes) m_taken.insert(foldName(attribute.name, ignoreCase));
  for (const Relationship& each : model.relationships) m_taken.insert(foldName(each.name, ignoreCase));
}

bool NameSpace::isFree(const std::string& name) const { return !m_taken.contains(foldName(name, m_ignoreCase)); }

std::string NameSpace::take(const std::string& name, const std::string& referredTable) {
  const std::string longer = name + "_" + referredTable;
  std::string chosen = isFree(name) ? name : longer;
  for (int number = 2; !isFree(chosen); ++number) chosen = longer + "_" + std::to_string(number);
  m_taken.insert(foldName(chosen, m_ignoreCase));
  return chosen;
}

}  // namespace joinery
