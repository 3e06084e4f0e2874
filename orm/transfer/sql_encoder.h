// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/transfer/row_encoder.h"

namespace joinery {

/// An INSERT for each row, in one transaction, with the dialect's literals.
class SqlEncoder final : public RowEncoder {
 public:
  enum class Identity { AsItIs, Given };
  /// @param identity Given: the values of an identity column are taken although the database would make its own
  SqlEncoder(const Dialect& dialect, QualifiedName table, Identity identity) : m_dialect(dialect), m_table(std::move(table)), m_identity(identity) {}
  void begin(const ResultColumns& columns, std::string& out) override;
  void rows(const RowBatch& batch, std::string& out) override;
  void end(std::string& out) override;

 private:
  const Dialect& m_dialect;
  const QualifiedName m_table;
  const Identity m_identity;
  std::string m_head;  ///< of every statement
};

}  // namespace joinery
