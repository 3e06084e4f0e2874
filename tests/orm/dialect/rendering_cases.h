// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <string>
#include <variant>
#include <vector>

#include "orm/dialect/dialect.h"

/// One construct and how each engine spells it.
struct RenderingCase {
  using Statement = std::variant<joinery::sql::Expression, joinery::sql::Select, joinery::sql::Insert,
                                 joinery::sql::Update, joinery::sql::Delete>;
  std::string name;
  Statement statement;
  std::string sqlite;
  std::string postgresql;

  joinery::CompiledStatement compile(const joinery::Dialect& dialect) const;
  /// The same as a statement that a server takes: an expression becomes a column of a SELECT from `item`.
  joinery::CompiledStatement executable(const joinery::Dialect& dialect) const;
};

Q_DECLARE_METATYPE(RenderingCase)

/// Bound values.
joinery::sql::Expression number(std::int64_t value);
joinery::sql::Expression words(const char* value);

/// Conditions and values over the columns of `item`.
std::vector<RenderingCase> expressionCases();
/// SELECTs over `item` and `kind`.
std::vector<RenderingCase> selectCases();
/// INSERT, UPDATE and DELETE.
std::vector<RenderingCase> writeCases();

/// CREATE TABLE of the tables that the cases read.
/// @param schema where they are, empty for the connection's own
std::string caseTables(const joinery::Dialect& dialect, const std::string& schema = {});
