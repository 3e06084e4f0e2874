// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_node.h"

#include <algorithm>

namespace joinery::ui {

FilterNode FilterNode::group(Match match, std::vector<FilterNode> children) {
  FilterNode node;
  node.match = match;
  node.children = std::move(children);
  return node;
}

FilterNode FilterNode::condition(std::string attribute, std::string op, Json operand) {
  FilterNode node;
  node.kind = Kind::Condition;
  node.name = std::move(attribute);
  node.op = std::move(op);
  node.operand = std::move(operand);
  return node;
}

FilterNode FilterNode::relation(std::string relationship, Quantifier quantifier, std::vector<FilterNode> children) {
  FilterNode node;
  node.kind = Kind::Relation;
  node.name = std::move(relationship);
  node.quantifier = quantifier;
  node.children = std::move(children);
  if (quantifier == Quantifier::Count) {
    node.op = "$gte";
    node.operand = 1;
  }
  return node;
}

bool FilterNode::isEmpty() const {
  if (kind == Kind::Relation) return effect == Effect::Prune;
  return kind == Kind::Group && std::ranges::all_of(children, &FilterNode::isEmpty);
}

bool FilterNode::isApplied() const {
  if (isOff || isEmpty()) return false;
  return kind != Kind::Group || std::ranges::any_of(children, &FilterNode::isApplied);
}

}  // namespace joinery::ui
