// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <span>
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
  /// Rows that give the same attributes. Their values are the caller's.
  class Group {
   public:
    std::size_t size() const { return m_rows.size(); }
    /// What a row's values are of, in the table's order: what is given, and what the mapping fills.
    const std::vector<std::size_t>& attributes() const { return m_attributes; }
    /// Whether all is left to the database.
    bool givesNothing() const { return m_attributes.empty() && m_computed.empty(); }
    /// Whether SQL of the mapping fills something.
    bool hasComputed() const { return !m_computed.empty(); }
    /// A row's values, each put where attributes() has it. @pre there is room for as many
    void read(std::size_t row, std::span<ValueView> values) const;

   private:
    friend class InsertRows;
    struct Row {
      const Values* values;
      std::size_t order;  ///< in m_orders
    };
    std::set<std::size_t> m_given;
    std::vector<std::size_t> m_attributes;
    std::vector<std::size_t> m_filled;    ///< those of m_attributes that the mapping fills
    std::vector<std::size_t> m_computed;  ///< what SQL of the mapping fills
    std::vector<Row> m_rows;
    /// Where a row names each of m_attributes, for rows that name them in one order; past its values: where the mapping's are.
    std::vector<std::vector<std::size_t>> m_orders;
    std::vector<Value> m_defaults;  ///< of all rows, as many each as m_filled
  };

  /// @param rows outlive this
  /// @throws DbError InvalidRequest for unknown names; WrongValue: an update without index, or with nothing to set
  InsertRows(const Model& model, const std::vector<Values>& rows, const InsertConflict& conflict);

  const std::vector<Group>& groups() const { return m_groups; }
  /// Whether a unique key that is taken is an error.
  bool isPlain() const { return m_conflict.policy == InsertConflict::Policy::Fail; }
  /// Rows of a group that gives nothing come one at a time. @param first, most rows of the group
  sql::Insert statement(const Group& group, std::size_t first, std::size_t most) const;

 private:
  void addRow(const Values& values);
  Group groupOf(const Values& values) const;
  void addOrder(Group& group, const Values& values) const;
  Value defaultOf(std::size_t attribute) const;
  bool isFilled(std::size_t attribute) const;
  void checkUpdate() const;
  sql::OnConflict onConflict(const Group& group) const;

  const Model& m_model;
  const InsertConflict m_conflict;
  std::set<std::size_t> m_index;
  std::vector<Group> m_groups;
};

}  // namespace joinery
