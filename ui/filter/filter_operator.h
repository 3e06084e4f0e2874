// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery::ui {

/// How an operator takes its operand.
enum class OperandShape { None, One, Range, List };

/// An operator as people choose it: "is NULL" and "is not NULL" are two.
struct FilterOperator {
  std::string op;  ///< of the filter document
  Json fixedOperand;  ///< of an operator without one to type; else null
  QString label;
  OperandShape shape = OperandShape::One;
  bool takesText = false;  ///< its operand is a text, whatever the column's type
};

/// All operators, in the order in which they are offered.
const std::vector<FilterOperator>& filterOperators();
/// Those that are of use for a type, and `op` in any case.
std::vector<FilterOperator> operatorsFor(const ValueType& type, const std::string& op);
/// Those that compare numbers: for counts.
std::vector<FilterOperator> countOperators();
const FilterOperator* findOperator(const std::string& op, const Json& operand);
/// What a new condition on a column of that type begins with.
std::string defaultOperator(const ValueType& type);

}  // namespace joinery::ui
