// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <variant>

#include "orm/sql/node.h"

namespace joinery::sql {

/// Calls the visitor with the node's own struct (ColumnNode, BindNode …); it needs an overload for each.
/// @pre !expression.isEmpty()
template <typename Visitor>
decltype(auto) visit(Visitor&& visitor, const Expression& expression) {
  return std::visit(std::forward<Visitor>(visitor), expression.node().data());
}

/// @return the node when the expression is of that kind, else null; null for an empty expression
template <typename Kind>
const Kind* nodeAs(const Expression& expression) {
  return expression.isEmpty() ? nullptr : expression.node().as<Kind>();
}

}  // namespace joinery::sql
