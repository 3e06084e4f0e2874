// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/query/place.h"
#include "orm/sql/expression.h"

namespace joinery {

/// All of them hold. Empty ones always do; where nothing else is left, so is this.
sql::Expression allOf(std::vector<sql::Expression> conditions);

/// The conditions that a filter document puts on one value: a column, a path in a JSON column, or a count.
class Condition {
 public:
  enum class Subject { Column, JsonPath, Count };

  /// @param expression of a Column or Count the value itself; of a JsonPath its text
  Condition(Subject subject, sql::Expression expression, std::chrono::system_clock::time_point now);

  /// A value (equal), null (IS NULL), an array (IN), or operators that all hold.
  /// @return empty where it always holds. @throws DbError InvalidRequest
  sql::Expression compile(const Json& json, const Place& place) const;
  /// One operator. @param name with its `$`
  sql::Expression compileOperator(const std::string& name, const Json& operand, const Place& place) const;
  static bool isOperator(const std::string& name);
  static std::vector<std::string> operatorNames();

 private:
  struct Pair { sql::Expression left; sql::Expression right; };
  Pair pair(const Json& operand, const Place& place) const;
  std::vector<sql::Expression> spellings(const Json& operand, const Place& place) const;
  sql::Expression anyOf(std::vector<sql::Expression> items) const;
  sql::Expression equal(const Json& operand, const Place& place) const;
  sql::Expression distinct(const Json& operand, const Place& place) const;
  sql::Expression order(const std::string& name, const Json& operand, const Place& place) const;
  sql::Expression orderMoment(const std::string& name, const std::string& moment) const;
  sql::Expression between(const Json& operand, const Place& place) const;
  sql::Expression oneOf(const Json& list, const Place& place) const;
  sql::Expression noneOf(const Json& list, const Place& place) const;
  sql::Expression null(const Json& operand, const Place& place) const;
  sql::Expression matchText(const std::string& name, const Json& operand, const Place& place) const;
  sql::Expression asNumber() const;
  bool isLooseMoment() const;

  Subject m_subject;
  sql::Expression m_value;
  std::chrono::system_clock::time_point m_now;
};

}  // namespace joinery
