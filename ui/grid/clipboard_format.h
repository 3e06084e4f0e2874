// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "orm/core/value.h"
#include "orm/core/value_type.h"

class QMimeData;

namespace joinery::ui {

/// A block of cells on its way to the clipboard.
struct CellBlock {
  QStringList headers;
  std::vector<ValueType> types;
  std::vector<std::vector<Value>> rows;
};

/// A cell's whole text; empty for NULL.
QString plainCell(ValueView value, const ValueType& type);
/// A text as a cell of TSV.
QString tsvCell(const QString& text);
/// TSV (quoted where a cell holds a tab, a quote or a newline) and an HTML table.
QMimeData* clipboardData(const CellBlock& block, bool withHeaders);
QString toTsv(const CellBlock& block, bool withHeaders);
QString toJsonText(const CellBlock& block);
QString toMarkdown(const CellBlock& block);
/// The cells of a TSV text, quoted ones unquoted.
std::vector<QStringList> fromTsv(const QString& text);

}  // namespace joinery::ui
