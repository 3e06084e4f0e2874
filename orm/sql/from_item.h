// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/sql/expression.h"

namespace joinery::sql {

class Select;

/// Something that rows come from: a table, a subquery, a CTE by name, a table function, a list of values, or joins of these. Immutable.
class FromItem {
 public:
  enum class Kind { Table, Subquery, Cte, Function, Values, Join };
  enum class JoinKind { Inner, Left, Right, Full, Cross };
  struct Data;

  FromItem() = default;
  explicit FromItem(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}
  bool isEmpty() const { return m_data == nullptr; }
  const Data& data() const { return *m_data; }
  /// The alias, else the plain name: what qualifies its columns. Empty for joins.
  const std::string& qualifier() const;
  /// A column of this item.
  Expression column(std::string name, ValueType type = {}) const;

  FromItem join(FromItem right, Expression on) const;
  FromItem leftJoin(FromItem right, Expression on) const;
  FromItem rightJoin(FromItem right, Expression on) const;
  FromItem fullJoin(FromItem right, Expression on) const;
  FromItem crossJoin(FromItem right) const;

 private:
  std::shared_ptr<const Data> m_data;
};

struct FromItem::Data {
  Kind kind = Kind::Table;
  QualifiedName name;  ///< of a table; of a CTE or function the name alone
  std::string alias;   ///< empty for none
  std::shared_ptr<const Select> select;
  bool isLateral = false;
  std::vector<Expression> arguments;
  std::vector<std::vector<Expression>> rows;  ///< of values
  std::vector<std::string> columns;
  JoinKind joinKind = JoinKind::Inner;
  FromItem left;
  FromItem right;
  Expression on;
};

FromItem table(QualifiedName name, std::string alias = {});
FromItem subqueryAs(const Select& select, std::string alias);
/// A subquery that may refer to what stands before it. PostgreSQL.
FromItem lateralAs(const Select& select, std::string alias);
FromItem cteReference(std::string name, std::string alias = {});
/// `name(arguments) AS alias`, such as json_each.
FromItem tableFunction(std::string name, std::vector<Expression> arguments, std::string alias);
/// `(VALUES (…), (…)) AS alias (columns)`: rows that the statement brings itself. @param rows each as long as columns
FromItem valuesAs(std::vector<std::vector<Expression>> rows, std::vector<std::string> columns, std::string alias);

}  // namespace joinery::sql
