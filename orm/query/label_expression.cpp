// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/label_expression.h"

#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

sql::Expression attributeText(const Model& model, const std::string& name, const std::string& alias) {
  const Attribute* attribute = model.attribute(name);
  if (!attribute) return sql::bind(Value::text("{" + name + "}"), ValueType::of(TypeKind::Text));
  const auto column = sql::asText(attributeExpression(*attribute, alias));
  if (attribute->isKey) return column;
  return sql::coalesce({column, sql::bind(Value::text(""), ValueType::of(TypeKind::Text))});
}

}  // namespace

sql::Expression labelExpression(const Model& model, const std::string& alias) {
  sql::Expression whole;
  const auto append = [&whole](sql::Expression part) { whole = whole.isEmpty() ? part : sql::concat(whole, part); };
  const auto appendPlain = [&append](const std::string& plain) {
    if (!plain.empty()) append(sql::bind(Value::text(plain), ValueType::of(TypeKind::Text)));
  };
  std::size_t at = 0;
  const std::string& label = model.label;
  while (at < label.size()) {
    const auto open = label.find('{', at);
    const auto close = open == std::string::npos ? open : label.find('}', open);
    if (close == std::string::npos) break;
    appendPlain(label.substr(at, open - at));
    append(attributeText(model, label.substr(open + 1, close - open - 1), alias));
    at = close + 1;
  }
  if (at < label.size()) appendPlain(label.substr(at));
  return whole;
}

}  // namespace joinery
