// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/sql_tokens.h"
#include "orm/schema/routine.h"

namespace joinery::migration {

/// What the statement that makes a routine says of its arguments and of what it returns.
class RoutineHeader {
 public:
  RoutineHeader(const schema::Routine& routine, const Dialect& dialect);

  /// Whether CREATE OR REPLACE makes the other one of it: arguments keep their names and types, none loses its default, and what is returned
  /// stays. Source: postgresql.org/docs/current/sql-createfunction.html
  bool canBecome(const RoutineHeader& other) const;
  /// Whether it may name that type.
  bool names(const std::string& type) const;

 private:
  struct Argument {
    std::string text;
    bool hasDefault = false;
  };

  std::size_t readArguments(const std::vector<SqlToken>& tokens, std::size_t at);

  const Dialect& m_dialect;
  std::vector<Argument> m_arguments;
  std::string m_returned;
  std::vector<SqlToken> m_tokens;
};

}  // namespace joinery::migration
