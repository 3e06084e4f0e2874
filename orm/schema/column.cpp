// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/column.h"

#include "orm/schema/default_expression.h"

namespace joinery::schema {

bool Column::hasGeneratedValue() const {
  switch (generation) {
    case Generation::None:
      return defaultExpression && !isConstantExpression(*defaultExpression);
    case Generation::StoredExpression:
    case Generation::VirtualExpression:
    case Generation::IdentityAlways:
    case Generation::IdentityByDefault:
    case Generation::RowId:
      return true;
  }
  return false;
}

}  // namespace joinery::schema
