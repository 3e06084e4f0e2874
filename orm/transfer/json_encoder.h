// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/transfer/row_encoder.h"

namespace joinery {

/// An object for each row, values as jsonFromValue() has them: in one array, or one on each line.
class JsonEncoder final : public RowEncoder {
 public:
  enum class Layout { Array, Lines };
  explicit JsonEncoder(Layout layout) : m_layout(layout) {}
  void begin(const ResultColumns& columns, std::string& out) override;
  void rows(const RowBatch& batch, std::string& out) override;
  void end(std::string& out) override;

 private:
  void appendRow(const RowBatch& batch, std::size_t row, std::string& out);

  const Layout m_layout;
  std::vector<std::string> m_names;  ///< each with what stands before and after it
  bool m_isFirst = true;
};

}  // namespace joinery
