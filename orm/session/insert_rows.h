// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/session/assignments.h"
#include "orm/sql/insert.h"

namespace joinery {

/// What an insert does with a row whose unique key is taken.
struct InsertConflict {
  enum class Policy {
    Fail,
    Nothing,  ///< the row that is there stays
    Update,   ///< what was given is set in the row that is there, and what every change sets
  };
  Policy policy = Policy::Fail;
  std::vector<std::string> index;  ///< attributes of the unique key that may be taken
};

/// Rows of one model as INSERT statements: those that follow each other and give the same attributes go together, with what the
/// mapping fills in. Pure.
class InsertRows {
 public:
  using Values = Assignments::Values;
  /// By attribute, in the table's order.
  using Row = std::vector<std::pair<std::size_t, Value>>;
  struct Group {
    std::set<std::size_t> given;
    std::vector<std::size_t> computed;  ///< what SQL of the mapping fills
    std::vector<Row> rows;
  };

  /// @throws DbError InvalidRequest for unknown names; WrongValue: an update without index, or with nothing to set
  InsertRows(const Model& model, const std::vector<Values>& rows, const InsertConflict& conflict);

  const std::vector<Group>& groups() const { return m_groups; }
  /// Rows of a group that gives nothing come one at a time. @param first, most rows of the group
  sql::Insert statement(const Group& group, std::size_t first, std::size_t most) const;

 private:
  void addRow(const Values& values);
  Row completed(const Values& values) const;
  std::set<std::size_t> givenBy(const Values& values) const;
  void checkUpdate() const;
  sql::OnConflict onConflict(const Group& group) const;

  const Model& m_model;
  const InsertConflict m_conflict;
  std::set<std::size_t> m_index;
  std::vector<Group> m_groups;
};

}  // namespace joinery
