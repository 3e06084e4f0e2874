// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/sql/cte.h"
#include "orm/sql/from_item.h"
#include "orm/sql/order_by.h"

namespace joinery::sql {

/// A SELECT: a value built in the order one says it. Each call returns a changed copy; copies share what is equal.
class Select {
 public:
  enum class SetOperator { Union, UnionAll, Intersect, Except };
  enum class Lock { None, Share, Update, UpdateNoWait, UpdateSkipLocked };
  struct Data;

  Select();
  explicit Select(std::vector<Expression> columns);

  Select columns(std::vector<Expression> columns) const;  ///< replaces the list
  Select addColumn(Expression column) const;
  Select from(FromItem item) const;          ///< replaces FROM
  Select where(Expression condition) const;  ///< ANDed to what is there; empty ones are skipped
  Select groupBy(std::vector<Expression> keys) const;
  Select having(Expression condition) const;
  Select orderBy(std::vector<OrderBy> keys) const;  ///< replaces
  Select limit(std::optional<std::int64_t> rows) const;
  Select offset(std::int64_t rows) const;
  Select distinct() const;
  /// Of the rows that are equal in these the first in the order, which begins with them. PostgreSQL.
  Select distinctOn(std::vector<Expression> keys) const;
  Select with(Cte cte) const;
  Select combine(SetOperator op, const Select& right) const;
  Select forUpdate(Lock lock = Lock::Update) const;

  const Data& data() const { return *m_data; }

 private:
  std::shared_ptr<const Data> m_data;
};

struct Select::Data {
  std::vector<Expression> columns;
  FromItem from;
  Expression where;
  std::vector<Expression> groupBy;
  Expression having;
  std::vector<OrderBy> orderBy;
  std::optional<std::int64_t> limit;
  std::int64_t offset = 0;
  bool distinct = false;
  std::vector<Expression> distinctOn;
  std::vector<Cte> ctes;
  struct Combination {
    SetOperator op;
    Select right;
  };
  std::vector<Combination> combinations;
  Lock lock = Lock::None;
};

}  // namespace joinery::sql
