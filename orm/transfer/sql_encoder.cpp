// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/sql_encoder.h"

namespace joinery {

void SqlEncoder::begin(const ResultColumns& columns, std::string& out) {
  m_head = "INSERT INTO " + m_dialect.quote(m_table) + " (";
  bool isFirst = true;
  for (const std::string& label : uniqueLabels(columns)) {
    if (!isFirst) m_head += ", ";
    isFirst = false;
    m_head += m_dialect.quote(label);
  }
  m_head += m_identity == Identity::Given ? ") OVERRIDING SYSTEM VALUE VALUES (" : ") VALUES (";
  out += "BEGIN;\n";
}

void SqlEncoder::rows(const RowBatch& batch, std::string& out) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    out += m_head;
    for (std::size_t column = 0; column < batch.columnCount(); ++column) {
      if (column > 0) out += ", ";
      out += m_dialect.literal(batch.at(row, column), batch.column(column).type);
    }
    out += ");\n";
  }
}

void SqlEncoder::end(std::string& out) { out += "COMMIT;\n"; }

}  // namespace joinery
