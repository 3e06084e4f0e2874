// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"

namespace joinery::test {

/// A table of any key, any indexes and any rows, with an order, a filter and the clauses that mean the same by hand.
struct RandomTable {
  std::string name;
  std::string script;  ///< makes and fills it
  std::vector<std::string> sorts;
  std::string filter;
  std::string clauses;
};

/// @param prefix before the table's name in statements, as in "schema."
RandomTable randomTable(const Dialect& dialect, const std::string& prefix, quint32 seed);

}  // namespace joinery::test
