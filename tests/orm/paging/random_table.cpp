// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_table.h"

#include <algorithm>
#include <random>

namespace joinery::test {

namespace {

class Maker {
 public:
  Maker(const Dialect& dialect, const std::string& prefix, quint32 seed) : m_isSqlite(dialect.name() == "sqlite"), m_random(seed) {
    m_table.name = "random_" + std::to_string(seed);
    m_full = prefix + m_table.name;
  }

  RandomTable make() {
    // Nothing tells rows of the last kind apart but SQLite's rowid.
    const std::vector<std::vector<std::string>> keys{{"k1"}, {"k2"}, {"k2", "k1"}, {}};
    m_key = keys[below(4)];
    makeTable();
    for (int i = 0; i < 2; ++i) makeIndex(i);
    fill();
    m_table.script += "COMMIT;";
    chooseOrder();
    if (below(3) == 0) chooseFilter();
    m_table.clauses += " ORDER BY " + m_orderBy;
    return m_table;
  }

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(m_random() % end); }

  void makeTable() {
    const std::string collation = m_isSqlite ? (below(2) ? " COLLATE NOCASE" : " COLLATE RTRIM") : below(2) ? " COLLATE \"C\"" : "";
    m_table.script = "BEGIN;CREATE TABLE " + m_full + "(k1 INTEGER NOT NULL, k2 VARCHAR(20)" + collation + " NOT NULL, a INTEGER, b VARCHAR(20)" + collation + ", c DOUBLE PRECISION";
    if (!m_key.empty()) m_table.script += ", PRIMARY KEY(" + m_key[0] + (m_key.size() > 1 ? ", " + m_key[1] : "") + ")";
    m_table.script += m_isSqlite && !m_key.empty() && below(3) == 0 ? ") WITHOUT ROWID;" : ");";
  }

  void makeIndex(int number) {
    std::vector<std::string> columns{"a", "b", "c", "k1", "k2"};
    std::shuffle(columns.begin(), columns.end(), m_random);
    std::string parts;
    for (std::uint32_t i = 0; i < 1 + below(3); ++i) parts += (i > 0 ? ", " : "") + columns[i] + (below(2) ? " DESC" : "");
    m_table.script += "CREATE INDEX " + m_table.name + "_" + std::to_string(number) + " ON " + m_full + "(" + parts + ");";
  }

  std::string word() {
    const char* letters = below(2) ? "abc" : "ABC";
    std::string text;
    for (std::uint32_t i = 0; i < below(4); ++i) text += letters[below(3)];
    return text + (below(5) == 0 ? " " : "");
  }

  void fill() {
    const std::uint32_t rows = below(1'200);
    for (std::uint32_t i = 0; i < rows; ++i) {
      const std::string a = below(4) ? std::to_string(below(6)) : "NULL";
      const std::string b = below(4) ? "'" + word() + "'" : "NULL";
      const std::string c = below(4) ? std::to_string(below(30)) + ".5" : "NULL";
      // Keys come in no order and differ under any collation.
      const std::string number = std::to_string((i * 611'953) % 1'000'003);
      m_table.script += (i % 200 == 0 ? "INSERT INTO " + m_full + " VALUES " : ", ") + ("(" + number) + ", '" + number + word() + "', " + a + ", " + b + ", " + c + ")";
      if (i % 200 == 199 || i + 1 == rows) m_table.script += ";";
    }
  }

  void chooseOrder() {
    std::vector<std::string> columns{"a", "b", "c", "k1", "k2"};
    std::shuffle(columns.begin(), columns.end(), m_random);
    columns.resize(m_key.empty() && !m_isSqlite ? columns.size() : below(4));
    std::string direction;
    const auto add = [this](const std::string& term) { m_orderBy += (m_orderBy.empty() ? "" : ", ") + term; };
    for (const auto& column : columns) {
      const bool descends = below(2);
      const auto nulls = below(3);
      direction = descends ? " DESC" : "";
      m_table.sorts.push_back((descends ? "-" : "+") + column + (nulls == 0 ? ":first" : nulls == 1 ? ":last" : ""));
      add(column + direction + (nulls == 0 ? " NULLS FIRST" : nulls == 1 ? " NULLS LAST" : ""));
    }
    for (const auto& part : m_key) add(part + direction);
    if (m_key.empty() && m_isSqlite) add("rowid" + direction);
  }

  void chooseFilter() {
    m_table.filter = R"({"a": {"$gte": 2}})";
    m_table.clauses = " WHERE a >= 2";
  }

  bool m_isSqlite;
  std::mt19937 m_random;
  RandomTable m_table{{}, {}, {}, "{}", {}};
  std::string m_full;
  std::vector<std::string> m_key;
  std::string m_orderBy;
};

}  // namespace

RandomTable randomTable(const Dialect& dialect, const std::string& prefix, quint32 seed) { return Maker(dialect, prefix, seed).make(); }

}  // namespace joinery::test
