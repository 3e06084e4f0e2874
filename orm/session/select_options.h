// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/sql/from_item.h"
#include "orm/sql/select.h"

namespace joinery {

/// How what comes along is loaded, beyond what the mapping says. Paths are dotted names of relationships; every step of one is
/// loaded in the same way.
struct SelectOptions {
  std::vector<std::string> joined = {};
  std::vector<std::string> selectin = {};
  /// Inner joins of the same statement whose rows fill the relationship, each restricted by a filter: {} for none. A relationship
  /// that is loaded already is left as it is.
  std::map<std::string, Json> containsEager = {};
  /// Of a self-referential selectin: how many further levels; below zero: until one is empty.
  std::optional<int> depth = {};
  /// Of the records themselves only these attributes, and what rows are told and related by; the others are read when they are asked
  /// for. Empty: all.
  std::vector<std::string> attributes = {};
  /// What records have, and what was changed of it, gives way to what is read.
  bool populateExisting = false;
  /// Of records whose model has a table of its own below the one that was asked for: what is there is read at once, by one further
  /// SELECT for each such model and 500 records; else when it is first asked for.
  bool wholeRows = false;
  /// Names of the session's criteria (GlobalCriteria) that the records themselves need not meet.
  std::vector<std::string> without = {};
  /// The same of what comes along.
  std::vector<std::string> alongWithout = {};
  /// A further table of the statement, for the query's condition to speak of: records that meet no row of it are left out, and
  /// one that meets several comes once. Not for records in pieces.
  struct InnerJoin {
    sql::FromItem table;
    sql::Expression on;
  };
  std::vector<InnerJoin> innerJoins = {};
  /// The records' rows are locked until the transaction ends; those that are joined along are not. What was read of them before stays
  /// as it was, unless populateExisting. SQLite has one writer at a time and locks no rows: there not waiting for a row, and
  /// skipping it, are NotSupported.
  sql::Select::Lock lock = sql::Select::Lock::None;
};

}  // namespace joinery
