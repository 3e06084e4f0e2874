// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/python_expression.h"

#include <QString>

#include "orm/codegen/python_text.h"

namespace joinery {

namespace {

constexpr std::size_t kIndent = 4;

std::size_t widthOf(const std::string& line) { return static_cast<std::size_t>(QString::fromStdString(line).size()); }

}  // namespace

PythonExpression PythonExpression::text(std::string_view value) {
  PythonExpression made(pythonText(value));
  made.m_text = value;
  return made;
}

PythonExpression PythonExpression::texts(const std::vector<std::string>& values) {
  std::vector<PythonExpression> items;
  for (const std::string& value : values) items.push_back(text(value));
  return list(std::move(items));
}

PythonExpression PythonExpression::call(const std::string& function, std::vector<PythonExpression> arguments) { return {function + "(", std::move(arguments), ")"}; }

PythonExpression PythonExpression::list(std::vector<PythonExpression> items) { return {"[", std::move(items), "]"}; }

PythonExpression PythonExpression::tuple(std::vector<PythonExpression> items) {
  PythonExpression made("(", std::move(items), ")");
  made.m_isTuple = true;
  return made;
}

PythonExpression PythonExpression::dictionary(std::vector<PythonExpression> entries) { return {"{", std::move(entries), "}"}; }

PythonExpression PythonExpression::named(const std::string& name, const std::string& separator) const {
  PythonExpression made = *this;
  made.m_prefix = name + separator + made.m_prefix;
  return made;
}

std::string PythonExpression::flat() const {
  std::string line = m_prefix + m_open;
  for (std::size_t i = 0; i < m_parts.size(); ++i) line += (i > 0 ? ", " : "") + m_parts[i].flat();
  if (m_isTuple && m_parts.size() == 1) line += ",";
  return line + m_close;
}

std::string PythonExpression::laidOut(const std::string& before, std::size_t indent) const {
  const std::string line = before + flat();
  // A comma may follow.
  const bool fits = widthOf(line) < kLineLength;
  if (fits || (m_parts.empty() && m_text.empty())) return line;
  if (m_parts.empty()) return before + inPieces(indent);
  std::string lines = before + m_prefix + m_open + "\n";
  for (const PythonExpression& part : m_parts) lines += part.laidOut(std::string(indent + kIndent, ' '), indent + kIndent) + ",\n";
  return lines + std::string(indent, ' ') + m_close;
}

std::string PythonExpression::inPieces(std::size_t indent) const {
  const std::string margin(indent + kIndent, ' ');
  // Half a line: escapes make a piece longer.
  const QString whole = QString::fromStdString(m_text);
  const qsizetype size = 72 - static_cast<qsizetype>(std::min<std::size_t>(margin.size(), 40));
  std::string lines = m_prefix + "(\n";
  for (qsizetype at = 0; at < whole.size();) {
    qsizetype end = std::min(at + size, whole.size());
    if (end < whole.size() && whole.at(end).isLowSurrogate()) ++end;
    lines += margin + pythonText(whole.mid(at, end - at).toStdString()) + "\n";
    at = end;
  }
  return lines + std::string(indent, ' ') + ")";
}

}  // namespace joinery
