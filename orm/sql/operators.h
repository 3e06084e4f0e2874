// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/sql/expression.h"

namespace joinery::sql {

Expression eq(Expression left, Expression right);
Expression ne(Expression left, Expression right);
Expression lt(Expression left, Expression right);
Expression lte(Expression left, Expression right);
Expression gt(Expression left, Expression right);
Expression gte(Expression left, Expression right);
Expression isNull(Expression operand);
Expression isNotNull(Expression operand);
/// NULL-safe: SQLite IS NOT, PostgreSQL IS DISTINCT FROM.
Expression isDistinctFrom(Expression left, Expression right);
Expression isNotDistinctFrom(Expression left, Expression right);
/// `operand IS TRUE` / `IS NOT TRUE`: two-valued.
Expression isTrue(Expression operand);
Expression isNotTrue(Expression operand);
/// Same bytes and same type, NULL equal NULL, whatever the column's collation or its type's `=`: the comparison of a
/// before-image (DESIGN §7). `value` is what was read, of the column's type.
Expression isIdentical(Expression columnExpression, Value value);

/// Empty items are skipped; no items: TRUE for and_, FALSE for or_; one item: itself.
Expression and_(std::vector<Expression> operands);
Expression or_(std::vector<Expression> operands);
Expression not_(Expression operand);

Expression in(Expression operand, std::vector<Expression> items);
Expression notIn(Expression operand, std::vector<Expression> items);
Expression in(Expression operand, const Select& select);
Expression between(Expression operand, Expression low, Expression high);
Expression exists(const Select& select);
Expression notExists(const Select& select);

/// Text matching. The first five match letter case on every engine (SQLite: GLOB, instr, substr), the last two do not.
/// Patterns are bound; contains, startsWith and endsWith take plain text, like and ilike `%` and `_` with `\` to
/// escape.
Expression like(Expression operand, std::string pattern);
Expression contains(Expression operand, std::string plain);
Expression startsWith(Expression operand, std::string plain);
Expression endsWith(Expression operand, std::string plain);
Expression regex(Expression operand, std::string pattern);
Expression ilike(Expression operand, std::string pattern);
Expression containsIgnoringCase(Expression operand, std::string plain);
/// The whole expression as text, for text operators on other types (PostgreSQL ::text).
Expression asText(Expression operand);

Expression add(Expression left, Expression right);
Expression subtract(Expression left, Expression right);
Expression multiply(Expression left, Expression right);
Expression divide(Expression left, Expression right);
Expression modulo(Expression left, Expression right);
Expression concat(Expression left, Expression right);
Expression negate(Expression operand);
Expression collate(Expression operand, std::string collation);

/// The value at a path of object keys and array indexes in a JSON column, as text ("true", "12"); NULL where there is
/// none or the cell holds no JSON. Indexes count from 0, negative ones from the end.
Expression jsonText(Expression document, std::vector<std::string> path);

}  // namespace joinery::sql
