// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "ui/filter/filter_node.h"

namespace joinery::ui {

namespace {

using Nodes = std::vector<FilterNode>;

Json document(const Nodes& rows);

/// What stands for the row within its document: a key and the value below it.
struct Entry {
  std::string key;
  Json value;
};

const char* quantifierName(FilterNode::Quantifier quantifier) {
  switch (quantifier) {
    case FilterNode::Quantifier::Some: return "$some";
    case FilterNode::Quantifier::None: return "$none";
    case FilterNode::Quantifier::Every: return "$every";
    case FilterNode::Quantifier::Count: return "$count";
  }
  return "$some";
}

Entry relationEntry(const FilterNode& node) {
  const Json of = document(node.children);
  if (node.quantifier == FilterNode::Quantifier::None && of.empty()) return {node.name, nullptr};
  if (node.quantifier != FilterNode::Quantifier::Count) return {node.name, {{quantifierName(node.quantifier), of}}};
  Json value = {{"$count", {{node.op, node.operand}}}};
  if (!of.empty()) value["$of"] = of;
  return {node.name, value};
}

Entry conditionEntry(const FilterNode& node) {
  const std::string key = node.jsonPath.empty() ? node.name : node.name + ".$." + node.jsonPath;
  if (node.op == "$null" && node.operand == Json(true)) return {key, nullptr};
  if (node.op == "$eq" && (node.operand.is_primitive() || node.operand.contains("$ago") || node.operand.contains("$blob"))) return {key, node.operand};
  return {key, {{node.op, node.operand}}};
}

Json documentOf(const FilterNode& row) {
  if (row.kind == FilterNode::Kind::Group && row.match == FilterNode::Match::All) return document(row.children);
  FilterNode on = row;
  on.isOff = false;
  return document({on});
}

/// The rows of a $or. One that is off must not hold by saying nothing: it never holds.
Json alternatives(const Nodes& rows) {
  Json list = Json::array();
  for (const FilterNode& row : rows) {
    if (row.isEmpty()) continue;
    if (row.isApplied()) list.push_back(documentOf(row));
    else list.push_back({{"$not", Json::object()}, {"$off", documentOf(row)}});
  }
  return list;
}

Json listed(const Nodes& rows) {
  Json list = Json::array();
  for (const FilterNode& row : rows) {
    if (row.isEmpty()) continue;
    if (row.isApplied()) list.push_back(documentOf(row));
    else list.push_back(Json{{"$off", documentOf(row)}});
  }
  return list;
}

Entry groupEntry(const FilterNode& node) {
  if (node.match == FilterNode::Match::All) return {"$and", listed(node.children)};
  const Json list = alternatives(node.children);
  if (node.match == FilterNode::Match::Any) return {"$or", list};
  const bool isOne = list.size() == 1 && std::ranges::count_if(node.children, &FilterNode::isApplied) == 1;
  return {"$not", isOne && !list[0].contains("$or") ? list[0] : Json{{"$or", list}}};
}

Entry entryOf(const FilterNode& node) {
  if (node.kind == FilterNode::Kind::Condition) return conditionEntry(node);
  return node.kind == FilterNode::Kind::Relation ? relationEntry(node) : groupEntry(node);
}

/// Several operators on one column, several quantifiers on one relationship.
bool canMerge(const Json& have, const Json& more) {
  const auto isOperators = [](const Json& json) {
    return json.is_object() && !json.empty() && !json.contains("$ago") && !json.contains("$blob");
  };
  if (!isOperators(have) || !isOperators(more)) return false;
  return std::ranges::none_of(more.items(), [&](const auto& entry) { return have.contains(entry.key()); });
}

/// A value as operators, so that others may stand beside it.
Json asOperators(const FilterNode& node, const Json& value) {
  if (node.kind != FilterNode::Kind::Condition) return value;
  return {{node.op, node.operand}};
}

/// Adds the row to an object. @return false when its key is taken by something that it does not go with
bool addTo(Json& object, const FilterNode& node) {
  auto [key, value] = entryOf(node);
  const auto found = object.find(key);
  if (found == object.end()) {
    object[key] = std::move(value);
    return true;
  }
  Json have = *found;
  if (node.kind == FilterNode::Kind::Condition) {
    if (have.is_null()) have = {{"$null", true}};
    else if (have.is_primitive() || have.contains("$ago") || have.contains("$blob")) have = {{"$eq", have}};
    value = asOperators(node, value);
  }
  if (node.kind == FilterNode::Kind::Group || !canMerge(have, value)) return false;
  have.update(value);
  *found = std::move(have);
  return true;
}

Json applied(const Nodes& rows) {
  Json object = Json::object();
  const bool fits = std::ranges::all_of(rows, [&](const FilterNode& row) { return addTo(object, row); });
  // A lone $and reads as a list of rows, which a lone group is not.
  return fits ? object : Json{{"$and", listed(rows)}};
}

/// All rows hold; those that are off come last, as one document.
Json document(const Nodes& rows) {
  Nodes on;
  Nodes off;
  for (FilterNode row : rows) {
    if (row.isEmpty()) continue;
    (row.isApplied() ? on : off).push_back(row);
  }
  Json object = applied(on);
  for (FilterNode& row : off) row.isOff = false;
  if (!off.empty()) object["$off"] = applied(off);
  return object;
}

}  // namespace

Json filterDocument(const FilterNode& root) { return documentOf(root); }

}  // namespace joinery::ui
