// SPDX-License-Identifier: GPL-3.0-or-later
#include "generated_schema.h"

#include <algorithm>
#include <array>
#include <random>

#include "../events_file.h"
#include "../raw_sqlite.h"

namespace joinery::bench {

namespace {

constexpr int kHubs = 10, kTablesOfAModule = 18;
constexpr std::array kHubNames{"account", "company", "country", "currency", "language", "document", "unit", "address", "calendar", "status"};
constexpr std::array kModules{"sales", "purchase", "stock", "invoice", "payroll", "project", "ticket", "asset", "campaign", "shipment", "quality", "budget"};
constexpr std::array kNouns{"order", "line", "item", "type", "history", "group", "note", "rule", "event", "member", "price_list", "attachment", "plan", "approval", "template", "category_translation"};

class Random {
 public:
  int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(std::max(1, limit))); }

 private:
  std::mt19937 m_random{1};
};

void refer(GeneratedTable& table, int other, int& left) {
  if (left <= 0 || std::ranges::count(table.references, other) > 0) return;
  table.references.push_back(other);
  --left;
}

/// The first table of the module that a table belongs to.
int moduleOf(int table) { return kHubs + (table - kHubs) / kTablesOfAModule * kTablesOfAModule; }

}  // namespace

std::vector<GeneratedTable> generatedSchema(int tables) {
  Random random;
  std::vector<GeneratedTable> made(static_cast<std::size_t>(tables));
  const int islands = tables / 12, related = std::max(0, tables - islands);
  int left = tables * 9 / 5;
  for (int i = 0; i < tables; ++i) {
    GeneratedTable& table = made[static_cast<std::size_t>(i)];
    const auto part = static_cast<std::size_t>(std::max(0, i - kHubs));
    const std::string number = "_" + std::to_string(part / kTablesOfAModule + 1);
    if (i < kHubs) table.name = kHubNames[static_cast<std::size_t>(i)];
    else if (i >= related) table.name = "setting_" + std::to_string(i - related + 1);
    else table.name = std::string(kModules[part / kTablesOfAModule % kModules.size()]) + number + "_" + kNouns[part % kTablesOfAModule % kNouns.size()] + (part % kTablesOfAModule < kNouns.size() ? "" : "_detail");
    table.columns = 4 + random.below(9);
    const int first = i < kHubs ? i : moduleOf(i);
    if (i >= related || i <= first) continue;
    refer(table, random.below(10) < 3 ? i - 1 : first + random.below(std::min(i - first, 6)), left);
  }
  while (left > 0 && related > kHubs + 1) {
    const int i = kHubs + random.below(related - kHubs), first = moduleOf(i), kind = random.below(20);
    GeneratedTable& table = made[static_cast<std::size_t>(i)];
    if (kind < 11) refer(table, std::min(random.below(kHubs), random.below(kHubs)), left);
    else if (kind < 17 && i > first) refer(table, first + random.below(i - first), left);
    else if (kind >= 17) refer(table, moduleOf(kHubs + random.below(related - kHubs)), left);
  }
  return made;
}

std::filesystem::path schemaFile(int tables) {
  return keptFile("schema_" + std::to_string(tables) + ".db", [tables](const std::string& path) {
    const RawSqlite database(path);
    const auto schema = generatedSchema(tables);
    database.run("BEGIN");
    for (const auto& table : schema) {
      std::string sql = "CREATE TABLE " + table.name + "(id INTEGER PRIMARY KEY";
      for (const int other : table.references) sql += ", " + schema[static_cast<std::size_t>(other)].name + "_id INTEGER" + (other % 3 == 0 ? "" : " NOT NULL") + " REFERENCES " + schema[static_cast<std::size_t>(other)].name;
      for (int i = 0; i < table.columns; ++i) sql += std::string(", ") + kNouns[static_cast<std::size_t>(i)] + (i % 3 == 0 ? "_name TEXT NOT NULL" : i % 3 == 1 ? "_amount NUMERIC(12, 2)" : "_changed_at TIMESTAMP");
      database.run((sql + ")").c_str());
    }
    database.run("COMMIT");
  });
}

}  // namespace joinery::bench
