// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_value_check.h"

#include "orm/core/ascii_case.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {
namespace {

using schema::Column;

enum class Affinity { Integer, Text, None, Real, Numeric };

/// By the rules of sqlite.org/datatype3.html, section 3.1, in their order.
Affinity affinityOf(const std::string& type, bool isStrict) {
  const std::string folded = asciiLower(type);
  const auto has = [&](const char* part) { return folded.find(part) != std::string::npos; };
  if (isStrict && folded == "any") return Affinity::None;
  if (has("int")) return Affinity::Integer;
  if (has("char") || has("clob") || has("text")) return Affinity::Text;
  if (has("blob") || folded.empty()) return Affinity::None;
  if (has("real") || has("floa") || has("doub")) return Affinity::Real;
  return Affinity::Numeric;
}

/// The checks of one kept column.
class ColumnChecks {
 public:
  ColumnChecks(const TableRebuild& rebuild, const Column& from, const Column& to, const Dialect& dialect)
      : m_from(from), m_to(to), m_value(dialect.quote(from.name)), m_type(asciiLower(dialect.ddl().columnType(to.type))), m_isStrict(rebuild.after.strict) {
    m_after = affinityOf(m_type, m_isStrict);
    m_isConverted = m_after != affinityOf(dialect.ddl().columnType(from.type), rebuild.before.strict);
    m_isKept = rebuild.before.strict && asciiLower(dialect.ddl().columnType(from.type)) == m_type;
  }

  std::vector<SqliteValueCheck> run() {
    const bool isRowId = m_to.generation == schema::Generation::RowId;
    if (!m_to.nullable || isRowId) add(m_value + " IS NULL", "is NULL where none may be");
    if (m_isStrict && !m_isKept) checkStrict();
    else if (isRowId) addStrict(isNoInteger());
    if (m_isConverted) checkLosses();
    return std::move(m_checks);
  }

 private:
  std::string stored(const char* as) const { return "CAST(" + m_value + " AS " + as + ")"; }
  std::string isOfClass(const char* storage) const { return "typeof(" + m_value + ") = '" + storage + "'"; }
  /// A text that reads as a number; a comparison with a number reads it so, as a column would.
  std::string isNumericText() const { return "(" + isOfClass("text") + " AND " + m_value + " = " + stored("NUMERIC") + ")"; }
  std::string isNoNumber() const { return "(" + isOfClass("blob") + " OR (" + isOfClass("text") + " AND " + m_value + " <> " + stored("NUMERIC") + "))"; }
  std::string isNoInteger() const {
    return "(" + isNoNumber() + " OR (NOT " + isOfClass("null") + " AND CAST(" + stored("NUMERIC") + " AS INTEGER) <> " + stored("NUMERIC") + "))";
  }

  void add(std::string condition, std::string problem) { m_checks.push_back({m_from.name, std::move(condition), std::move(problem)}); }
  void addStrict(std::string condition) { add(std::move(condition), "can't be stored as " + m_to.type.declared); }

  void checkStrict() {
    if (m_type == "int" || m_type == "integer") addStrict(isNoInteger());
    if (m_type == "real") addStrict(isNoNumber());
    if (m_type == "text") addStrict(isOfClass("blob"));
    if (m_type == "blob") addStrict("typeof(" + m_value + ") NOT IN ('blob', 'null')");
  }

  void checkLosses() {
    const std::string problem = "would become another value as " + m_to.type.declared;
    if (m_after == Affinity::Text) return add(isOfClass("real") + " AND CAST(" + stored("TEXT") + " AS REAL) <> " + m_value, problem);
    if (m_after == Affinity::None) return;
    const std::string isSpelledOtherwise = m_value + " GLOB '0[0-9]*' OR " + m_value + " GLOB '[-+]0[0-9]*' OR " + m_value + " GLOB '[+ ]*' OR " + m_value + " GLOB '* '";
    const std::string isTooLong = "(typeof(" + stored("NUMERIC") + ") = 'real' AND length(" + m_value + ") > 17)";
    add(isNumericText() + " AND (" + isSpelledOtherwise + " OR " + isTooLong + ")", problem);
    if (m_after == Affinity::Real) add("(" + isOfClass("integer") + " OR " + isNumericText() + ") AND " + stored("REAL") + " <> " + stored("NUMERIC"), problem);
  }

  const Column& m_from;
  const Column& m_to;
  std::string m_value;
  std::string m_type;
  bool m_isStrict;
  bool m_isConverted = false;
  bool m_isKept = false;
  Affinity m_after = Affinity::None;
  std::vector<SqliteValueCheck> m_checks;
};

}  // namespace

std::vector<SqliteValueCheck> sqliteValueChecks(const TableRebuild& rebuild, const Dialect& dialect) {
  std::vector<SqliteValueCheck> checks;
  for (const auto& [fromName, toName] : rebuild.columns) {
    const Column* from = sqliteColumn(rebuild.before, fromName);
    const Column* to = sqliteColumn(rebuild.after, toName);
    if (!from || !to || to->isComputed()) continue;
    for (SqliteValueCheck& check : ColumnChecks(rebuild, *from, *to, dialect).run()) checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace joinery::migration
