// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_operator.h"

#include <algorithm>

#include "ui/filter/filter_text.h"

namespace joinery::ui {

namespace {

std::vector<FilterOperator> makeOperators() {
  using Shape = OperandShape;
  return {
      {"$contains", nullptr, FilterText::tr("contains"), Shape::One, true},
      {"$startswith", nullptr, FilterText::tr("starts with"), Shape::One, true},
      {"$endswith", nullptr, FilterText::tr("ends with"), Shape::One, true},
      {"$eq", nullptr, QStringLiteral("="), Shape::One, false},
      {"$ne", nullptr, QStringLiteral("≠"), Shape::One, false},
      {"$lt", nullptr, QStringLiteral("<"), Shape::One, false},
      {"$lte", nullptr, QStringLiteral("≤"), Shape::One, false},
      {"$gt", nullptr, QStringLiteral(">"), Shape::One, false},
      {"$gte", nullptr, QStringLiteral("≥"), Shape::One, false},
      {"$between", nullptr, FilterText::tr("is between"), Shape::Range, false},
      {"$in", nullptr, FilterText::tr("is one of"), Shape::List, false},
      {"$nin", nullptr, FilterText::tr("is none of"), Shape::List, false},
      {"$like", nullptr, FilterText::tr("like"), Shape::One, true},
      {"$ilike", nullptr, FilterText::tr("like, any case"), Shape::One, true},
      {"$regex", nullptr, FilterText::tr("matches regex"), Shape::One, true},
      {"$null", true, FilterText::tr("is NULL"), Shape::None, false},
      {"$null", false, FilterText::tr("is not NULL"), Shape::None, false},
  };
}

bool isOrdered(TypeKind kind) {
  return isNumeric(kind) || kind == TypeKind::Date || kind == TypeKind::Time || kind == TypeKind::Timestamp ||
         kind == TypeKind::TimestampTz || kind == TypeKind::Interval;
}

bool isOffered(const FilterOperator& each, const ValueType& type) {
  const bool isText = type.kind == TypeKind::Text || type.kind == TypeKind::Unknown || type.kind == TypeKind::Json || type.kind == TypeKind::Xml;
  if (each.takesText) return isText;
  const bool comparesOrder = each.op == "$lt" || each.op == "$lte" || each.op == "$gt" || each.op == "$gte" || each.op == "$between";
  if (comparesOrder) return isOrdered(type.kind) || isText;
  const bool isList = each.shape == OperandShape::List;
  return !isList || (type.kind != TypeKind::Boolean && type.kind != TypeKind::Blob);
}

}  // namespace

const std::vector<FilterOperator>& filterOperators() {
  static const std::vector<FilterOperator> operators = makeOperators();
  return operators;
}

std::vector<FilterOperator> operatorsFor(const ValueType& type, const std::string& op) {
  std::vector<FilterOperator> offered;
  std::ranges::copy_if(filterOperators(), std::back_inserter(offered), [&](const FilterOperator& each) { return each.op == op || isOffered(each, type); });
  return offered;
}

std::vector<FilterOperator> countOperators() {
  std::vector<FilterOperator> offered;
  std::ranges::copy_if(filterOperators(), std::back_inserter(offered), [](const FilterOperator& each) { return each.shape != OperandShape::None && !each.takesText; });
  return offered;
}

const FilterOperator* findOperator(const std::string& op, const Json& operand) {
  const auto found = std::ranges::find_if(filterOperators(), [&](const FilterOperator& each) {
    return each.op == op && (each.shape != OperandShape::None || each.fixedOperand == operand);
  });
  return found == filterOperators().end() ? nullptr : &*found;
}

std::string defaultOperator(const ValueType& type) { return type.kind == TypeKind::Text || type.kind == TypeKind::Unknown ? "$contains" : "$eq"; }

}  // namespace joinery::ui
