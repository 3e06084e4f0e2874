// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/pasted_rows.h"

#include <algorithm>

#include "ui/grid/clipboard_format.h"
#include "ui/value/typed_value.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

int attributeNamed(const Model& model, const QString& name) {
  for (std::size_t i = 0; i < model.attributes.size(); ++i)
    if (toQString(model.attributes[i].name).compare(name.trimmed(), Qt::CaseInsensitive) == 0) return static_cast<int>(i);
  return PastedRows::kLeftOut;
}

}  // namespace

PastedRows::PastedRows(const Model& model, const std::vector<int>& shown, const QString& text) : m_model(model), m_rows(fromTsv(text)) {
  qsizetype columns = 0;
  for (const auto& row : m_rows) columns = std::max(columns, row.size());
  m_targets.assign(static_cast<std::size_t>(columns), kLeftOut);
  if (m_rows.empty()) return;
  m_hasHeader = std::ranges::all_of(m_rows.front(), [&](const QString& name) { return attributeNamed(model, name) != kLeftOut; });
  std::vector<int> writable;
  std::ranges::copy_if(shown, std::back_inserter(writable), [&](int attribute) { return model.attributes[static_cast<std::size_t>(attribute)].column.isWritable(); });
  // One column fewer than there are: the key that the database makes is not among them.
  const bool keyIsMade = writable.size() == m_targets.size() + 1 && model.attributes[static_cast<std::size_t>(writable.front())].column.hasGeneratedValue();
  if (keyIsMade) writable.erase(writable.begin());
  for (std::size_t i = 0; i < m_targets.size(); ++i) {
    const bool isNamed = m_hasHeader && static_cast<qsizetype>(i) < m_rows.front().size();
    if (isNamed) setTarget(static_cast<int>(i), attributeNamed(model, m_rows.front()[static_cast<qsizetype>(i)]));
    else if (!m_hasHeader && i < writable.size()) m_targets[i] = writable[i];
  }
}

const QString& PastedRows::cell(std::size_t row, int column) const {
  static const QString nothing;
  const QStringList& cells = m_rows[row + (m_hasHeader ? 1 : 0)];
  return column < cells.size() ? cells[column] : nothing;
}

QString PastedRows::heading(int column) const {
  const bool isNamed = m_hasHeader && column < m_rows.front().size();
  return isNamed ? m_rows.front()[column] : QString::number(column + 1);
}

void PastedRows::setTarget(int column, int attribute) {
  if (attribute != kLeftOut) std::ranges::replace(m_targets, attribute, kLeftOut);
  m_targets[static_cast<std::size_t>(column)] = attribute;
}

Result<std::optional<Value>> PastedRows::value(std::size_t row, int column) const {
  const int attribute = target(column);
  if (attribute == kLeftOut) return std::optional<Value>();
  const auto& mapped = m_model.attributes[static_cast<std::size_t>(attribute)];
  const QString& text = cell(row, column);
  if (!mapped.column.isWritable()) return DbError(ErrorKind::Data, mapped.name + " is made by the database");
  if (text.isEmpty() && m_empty == EmptyCells::Default) return std::optional<Value>();
  if (text.isEmpty() && m_empty == EmptyCells::Null) {
    if (mapped.column.hasGeneratedValue()) return std::optional<Value>();
    if (!mapped.column.nullable) return DbError(ErrorKind::Data, mapped.name + " can't be NULL");
    return std::optional(Value());
  }
  auto value = typedValue(toStdString(text), mapped.column, Value());
  if (!value) return value.error();
  return std::optional(std::move(*value));
}

Result<Change::Values> PastedRows::values(std::size_t row) const {
  Change::Values values;
  for (int column = 0; column < columnCount(); ++column) {
    auto cell = value(row, column);
    if (!cell) return cell.error();
    if (*cell) values.emplace_back(m_model.attributes[static_cast<std::size_t>(target(column))].name, Operand(**cell));
  }
  return values;
}

}  // namespace joinery::ui
