// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/core/result.h"
#include "orm/model/model.h"

namespace joinery::ui {

/// The rows of a spreadsheet on their way into a model: which column goes where, and what each cell becomes. A plain value.
class PastedRows {
 public:
  static constexpr int kLeftOut = -1;
  /// What an empty cell says.
  enum class EmptyCells { Null, EmptyText, Default };

  /// The first row is taken for names where each of its cells is the name of an attribute; else the columns go to the attributes in the order
  /// in which they are shown. @param shown attributes from left to right
  PastedRows(const Model& model, const std::vector<int>& shown, const QString& text);

  bool hasHeader() const { return m_hasHeader; }
  void setHasHeader(bool hasHeader) { m_hasHeader = hasHeader; }
  EmptyCells emptyCells() const { return m_empty; }
  void setEmptyCells(EmptyCells empty) { m_empty = empty; }
  int columnCount() const { return static_cast<int>(m_targets.size()); }
  std::size_t rowCount() const { return m_rows.size() - (m_hasHeader ? 1 : 0); }
  const QString& cell(std::size_t row, int column) const;
  QString heading(int column) const;
  /// The attribute that a column goes to, or kLeftOut.
  int target(int column) const { return m_targets[static_cast<std::size_t>(column)]; }
  /// Another column that went there is left out.
  void setTarget(int column, int attribute);

  /// What a cell becomes; none: it is left to the default. @return DbError Data where it does not fit
  Result<std::optional<Value>> value(std::size_t row, int column) const;
  /// The row as an insert. @return DbError Data for the first cell that does not fit
  Result<Change::Values> values(std::size_t row) const;

 private:
  const Model& m_model;
  std::vector<QStringList> m_rows;
  std::vector<int> m_targets;
  bool m_hasHeader = false;
  EmptyCells m_empty = EmptyCells::Null;
};

}  // namespace joinery::ui
