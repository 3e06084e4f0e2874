// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/json_encoder.h"

#include "orm/core/json.h"

namespace joinery {

namespace {

std::string encodedJson(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

void JsonEncoder::begin(const ResultColumns& columns, std::string& out) {
  for (const std::string& label : uniqueLabels(columns)) m_names.push_back((m_names.empty() ? "{" : ",") + encodedJson(label) + ":");
  if (m_layout == Layout::Array) out += "[";
}

void JsonEncoder::rows(const RowBatch& batch, std::string& out) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (m_layout == Layout::Array) out += m_isFirst ? "\n" : ",\n";
    m_isFirst = false;
    appendRow(batch, row, out);
    if (m_layout == Layout::Lines) out += '\n';
  }
}

void JsonEncoder::appendRow(const RowBatch& batch, std::size_t row, std::string& out) {
  if (m_names.empty()) out += '{';
  for (std::size_t column = 0; column < m_names.size(); ++column) {
    out += m_names[column];
    out += encodedJson(jsonFromValue(batch.at(row, column), batch.column(column).type));
  }
  out += '}';
}

void JsonEncoder::end(std::string& out) {
  if (m_layout == Layout::Array) out += m_isFirst ? "]\n" : "\n]\n";
}

}  // namespace joinery
