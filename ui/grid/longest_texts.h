// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <unordered_map>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/model.h"

namespace joinery::ui {

/// The longest text of each column in the rows that were looked at, and of the label beside it: what its width has to fit. Any thread:
/// many cells are looked at where they were read, one text a column is measured where fonts are.
class LongestTexts {
 public:
  struct Column {
    QString text;
    QString label;
  };
  /// Looks at the rows of a page, fewer of them where there are thousands of columns.
  /// @param labelColumns the batch's column of a label, by attribute
  void add(const Model& model, const RowBatch& rows, const std::unordered_map<int, int>& labelColumns);
  const std::vector<Column>& columns() const { return m_columns; }
  bool isEmpty() const { return m_columns.empty(); }

 private:
  std::vector<Column> m_columns;
};

}  // namespace joinery::ui
