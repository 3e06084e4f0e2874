// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "orm/query/condition.h"
#include "orm/query/operand.h"
#include "ui/filter/filter_node.h"

namespace joinery::ui {

namespace {

constexpr std::string_view kJsonMark = ".$.";
/// How a row of a $or is written that is switched off: it must not hold by saying nothing.
bool isSwitchedOffAlternative(const Json& filter) {
  return filter.is_object() && filter.size() == 2 && filter.contains("$off") && filter.contains("$not") &&
         filter["$not"] == Json::object();
}
bool isSwitchedOff(const Json& filter) { return filter.is_object() && filter.size() == 1 && filter.contains("$off"); }

/// Thrown within this file where rows cannot say what a document says.
struct NotSayable {};

using Nodes = std::vector<FilterNode>;

std::optional<FilterNode::Quantifier> quantifierOf(const std::string& name) {
  if (name == "$some") return FilterNode::Quantifier::Some;
  if (name == "$none") return FilterNode::Quantifier::None;
  if (name == "$every") return FilterNode::Quantifier::Every;
  if (name == "$count") return FilterNode::Quantifier::Count;
  return {};
}

bool hasQuantifier(const Json& object) {
  return std::ranges::any_of(object.items(), [](const auto& entry) { return quantifierOf(entry.key()).has_value(); });
}

class Reader {
 public:
  explicit Reader(const Registry& registry) : m_registry(registry) {}

  /// The entries of a document, each a row or several.
  Nodes rows(const Json& filter, const Model& model) const {
    if (!filter.is_object()) throw NotSayable{};
    // A lone $and is how rows are written that share a name.
    const bool isList = filter.contains("$and") && filter.size() == (filter.contains("$off") ? 2u : 1u);
    Nodes nodes;
    for (const auto& [key, value] : filter.items()) {
      Nodes more = isList && key == "$and" ? all(value, model) : entry(key, value, model);
      std::ranges::move(more, std::back_inserter(nodes));
    }
    return nodes;
  }

 private:
  Nodes entry(const std::string& key, const Json& value, const Model& model) const {
    if (key == "$off") return off(rows(value, model));
    if (key == "$and") return {FilterNode::group(FilterNode::Match::All, all(value, model))};
    if (key == "$or") return {FilterNode::group(FilterNode::Match::Any, any(value, model))};
    if (key == "$not") return {none(value, model)};
    if (const Attribute* found = model.attribute(key)) return conditions(found->name, {}, value);
    if (const Relationship* found = model.relationship(key)) return relations(*found, value);
    const auto mark = key.find(kJsonMark);
    const Attribute* document = mark == std::string::npos ? nullptr : model.attribute(std::string_view(key).substr(0, mark));
    if (document == nullptr) throw NotSayable{};
    return conditions(document->name, key.substr(mark + kJsonMark.size()), value);
  }

  static Nodes off(Nodes nodes) {
    // A row that is off within one that is off would be switched on with it.
    for (FilterNode& node : nodes) {
      if (node.isOff) throw NotSayable{};
      node.isOff = true;
    }
    return nodes;
  }

  /// Each document of a list as one row.
  Nodes all(const Json& filters, const Model& model) const {
    if (!filters.is_array()) throw NotSayable{};
    Nodes nodes;
    for (const Json& filter : filters)
      nodes.push_back(isSwitchedOff(filter) ? one(filter["$off"], model, true) : one(filter, model, false));
    return nodes;
  }

  /// An alternative that says nothing holds, and an empty list never does: neither is a row.
  Nodes any(const Json& filters, const Model& model) const {
    if (!filters.is_array() || filters.empty()) throw NotSayable{};
    Nodes nodes;
    for (const Json& filter : filters) {
      const bool isOff = isSwitchedOffAlternative(filter);
      nodes.push_back(one(isOff ? filter["$off"] : filter, model, isOff));
      if (!isOff && !nodes.back().isApplied()) throw NotSayable{};
    }
    return nodes;
  }

  FilterNode one(const Json& filter, const Model& model, bool isOff) const {
    Nodes nodes = rows(filter, model);
    FilterNode node = nodes.size() == 1 && !nodes.front().isOff ? std::move(nodes.front()) : FilterNode::group(FilterNode::Match::All, std::move(nodes));
    node.isOff = isOff;
    return node;
  }

  FilterNode none(const Json& filter, const Model& model) const {
    const bool isList = filter.is_object() && filter.size() == 1 && filter.contains("$or");
    return FilterNode::group(FilterNode::Match::None, any(isList ? filter["$or"] : Json::array({filter}), model));
  }

  static Nodes conditions(const std::string& attribute, const std::string& path, const Json& value) {
    Nodes nodes;
    const auto add = [&](const std::string& op, const Json& operand) {
      if (!Condition::isOperator(op)) throw NotSayable{};
      FilterNode node = FilterNode::condition(attribute, op, operand);
      node.jsonPath = path;
      if (operand.is_null() && (op == "$eq" || op == "$ne")) {
        node.op = "$null";
        node.operand = op == "$eq";
      }
      nodes.push_back(std::move(node));
    };
    if (value.is_array()) add("$in", value);
    else if (!value.is_object() || isValueObject(value)) add("$eq", value);
    else for (const auto& [op, operand] : value.items()) add(op, operand);
    // {"column": {}} always holds and has nothing to show.
    if (nodes.empty()) throw NotSayable{};
    return nodes;
  }

  Nodes relations(const Relationship& relationship, const Json& value) const {
    const Model& target = m_registry.target(relationship);
    const auto step = [&](FilterNode::Quantifier quantifier, const Json& filter) {
      return FilterNode::relation(relationship.name, quantifier, rows(filter, target));
    };
    if (value.is_null()) return {FilterNode::relation(relationship.name, FilterNode::Quantifier::None)};
    Nodes nodes;
    if (value.is_array()) {
      for (const Json& filter : value) nodes.push_back(step(FilterNode::Quantifier::Some, filter));
      if (nodes.empty()) throw NotSayable{};
      return nodes;
    }
    if (!value.is_object()) throw NotSayable{};
    if (!hasQuantifier(value)) return {step(FilterNode::Quantifier::Some, value)};
    for (const auto& [name, operand] : value.items()) {
      if (name == "$of") continue;
      const auto quantifier = quantifierOf(name);
      if (!quantifier) throw NotSayable{};
      if (*quantifier != FilterNode::Quantifier::Count) nodes.push_back(step(*quantifier, operand));
      else std::ranges::move(counts(relationship, operand, value.contains("$of") ? value["$of"] : Json::object()), std::back_inserter(nodes));
    }
    return nodes;
  }

  Nodes counts(const Relationship& relationship, const Json& wanted, const Json& of) const {
    Nodes nodes;
    for (FilterNode& condition : conditions({}, {}, wanted)) {
      FilterNode node = FilterNode::relation(relationship.name, FilterNode::Quantifier::Count, rows(of, m_registry.target(relationship)));
      node.op = condition.op;
      node.operand = condition.operand;
      nodes.push_back(std::move(node));
    }
    return nodes;
  }

  const Registry& m_registry;
};

}  // namespace

std::optional<FilterNode> parseFilter(const Json& filter, const Registry& registry, const Model& model) {
  try {
    return FilterNode::group(FilterNode::Match::All, Reader(registry).rows(filter, model));
  } catch (const NotSayable&) {
    return {};
  }
}

}  // namespace joinery::ui
