// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/nasty_values.h"

#include <algorithm>
#include <map>

namespace joinery::test {

namespace {

/// Expressions of SQL, by column.
using Columns = std::vector<std::pair<std::string, std::vector<std::string>>>;

const std::vector<std::string> kTexts{
    "''", "'   '", "' lead and trail '", "'tab\there'", "'back\\slash \\n'", "'quote '' and \" and `'", "'line\nend'", "'ends\n'", "'no\u00a0break'", "'e\u0301 \u00e9 \U0001F468\u200D\U0001F469\u200D\U0001F467'",
    "'\u202Ertl\u202C'", "'NULL'", "'x''00'''", "'1e5'", "'007'", "' 1'", "'<img src=/dev/zero>'",
};

const Columns kSqlite{
    {"t TEXT", {"CAST(x'610062' AS TEXT)", "CAST(x'eda080' AS TEXT)", "CAST(x'ff41' AS TEXT)", "CAST(x'efbbbf41' AS TEXT)", "'a' || char(13, 10) || 'b'", "'a' || char(13) || 'b'", "'a' || char(13, 10, 10) || 'b'",
                "'a' || char(8232) || char(8233) || char(64976) || char(65532) || 'b'", "'bell' || char(7) || char(27) || char(127) || char(133)", "printf('%.20000c', 'x')", "printf('%.1048576c', 'y')", "'\\' || char(13)"}},
    {"i INTEGER", {"9223372036854775807", "-9223372036854775808", "'abc'", "'12abc'", "1.5", "x'00'", "9007199254740993", "'9223372036854775808x'", "''", "' '", "9e18"}},
    {"r REAL", {"-0.0", "9e999", "-9e999", "0.1", "1e-320", "123456789012345680.0", "'word'", "x'ff'", "1.0", "5e-324", "0.30000000000000004"}},
    {"n NUMERIC(38,10)", {"'12345678901234567890123456789012345678'", "1.10", "'1_000'", "-0.0", "9007199254740993", "'0x10'", "'NaN'"}},
    {"b BLOB", {"x''", "x'00'", "x'00ff0d0a'", "'text'", "12", "zeroblob(5000)", "1.0", "CAST(x'ff00' AS TEXT)"}},
    {"o", {"1", "1.0", "'1'", "'1.0'", "x'31'", "''", "'a' || char(10) || 'b'", "-0.0", "9223372036854775807"}},
    {"flag BOOLEAN", {"1", "0", "2", "'yes'", "'true'", "'FALSE'", "1.0", "x'01'"}},
    {"day DATE", {"'2024-01-31'", "'0044-03-15 BC'", "20240131", "'infinity'", "2460341.5", "'31.1.2024'", "''"}},
    {"moment TIMESTAMP", {"'2024-01-31T10:00:00Z'", "'2024-01-31 10:00:00.123456789+05:30'", "1706695200", "'2024-02-30 24:00:00'", "'24:00'", "1706695200.5"}},
    {"j JSON", {"'{\"a\":1,\"a\":2}'", "'{\"n\":1e400,\"big\":12345678901234567890123,\"z\":0.10}'", "'{broken'", "' [1,' || char(10) || '2 ]'", "'\"\\ud800\"'", "'12'", "'' ", "'{\"z\":1,\"a\":{}}'"}},
    {"u UUID", {"'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'{a0eebc999c0b4ef8bb6d6bb9bd380a11}'", "x'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "'none'"}},
    {"x XML", {"'<a>&lt;&#65;&amp;</a>'", "'<?xml version=\"1.0\"?>' || char(13, 10) || '<a b=''c''/>'", "'<broken'", "'<a/><b/> tail'", "'<a>' || char(10) || char(9) || '</a>'"}},
};

const Columns kPostgresql{
    {"t text", {"E'a\\r\\nb'", "E'a\\rb'", "E'a\\r\\n\\nb'", "U&'a\\2028\\2029\\FDD0\\FFFC\\FEFFb'", "E'bell\\x07\\x1b\\x7f'", "U&'\\FEFFA'", "repeat('x', 20000)", "repeat('y', 1048576)", "E'\\\\\\r'"}},
    {"c char(5)", {"'ab'", "''"}},
    {"i bigint", {"9223372036854775807", "-9223372036854775808", "0"}},
    {"s smallint", {"32767", "-32768"}},
    {"r double precision", {"'-0'", "'NaN'", "'Infinity'", "'-Infinity'", "0.1", "1e-320", "5e-324", "123456789012345680", "0.30000000000000004"}},
    {"f real", {"0.1", "'-0'", "16777217", "1e-45"}},
    {"n numeric", {"12345678901234567890123456789012345678.0123456789", "'NaN'", "'Infinity'", "1.10", "-0.00", "1e-30"}},
    {"b bytea", {"''", "'\\x00'", "'\\x00ff0d0a'", "decode(repeat('00', 5000), 'hex')"}},
    {"flag boolean", {"true", "false"}},
    {"day date", {"'2024-01-31'", "'0044-03-15 BC'", "'infinity'", "'-infinity'", "'5874897-12-31'"}},
    {"moment timestamp", {"'2024-01-31 10:00:00.123456'", "'infinity'", "'294276-12-31 23:59:59.999999'", "'0001-01-01 00:00:00 BC'", "'1900-01-01 00:00:00'"}},
    {"zoned timestamptz", {"'2024-03-31 02:30:00.000001+02'", "'-infinity'", "'1883-11-18 12:03:58-04:56:02'"}},
    {"tod time", {"'24:00:00'", "'00:00:00.000001'"}},
    {"todz timetz", {"'10:00:00.5+05:30'", "'24:00:00-15:59'"}},
    {"span interval", {"'-1 day +02:03:04.5'", "'178000000 years'", "'0'"}},
    {"j json", {"'{\"a\":1,  \"a\":2}'", "'{\"n\":1e400,\"big\":12345678901234567890123,\"z\":0.10}'", "' [1,\n2 ]'", "'12'", "'null'", "'{\"z\":1,\"a\":{}}'"}},
    {"jb jsonb", {"'{\"big\": 12345678901234567890123, \"z\": 0.10}'", "'\"a\\nb\"'"}},
    {"x xml", {"'<a>&lt;&#65;&amp;</a>'", "E'<a>\\r\\n</a>'", "'text <b/>'", "'<?xml version=\"1.0\"?><a/><!-- c -->'", "'<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>'", "U&'<a>\\00A0\\FEFF</a>'"}},
    {"list text[]", {"'{NULL,\"NULL\",\"a\\\"b\",\"c,d\",\"\",\"{}\",\" \"}'", "'{}'", "'{{a,b},{c,d}}'", "'[0:1]={a,b}'", "E'{\"a\\nb\",\"a\\rb\",\"\\t\"}'", "E'{\"\\\\\\\\\",\"\\\\\"\"}'",
      "'[-2:-1][3:4]={{NULL,\"NULL\"},{\"\",\"{\"}}'", "U&'{\\00A0,\\FEFF,\\2028}'"}},
    {"numbers bigint[]", {"'{9223372036854775807,NULL,-1}'", "'{}'", "'{{{1}},{{2}}}'"}},
    {"boxes box[]", {"'{(1,1),(0,0);(2,2),(1,1)}'"}},
    {"vector int2vector", {"'1 2 3'"}},
    {"blobs bytea[]", {"ARRAY['\\x00ff'::bytea, NULL]"}},
    {"span_of int8range", {"'[1,9223372036854775807)'", "'empty'", "'(,5)'"}},
    {"u uuid", {"'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"}},
    {"mood mood", {"'happy'", "'so, so'", "''", "'NULL'"}},
    {"bits bit varying", {"B'0101'", "B''"}},
    {"address inet", {"'::ffff:1.2.3.4/96'", "'10.0.0.1'"}},
    {"place point", {"'(1.5,-0)'"}},
    {"words tsvector", {"'a:1 b:2'"}},
};

std::string nameOf(const std::string& column) { return column.substr(0, column.find(' ')); }

std::string rowsOf(const Columns& columns) {
  std::size_t rows = 0;
  for (const auto& [column, values] : columns) rows = std::max(rows, values.size() + (nameOf(column) == "t" ? kTexts.size() : 0));
  std::string script, names;
  for (const auto& [column, values] : columns) names += ", " + nameOf(column);
  for (std::size_t row = 0; row <= rows; ++row) {
    script += "INSERT INTO nasty(id" + names + ") VALUES (" + std::to_string(row + 1);
    for (const auto& [column, values] : columns) {
      const bool isCommon = nameOf(column) == "t" && row < kTexts.size();
      const std::size_t own = nameOf(column) == "t" ? row - kTexts.size() : row;
      script += ", " + (isCommon ? kTexts[row] : own < values.size() ? values[own] : std::string("NULL"));
    }
    script += ");\n";
  }
  return script;
}

}  // namespace

std::string nastyTable(Backend backend) {
  const bool isSqlite = backend == Backend::Sqlite;
  const Columns& columns = isSqlite ? kSqlite : kPostgresql;
  std::string table = "CREATE TABLE nasty(id INTEGER PRIMARY KEY";
  for (const auto& [column, values] : columns) table += ", " + column;
  const std::string before = isSqlite ? "DROP TABLE IF EXISTS nasty;\n" : "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\nCREATE TYPE mood AS ENUM ('', 'happy', 'so, so', 'NULL');\n";
  return before + table + ");\n" + rowsOf(columns);
}

std::vector<TypedCase> typedCases(Backend backend) {
  const auto same = [](const char* column, const char* text) { return TypedCase{column, text, text}; };
  std::vector<TypedCase> cases{
      same("t", " x "), same("t", "NULL"), same("t", "back\\slash \\n"), same("t", "no\u00a0break"), same("t", "<b>&amp;</b>"), same("t", "e\u0301\U0001F468\u200D\U0001F469"),
      same("i", "9223372036854775807"), same("i", "-9223372036854775808"), same("r", "0.1"), same("r", "1e-320"), same("r", "Infinity"), same("flag", "true"),
      same("j", "{\"a\":1, \"a\":2}"), same("j", "{\"n\":1e400,\"big\":12345678901234567890123,\"z\":0.10}"), same("j", "[1,\n2 ]"),
      same("x", "<a>&lt;&#65;</a>"), {"b", "x'00ff0d0a'", "x'00ff0d0a'"}, {"b", "\\x00 FF", "x'00ff'"},
  };
  std::vector<TypedCase> own;
  if (backend == Backend::Sqlite) {
    cases.erase(std::ranges::find(cases, "flag", [](const TypedCase& each) { return std::string(each.column); }));
    own = {{"flag", "true", "1"}, {"flag", "false", "0"}, same("moment", "2024-01-31T10:00:00Z"), same("moment", "2024-01-31 10:00:00.123456789+05:30"), same("day", "0044-03-15 BC"), same("o", "1"), same("n", "9007199254740993")};
  } else {
    own = {same("r", "-0"), same("r", "NaN"), same("n", "12345678901234567890123456789012345678.0123456789"), same("n", "NaN"), same("n", "1.10"), same("day", "infinity"), same("day", "0044-03-15 BC"),
           same("moment", "2024-01-31 10:00:00.123456"), same("moment", "infinity"), same("tod", "24:00:00"), same("todz", "10:00:00.5+05:30"), same("list", "{NULL,\"NULL\",\"a\\\"b\",\"c,d\",\"\"}"),
           same("numbers", "{9223372036854775807,NULL,-1}"), same("list", "[0:1]={a,b}"), same("list", "{}"), same("list", "{{a,b},{c,d}}"), {"list", " { a , \"b c\" } ", "{a,\"b c\"}"},
           same("x", "text <b/> &#65;"), same("x", "<p:a/>"), same("u", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), same("mood", "so, so"), same("mood", "NULL"), same("span_of", "[1,5)"), same("bits", "0101"), same("address", "10.0.0.1")};
  }
  cases.insert(cases.end(), own.begin(), own.end());
  return cases;
}

}  // namespace joinery::test
