// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <random>

#include "orm/schema/metadata.h"

namespace joinery::test {

/// Fills every member of what a schema is made of with anything: usual and unusual values, texts with quotes, without UTF-8, empty ones.
/// Does not compile where a member is missing here.
class RandomMembers {
 public:
  explicit RandomMembers(unsigned seed) : m_random(seed) {}

  schema::MetaData metadata() {
    schema::MetaData made;
    made.defaultSchema = "main";
    fill(made.schemas, made.enums, made.domains, made.sequences, made.routines, made.extensions);
    for (int left = number(3); left > 0; --left) {
      std::string key;
      fill(key);
      if (key.find('\xff') != std::string::npos) continue;  // no key of JSON
      fill(made.extensionSchemas[key], made.schemaComments[key]);
    }
    for (int left = number(4); left > 0; --left) {
      schema::Table table;
      fill(table);
      table.name.name += std::to_string(left);  // names of tables are there once
      made.add(std::move(table));
    }
    return made;
  }

 private:
  int number(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }

  void fill(bool& flag) { flag = number(3) == 0; }
  void fill(int& whole) { whole = number(2) ? number(2000) - 1000 : static_cast<int>(m_random()); }
  void fill(std::int64_t& whole) { whole = number(2) ? number(2000) - 1000 : static_cast<std::int64_t>((std::uint64_t{m_random()} << 32) | m_random()); }
  void fill(std::string& text) {
    static const std::array<std::string, 9> kTexts{"", "a", "Straße", "select", "quo\"te", "new\nline", "\xff\xfe", "a/b~c", std::string("n\0l", 3)};
    text = kTexts[static_cast<std::size_t>(number(static_cast<int>(kTexts.size())))];
    if (number(2)) text += std::to_string(number(100));
  }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  void fill(Enum& value) { value = static_cast<Enum>(number(lastOf(value) + 1)); }
  template <typename Item>
  void fill(std::optional<Item>& item) {
    if (number(2)) fill(item.emplace());
    else item.reset();
  }
  template <typename Item>
  void fill(std::vector<Item>& items) {
    items.resize(static_cast<std::size_t>(number(3)));
    for (Item& item : items) fill(item);
  }
  template <typename... Members>
    requires(sizeof...(Members) > 1)
  void fill(Members&... members) { (fill(members), ...); }

  static int lastOf(TypeKind) { return static_cast<int>(TypeKind::Geometry); }
  static int lastOf(schema::TableKind) { return static_cast<int>(schema::TableKind::PartitionedTable); }
  static int lastOf(schema::Generation) { return static_cast<int>(schema::Generation::RowId); }
  static int lastOf(schema::ReferentialAction) { return static_cast<int>(schema::ReferentialAction::SetDefault); }
  static int lastOf(schema::Firing) { return static_cast<int>(schema::Firing::Never); }
  static int lastOf(schema::ConflictClause) { return static_cast<int>(schema::ConflictClause::Replace); }

