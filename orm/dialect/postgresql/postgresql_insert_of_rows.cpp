// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_insert_of_rows.h"

#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

/// Items with commas between them.
template <typename Text>
std::string listOf(std::size_t count, const Text& text) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i > 0 ? ", " : "") + text(i);
  return list;
}

std::string nameOf(std::size_t column) { return "c" + std::to_string(column + 1); }

/// The first row holds NULLs of the columns' own types, which those after it take over: a parameter has none of its own here.
std::string valuesOf(const Dialect::ReturningInsert& insert, std::size_t rows, const IdentifierPreparer& identifiers) {
  const std::size_t width = insert.columns.size();
  const std::string untyped = "(NULL::" + identifiers.quote(insert.table) + ").";
  std::string text = "(" + listOf(width, [&](std::size_t i) { return untyped + identifiers.quote(insert.columns[i]); }) + ", 0)";
  for (std::size_t row = 0; row < rows; ++row) {
    text += ", (";
    for (std::size_t i = 0; i < width; ++i) text += "$" + std::to_string(row * width + i + 1) + ", ";
    text += std::to_string(row + 1) + ")";
  }
  return text;
}

/// The key's numbers come from its own sequence, as they are, and always grow.
std::string isNumbered(const std::string& table, const std::string& key) {
  return " AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a"
         " JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = pg_catalog.pg_get_serial_sequence(" + table + ", " + key + ")::regclass"
         " LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
         " WHERE a.attrelid = t.oid AND a.attname = " + key + " AND s.seqincrement > 0 AND NOT s.seqcycle AND (a.attidentity <> ''"
         " OR pg_catalog.pg_get_expr(d.adbin, d.adrelid) = 'nextval(' || pg_catalog.quote_literal(s.seqrelid::regclass::text) || '::regclass)'))";
}

/// Whether each row comes to be as it is given: no rule, and no trigger that may change or drop it before. The triggers of a
/// partitioned table may be its partitions'.
std::string isPlain(const std::string& table) {
  constexpr const char* kBeforeEachInsertedRow = "7";  // TRIGGER_TYPE_ROW, _BEFORE and _INSERT
  return std::string("EXISTS (SELECT FROM pg_catalog.pg_class AS t WHERE t.oid = ") + table + "::regclass AND t.relkind = 'r' AND NOT t.relhasrules"
         " AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgtype & " + kBeforeEachInsertedRow + " = " + kBeforeEachInsertedRow + ")";
}

}  // namespace

std::string postgresqlInsertOfRows(const Dialect::ReturningInsert& insert, std::size_t rows, const IdentifierPreparer& identifiers) {
  const auto quoted = [&](const std::vector<std::string>& names) { return listOf(names.size(), [&](std::size_t i) { return identifiers.quote(names[i]); }); };
  const std::size_t width = insert.columns.size();
  const std::string table = quotedText(identifiers.quote(insert.table));
  std::string text = "INSERT INTO " + identifiers.quote(insert.table) + " (" + quoted(insert.columns) + ")";
  text += " SELECT " + listOf(width, [](std::size_t i) { return "r." + nameOf(i); });
  text += " FROM (VALUES " + valuesOf(insert, rows, identifiers) + ") AS r (" + listOf(width, nameOf) + ", place)";
  text += " WHERE r.place > 0 AND " + isPlain(table);
  if (!insert.numberedKey.empty()) text += isNumbered(table, quotedText(insert.numberedKey));
  return text + ") ORDER BY r.place RETURNING " + quoted(insert.returning);
}

}  // namespace joinery
