// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <string>
#include <vector>

#include "tests/support/own_database.h"

namespace joinery::test {

/// What editors and transfers tend to lose: a table `nasty` with a column a type and its trouble from the first row on, NULL below.
/// Statements that make it anew, in a database that has nothing else in it.
std::string nastyTable(Backend backend);

/// A value as it is typed, and as the database is to have it then.
struct TypedCase {
  const char* column;
  QByteArray typed;   ///< as the editor of an empty cell takes it
  QByteArray stored;  ///< as displayText() gives it
};
std::vector<TypedCase> typedCases(Backend backend);

}  // namespace joinery::test
