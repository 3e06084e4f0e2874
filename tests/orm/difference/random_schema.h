// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::test {

/// A schema of any shape that the dialect's engine takes, spelled as the engine spells it. Made by chance, but the same for the same seeds.
/// All draw from one pool of names, so that two of them have much in common: tables, columns with types, keys, foreign keys in circles too,
/// checks, indexes, views on views, an enum, triggers. Values that a column has under one schema suit it under every other, so that rows can be kept.
class RandomSchema {
 public:
  /// @param seed of most of it @param other of the rest: what a schema becomes when a person changes some of it
  RandomSchema(const Dialect& dialect, std::uint32_t seed, std::uint32_t other) : m_dialect(dialect), m_seed(seed), m_other(other) {}

  schema::MetaData make() const;

  /// What an INSERT into each of its tables takes for the row of that number, from 1; NULL for nothing.
  static std::string valueOf(const schema::Column& column, int row);

 private:
  /// From 0 on, by what it is for.
  int number(const std::string& purpose, int below) const;
  bool happens(const std::string& purpose, int percent) const { return number(purpose, 100) < percent; }
  bool isPostgresql() const { return m_dialect.name() == "postgresql"; }
  bool isWithoutRowId(const std::string& table) const { return !isPostgresql() && happens(table + " without rowid", 20); }
  bool hasTable(const std::string& name) const { return name == "album" || happens(name, 70); }

  schema::EnumType moods() const;
  schema::Table table(const std::string& name, bool hasEnum) const;
  ValueType type(const char* postgresql, const char* sqlite) const;
  ValueType idType(const std::string& table) const;
  std::vector<schema::Column> columns(const std::string& table, bool hasEnum) const;
  schema::Column column(const std::string& table, std::string name, ValueType type) const;
  void addKeys(schema::Table& table) const;
  void addForeignKeys(schema::Table& table) const;
  void addChecksAndIndexes(schema::Table& table) const;
  void addTrigger(schema::Table& table) const;
  void addViews(schema::MetaData& metadata) const;

  const Dialect& m_dialect;
  std::uint32_t m_seed, m_other;
};

}  // namespace joinery::test
