// SPDX-License-Identifier: GPL-3.0-or-later
#include "rendering_cases.h"

using namespace joinery;

namespace {

const char* const kSqliteTables = R"(
  CREATE TABLE kind(id INTEGER PRIMARY KEY, "Name" TEXT, parent INTEGER);
  CREATE TABLE item(id INTEGER PRIMARY KEY, "Name" TEXT, kind INTEGER, price NUMERIC DEFAULT 1, made TEXT, uid TEXT,
                    data BLOB, doc TEXT, flag INTEGER, ratio REAL, code TEXT, "order" INTEGER DEFAULT 7, UNIQUE("Name"));
)";

const char* const kPostgresqlTables = R"(
  CREATE TABLE kind(id integer PRIMARY KEY, "Name" text, parent integer);
  CREATE TABLE item(id integer PRIMARY KEY, "Name" text UNIQUE, kind integer, price numeric(10,2) DEFAULT 1, made date,
                    uid uuid, data bytea, doc jsonb, flag boolean, ratio double precision, code character(5),
                    "order" integer DEFAULT 7);
)";

}  // namespace

sql::Expression number(std::int64_t value) { return sql::bind(Value::integer(value)); }
sql::Expression words(const char* value) { return sql::bind(Value::text(value)); }

CompiledStatement RenderingCase::compile(const Dialect& dialect) const {
  return std::visit([&](const auto& each) { return dialect.compile(each); }, statement);
}

CompiledStatement RenderingCase::executable(const Dialect& dialect) const {
  const auto* expression = std::get_if<sql::Expression>(&statement);
  if (!expression) return compile(dialect);
  return dialect.compile(sql::Select({*expression}).from(sql::table(QualifiedName("item"))));
}

std::string caseTables(const Dialect& dialect, const std::string& schema) {
  static constexpr std::string_view kCreate = "CREATE TABLE ";
  std::string script = dialect.name() == "sqlite" ? kSqliteTables : kPostgresqlTables;
  if (schema.empty()) return script;
  for (std::size_t at = script.find(kCreate); at != std::string::npos; at = script.find(kCreate, at + 1)) script.insert(at + kCreate.size(), schema + ".");
  return script;
}
