// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/value.h"
#include "orm/dialect/dialect.h"
#include "orm/model/registry.h"
#include "orm/query/sort_order.h"
#include "orm/sql/select.h"

namespace joinery {

/// A total order over a model's rows: the sort keys, then the row's key so that no two rows are equal. Pure.
class RowOrder {
 public:
  /// One term of the order, ascending or descending, with the place of its NULLs decided.
  struct Term {
    sql::OrderBy key;
    bool nullable = false;
    bool nullsFirst = false;
  };

  /// @param root the model's table as the statement calls it; joins that the sort needs come out in from()
  RowOrder(const std::vector<SortKey>& sorts, const Registry& registry, const Model& model, const sql::FromItem& root,
           const Dialect& dialect);

  const sql::FromItem& from() const { return m_from; }
  const std::vector<Term>& terms() const { return m_terms; }
  /// Rows can be found again by their place in the order. A view without a key has none.
  bool isTotal() const { return m_total; }
  std::vector<sql::OrderBy> orderBy() const;
  /// The same order backwards.
  std::vector<sql::OrderBy> reversed() const;
  /// The terms as columns, labelled `order:0` …
  std::vector<sql::Expression> keyColumns() const;
  /// The rows at that key and after it. @param key one value a term
  sql::Expression startingAt(const std::vector<Value>& key) const;

 private:
  void addTieBreaker(const Model& model, const std::string& qualifier);
  sql::FromItem m_from;
  std::vector<Term> m_terms;
  bool m_total = true;
  bool m_dialectNullsFirst;
};

/// The name under which SQLite gives a table's rowid, where no column has taken it; empty for none.
std::string rowIdName(const schema::Table& table);

}  // namespace joinery
