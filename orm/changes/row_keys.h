// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/changes/write_operation.h"

namespace joinery {

/// The column lists of a table whose values tell its rows apart: its primary key, its unique keys and its unique indexes over plain
/// columns of all rows.
std::vector<std::vector<std::string>> uniqueKeysOf(const schema::Table& table);
/// Those of them that the database judges with each statement; what is INITIALLY DEFERRED waits for the end of the transaction.
std::vector<std::vector<std::string>> uniqueKeysJudgedAtOnce(const schema::Table& table);

/// Operations of a unit by what stands in some columns of their rows: those that put it there, or those that take it away. An index over
/// columns is made when it is asked for first. The operations outlive it.
class RowKeys {
 public:
  enum class Time {
    Before,  ///< what stood there, and stands there no more: the row goes, or the cells change
    After,   ///< what stands there, and did not before: the row is new, or the cells have changed
  };
  RowKeys(const std::vector<WriteOperation>& operations, Time time) : m_operations(operations), m_time(time) {}

  /// @param identity as of cellsIdentity()
  const std::vector<std::size_t>& find(const schema::Table& table, const std::vector<std::string>& columns, const std::string& identity) const;

 private:
  using Index = std::unordered_map<std::string, std::vector<std::size_t>>;
  void fill(Index& index, const schema::Table& table, const std::vector<std::string>& columns) const;

  const std::vector<WriteOperation>& m_operations;
  Time m_time;
  mutable std::map<std::pair<const schema::Table*, std::vector<std::string>>, Index> m_indexes;
};

}  // namespace joinery
