// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/value.h"
#include "orm/dialect/dialect.h"
#include "orm/model/registry.h"
#include "orm/model/row_id.h"
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
    std::string column = {};     ///< of the model's own table; empty for anything else
    std::string collation = {};  ///< of that which is compared; empty where it is the type's default
    bool isComputed = false;     ///< by an expression, whose collation only the engine knows
  };

  /// @param root the model's table as the statement calls it; joins that the sort needs come out in from()
  RowOrder(const std::vector<SortKey>& sorts, const Registry& registry, const Model& model, const sql::FromItem& root,
           const Dialect& dialect);

  const sql::FromItem& from() const { return m_from; }
  const std::vector<Term>& terms() const { return m_terms; }
  /// Rows can be found again by their place in the order. A view without a key has none.
  bool isTotal() const { return m_total; }
  std::vector<sql::OrderBy> orderBy() const;
  /// The same order backwards: the last row comes first.
  RowOrder backwards() const;
  /// The terms as columns, labelled `order:0` …
  std::vector<sql::Expression> keyColumns() const;
  /// How many of the last terms tell rows apart by themselves: the row's key, or its rowid. 0 where the order isn't total.
  std::size_t rowKeyTerms() const { return m_rowKeyTerms; }
  /// The rows at that key and after it. @param key one value a term
  sql::Expression startingAt(const std::vector<Value>& key) const;
  /// The same, or without the row at the key itself, as conditions for one statement each: together they give the rows in order, and an
  /// index that serves the order leads each of them to its first row at once, however many rows are equal in the first terms or NULL.
  enum class From { Key, AfterKey };
  std::vector<sql::Expression> rangesFrom(const std::vector<Value>& key, From from) const;

 private:
  void addTieBreaker(const Model& model, const std::string& qualifier);
  sql::FromItem m_from;
  std::vector<Term> m_terms;
  bool m_total = true;
  std::size_t m_rowKeyTerms = 0;
  bool m_dialectNullsFirst;
};

}  // namespace joinery
