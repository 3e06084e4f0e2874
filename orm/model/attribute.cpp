// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/attribute.h"

namespace joinery {

sql::Expression attributeExpression(const Attribute& attribute, const std::string& table) {
  if (attribute.expression) return attribute.expression(table).withType(attribute.column.type);
  return sql::column(table, attribute.column.name, attribute.column.type);
}

}  // namespace joinery
