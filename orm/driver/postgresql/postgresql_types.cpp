// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_types.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "orm/driver/postgresql/postgresql_error.h"
#include "orm/driver/postgresql/postgresql_handle.h"

namespace joinery {
namespace {

constexpr const char* kTypes =
    "SELECT t.oid, t.typname, t.typtype, t.typcategory, pg_catalog.format_type(t.oid, NULL), e.enumlabel"
    " FROM pg_catalog.pg_type AS t"
    " LEFT JOIN pg_catalog.pg_type AS element ON element.oid = t.typelem AND t.typcategory = 'A'"
    " LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid WHERE ";
// Every table brings a type for its rows and one for arrays of them; there may be many, and results rarely have them.
constexpr const char* kNotOfTables = "t.typrelid = 0 AND coalesce(element.typrelid, 0) = 0";
constexpr const char* kOrder = " ORDER BY t.oid, e.enumsortorder";

enum Column { OidColumn, Name, Class, Category, Declared, Label };

/// "timestamp without time zone" with 3 is "timestamp(3) without time zone".
std::string withArguments(const std::string& declared, const std::string& arguments) {
  const std::size_t space = declared.find(" with");
  if (space == std::string::npos) return declared + "(" + arguments + ")";
  return declared.substr(0, space) + "(" + arguments + ")" + declared.substr(space);
}

std::string declaredAs(const std::string& name, const ValueType& type) {
  if (type.precision && type.scale) return withArguments(name, std::to_string(*type.precision) + "," + std::to_string(*type.scale));
  if (type.precision) return withArguments(name, std::to_string(*type.precision));
  if (type.length) return withArguments(name, std::to_string(*type.length));
  return name;
}

}  // namespace

void PostgresqlTypes::load(PGconn* connection) { read(connection, std::string(kTypes) + kNotOfTables + kOrder); }

void PostgresqlTypes::loadMissing(PGconn* connection) {
  std::string list;
  for (const Oid oid : m_missing) list += (list.empty() ? "" : ",") + std::to_string(oid);
  const std::set<Oid> wanted = std::exchange(m_missing, {});
  read(connection, std::string(kTypes) + "t.oid IN (" + list + ")" + kOrder);
  for (const Oid oid : wanted) m_types.try_emplace(oid);  // is gone; never asked for again
}

void PostgresqlTypes::read(PGconn* connection, const std::string& query) {
  const PostgresqlResult result(PQexec(connection, query.c_str()));
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw postgresqlError(connection, result.get(), query);
  const int rows = PQntuples(result.get());
  for (int row = 0; row < rows; ++row) {
    const auto text = [&](Column column) { return std::string(PQgetvalue(result.get(), row, column)); };
    const std::string number = text(OidColumn);
    Oid oid = 0;
    std::from_chars(number.data(), number.data() + number.size(), oid);
    auto [place, isNew] = m_types.try_emplace(oid);
    Entry& entry = place->second;
    if (isNew) {
      entry.type.name = text(Name);
      entry.type.typeClass = text(Class).front();
      entry.type.category = text(Category).front();
      entry.declared = text(Declared);
    }
    if (PQgetisnull(result.get(), row, Label)) continue;
    if (!entry.labels) entry.labels = std::make_shared<std::vector<std::string>>();
    entry.labels->push_back(text(Label));
  }
}

ValueType PostgresqlTypes::typeOf(Oid oid, int modifier) {
  const auto found = m_types.find(oid);
  if (found == m_types.end()) {
    m_missing.insert(oid);
    return {};
  }
  PostgresqlTypeEntry entry = found->second.type;
  entry.modifier = modifier;
  ValueType type = postgresqlType(entry, found->second.declared);
  type.declared = declaredAs(type.declared, type);
  type.labels = found->second.labels;
  return type;
}

}  // namespace joinery