  void fill(QualifiedName& name) { fill(name.schema, name.name); }
  void fill(ValueType& type) {
    auto& [kind, declared, length, precision, scale, labels, perCell] = type;
    fill(kind, declared, length, precision, scale, perCell);
    std::vector<std::string> words;
    fill(words);
    labels = number(3) ? nullptr : std::make_shared<const std::vector<std::string>>(words);
  }
  void fill(schema::SequenceOptions& options) {
    auto& [start, increment, minimum, maximum, cache, cycle] = options;
    fill(start, increment, minimum, maximum, cache, cycle);
  }
  void fill(schema::Column& column) {
    auto& [name, type, nullable, defaultExpression, generation, autoIncrement, expression, collation, comment, identity, inherited, onNull] = column;
    fill(name, type, nullable, defaultExpression, generation, autoIncrement, expression, collation, comment, identity, inherited, onNull);
  }
  /// Only what is deferrable can be deferred.
  void deferral(bool& deferrable, bool& initiallyDeferred) {
    fill(deferrable, initiallyDeferred);
    initiallyDeferred = initiallyDeferred && deferrable;
  }
  void fill(schema::KeyOrder& order) {
    auto& [column, collation, descending] = order;
    fill(column, collation, descending);
  }
  void fill(schema::UniqueKey& key) {
    auto& [name, columns, deferrable, initiallyDeferred, nullsNotDistinct, included, orders, onConflict, comment] = key;
    fill(name, columns, nullsNotDistinct, included, orders, onConflict, comment);
    deferral(deferrable, initiallyDeferred);
  }
  void fill(schema::ForeignKey& key) {
    auto& [name, columns, referredTable, referredColumns, onDelete, onUpdate, deferrable, initiallyDeferred, matchFull, setOnDelete, notValid, comment] = key;
    fill(name, columns, referredTable, onDelete, onUpdate, matchFull, setOnDelete, notValid, comment);
    referredColumns = columns;
    deferral(deferrable, initiallyDeferred);
  }
  void fill(schema::CheckConstraint& check) {
    auto& [name, expression, noInherit, notValid, comment] = check;
    fill(name, expression, noInherit, notValid, comment);
  }
  void fill(schema::ExclusionConstraint& exclusion) {
    auto& [name, definition, deferrable, initiallyDeferred, comment] = exclusion;
    fill(name, definition, comment);
    deferral(deferrable, initiallyDeferred);
  }
  void fill(schema::Index::Part& part) {
    auto& [column, expression, descending, collation, operatorClass, nullsFirst] = part;
    fill(column, expression, descending, collation, operatorClass, nullsFirst);
  }
  void fill(schema::Index& index) {
    auto& [name, parts, unique, predicate, method, definition, included, nullsNotDistinct, inherited, options, comment] = index;
    fill(name, parts, unique, predicate, method, definition, included, nullsNotDistinct, inherited, options, comment);
  }
  void fill(schema::Trigger& trigger) {
    auto& [name, definition, comment, firing] = trigger;
    fill(name, definition, comment, firing);
  }
  void fill(schema::Rule& rule) {
    auto& [name, definition, comment, firing] = rule;
    fill(name, definition, comment, firing);
  }
  void fill(schema::Partition& partition) {
    auto& [parent, bound] = partition;
    fill(parent, bound);
  }
  void fill(schema::Table& table) {
    auto& [name, kind, columns, primaryKey, uniqueKeys, foreignKeys, checks, exclusions, indexes, triggers, rules, comment, hasRowId, strict, withoutRowId, estimatedRows, definition,
           viewColumns, readsFrom, inherits, partitionKey, partition, options, extension, upkeep] = table;
    fill(name, kind, columns, primaryKey, uniqueKeys, foreignKeys, checks, exclusions, indexes, triggers, rules, comment, hasRowId, strict, withoutRowId, definition, viewColumns, readsFrom,
         inherits, partitionKey, partition, options, extension);
    estimatedRows.reset();  // no part of a schema's document
    upkeep = {};            // nor is this
  }
  void fill(schema::EnumType& type) {
    auto& [name, labels, comment, upkeep] = type;
    fill(name, labels, comment);
    upkeep = {};
  }
  void fill(schema::Domain& domain) {
    auto& [name, type, nullable, defaultExpression, checks, collation, comment] = domain;
    fill(name, type, nullable, defaultExpression, checks, collation, comment);
  }
  void fill(schema::Sequence& sequence) {
    auto& [name, type, options, ownerTable, ownerColumn, comment] = sequence;
    fill(name, type, options, ownerTable, ownerColumn, comment);
  }
  void fill(schema::Routine& routine) {
    auto& [name, arguments, definition, procedure, comment, readsFrom, upkeep] = routine;
    fill(name, arguments, definition, procedure, comment, readsFrom);
    upkeep = {};
  }

  std::mt19937 m_random;
};

}  // namespace joinery::test
