// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/schema_validation.h"

#include <algorithm>
#include <map>
#include <set>

#include "orm/difference/designed_type.h"
#include "orm/difference/schema_names.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::MetaData;
using schema::Table;
using Part = SchemaPlace::Part;
using Severity = SchemaIssue::Severity;

constexpr std::size_t kLongestPostgresqlName = 63;  // bytes: NAMEDATALEN - 1

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; });
  return text;
}

class Validation {
 public:
  Validation(const MetaData& metadata, const Dialect& dialect) : m_metadata(metadata), m_dialect(dialect) {}

  std::vector<SchemaIssue> run() {
    for (const auto& table : m_metadata.tables()) judge(*table);
    judgeIndexNames();
    for (const auto& each : m_metadata.enums) judge(each);
    judgeCycles();
    return std::move(m_issues);
  }

 private:
  void tell(Part part, const QualifiedName& object, std::size_t index, Severity severity, std::string sentence, std::string advice) {
    m_issues.push_back({{part, object, index, m_field}, severity, std::move(sentence), std::move(advice)});
  }
  std::string folded(const std::string& name) const { return m_dialect.namesIgnoreCase() ? lower(name) : name; }

  /// What is wrong with a name by itself.
  void judgeName(Part part, const QualifiedName& object, std::size_t index, const std::string& name, const std::string& what) {
    if (name.empty()) return tell(part, object, index, Severity::Error, what + " has no name.", "Give it one.");
    if (name.find('\0') != std::string::npos) return tell(part, object, index, Severity::Error, what + " has a zero byte in its name.", "Take it out.");
    if (m_dialect.name() == "postgresql" && name.size() > kLongestPostgresqlName)
      tell(part, object, index, Severity::Error, "The name " + name + " has " + std::to_string(name.size()) + " bytes; PostgreSQL keeps 63.", "Shorten it.");
    if (m_dialect.name() == "sqlite" && part == Part::Table && lower(name).starts_with("sqlite_"))
      tell(part, object, index, Severity::Error, "Names that begin with sqlite_ are SQLite's own.", "Choose another name for " + name + ".");
    const std::string plain = lower(name);
    const bool isPlain = std::ranges::all_of(plain, [](char letter) { return (letter >= 'a' && letter <= 'z') || letter == '_'; });
    if (isPlain && m_dialect.identifiers().needsQuotes(plain))
      tell(part, object, index, Severity::Warning, name + " is a word of SQL: it has to stand in quotes wherever it is written.", "Choose another name, if you can.");
  }

  void judge(const Table& table) {
    const QualifiedName& name = table.name;
    judgeName(Part::Table, name, 0, name.name, table.isView() ? "A view" : "A table");
    if (table.isView()) {
      if (table.definition.empty()) tell(Part::Table, name, 0, Severity::Error, "The view " + name.name + " has no query.", "Write the SELECT that it stands for.");
      return;
    }
    if (table.kind == schema::TableKind::VirtualTable || table.kind == schema::TableKind::ForeignTable) return;
    if (table.columns.empty()) tell(Part::Table, name, 0, Severity::Error, "The table " + name.name + " has no columns.", "Add one at least.");
    if (!table.primaryKey) tell(Part::Table, name, 0, table.withoutRowId ? Severity::Error : Severity::Warning, "The table " + name.name + (table.withoutRowId ? " is WITHOUT ROWID and" : "") + " has no primary key.",
                                "Mark the columns that tell its rows apart as its key.");
    judgeColumns(table);
    if (table.primaryKey) judgeKey(table, Part::PrimaryKey, 0, table.primaryKey->columns, "The primary key");
    for (std::size_t i = 0; i < table.uniqueKeys.size(); ++i) judgeKey(table, Part::UniqueKey, i, table.uniqueKeys[i].columns, "A unique key");
    for (std::size_t i = 0; i < table.foreignKeys.size(); ++i) judgeForeignKey(table, i);
    for (std::size_t i = 0; i < table.checks.size(); ++i)
      if (table.checks[i].expression.empty()) tell(Part::Check, name, i, Severity::Error, "A check of " + name.name + " has no condition.", "Write what has to hold for each row.");
    for (std::size_t i = 0; i < table.indexes.size(); ++i) judgeIndex(table, i);
    judgeConstraintNames(table);
  }

  void judgeColumns(const Table& table) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      judgeName(Part::Column, table.name, i, column.name, "A column of " + table.name.name);
      if (!names.insert(folded(column.name)).second) tell(Part::Column, table.name, i, Severity::Error, "The name " + column.name + " is there twice in " + table.name.name + ".", "Rename one of them.");
      m_field = SchemaPlace::Field::Type;
      judgeType(table, i);
      m_field = SchemaPlace::Field::Definition;
      judgeGeneration(table, i);
      m_field = SchemaPlace::Field::Whole;
    }
  }

  void judgeType(const Table& table, std::size_t i) {
    const Column& column = table.columns[i];
    if (isKnownType(column.type.declared, table.strict, m_metadata, m_dialect)) return;
    const bool isTaken = m_dialect.name() == "sqlite" && !table.strict;
    const std::string engine = m_dialect.name() == "sqlite" ? (table.strict ? "A STRICT table" : "SQLite") : "PostgreSQL";
    if (column.type.declared.empty()) return tell(Part::Column, table.name, i, Severity::Error, "The column " + column.name + " has no type.", "Choose one.");
    tell(Part::Column, table.name, i, isTaken ? Severity::Warning : Severity::Error, engine + " has no type called " + column.type.declared + ".",
         isTaken ? "SQLite would keep numbers and whatever looks like one as numbers there. Choose a type from the list." : "Choose a type from the list.");
  }

  void judgeGeneration(const Table& table, std::size_t i) {
    const Column& column = table.columns[i];
    if (!column.isComputed()) return;
    if (column.generationExpression.empty()) return tell(Part::Column, table.name, i, Severity::Error, "The column " + column.name + " is computed from nothing.", "Write its expression.");
    for (const SqlToken& token : sqlTokens(column.generationExpression, m_dialect)) {
      if (!token.isName() || !isNamed(token, column.name, m_dialect)) continue;
      return tell(Part::Column, table.name, i, Severity::Error, "The column " + column.name + " is computed from itself.", "Take it out of its expression.");
    }
    if (column.defaultExpression) tell(Part::Column, table.name, i, Severity::Error, "The column " + column.name + " is computed and has a default.", "Take one of both away.");
  }

  void judgeKey(const Table& table, Part part, std::size_t index, const std::vector<std::string>& columns, const std::string& what) {
    if (columns.empty()) tell(part, table.name, index, Severity::Error, what + " of " + table.name.name + " has no columns.", "Name one at least.");
    std::set<std::string> seen;
    for (const std::string& each : columns) {
      if (!findColumn(table, each, m_dialect)) tell(part, table.name, index, Severity::Error, what + " names " + each + ", which is no column of " + table.name.name + ".", "Choose a column of the table.");
      if (!seen.insert(folded(each)).second) tell(part, table.name, index, Severity::Error, what + " has " + each + " twice.", "Name each column once.");
    }
  }

  void judgeForeignKey(const Table& table, std::size_t i) {
    const schema::ForeignKey& key = table.foreignKeys[i];
    const std::string what = "The foreign key to " + key.referredTable.name;
    judgeKey(table, Part::ForeignKey, i, key.columns, what);
    const auto error = [&](std::string sentence, std::string advice) { tell(Part::ForeignKey, table.name, i, Severity::Error, std::move(sentence), std::move(advice)); };
    const auto referred = findTable(m_metadata, key.referredTable, m_dialect);
    if (!referred) return error(what + " finds no such table.", "Choose a table of the schema.");
    std::vector<std::string> columns = key.referredColumns;
    if (columns.empty() && referred->primaryKey) columns = referred->primaryKey->columns;
    if (columns.size() != key.columns.size())
      return error(what + " has " + std::to_string(key.columns.size()) + " columns here and " + std::to_string(columns.size()) + " there.", "Name as many columns on both sides.");
    for (const std::string& each : columns)
      if (!findColumn(*referred, each, m_dialect)) return error(what + " names " + each + ", which is no column of it.", "Choose a column of " + referred->name.name + ".");
    if (!isUniqueThere(*referred, columns)) error(what + " refers to columns that are not unique there.", "Refer to its primary key, or add a unique key over them.");
    for (std::size_t at = 0; at < columns.size(); ++at) judgePair(table, i, key.columns[at], *referred, columns[at]);
  }

  bool isUniqueThere(const Table& table, const std::vector<std::string>& columns) const {
    const auto folds = [&](std::vector<std::string> names) {
      std::ranges::transform(names, names.begin(), [&](const std::string& each) { return folded(each); });
      std::ranges::sort(names);
      return names;
    };
    const auto wanted = folds(columns);
    if (table.primaryKey && folds(table.primaryKey->columns) == wanted) return true;
    if (std::ranges::any_of(table.uniqueKeys, [&](const auto& key) { return folds(key.columns) == wanted; })) return true;
    return std::ranges::any_of(table.indexes, [&](const schema::Index& index) {
      std::vector<std::string> names;
      for (const auto& part : index.parts) names.push_back(part.column);
      return index.unique && index.predicate.empty() && folds(names) == wanted;
    });
  }

  void judgePair(const Table& table, std::size_t i, const std::string& from, const Table& referred, const std::string& to) {
    const Column* one = findColumn(table, from, m_dialect);
    const Column* other = findColumn(referred, to, m_dialect);
    if (!one || !other || one->type.kind == other->type.kind) return;
    tell(Part::ForeignKey, table.name, i, m_dialect.name() == "sqlite" ? Severity::Warning : Severity::Error,
         table.name.name + "." + from + " is " + one->type.declared + " and " + referred.name.name + "." + to + " is " + other->type.declared + ".", "Give both the same type.");
  }

  void judgeIndex(const Table& table, std::size_t i) {
    const schema::Index& index = table.indexes[i];
    judgeName(Part::Index, table.name, i, index.name, "An index of " + table.name.name);
    if (index.parts.empty()) tell(Part::Index, table.name, i, Severity::Error, "The index " + index.name + " has no columns.", "Name a column or an expression.");
    for (const auto& part : index.parts)
      if (!part.column.empty() && !findColumn(table, part.column, m_dialect))
        tell(Part::Index, table.name, i, Severity::Error, "The index " + index.name + " names " + part.column + ", which is no column of " + table.name.name + ".", "Choose a column, or put an expression in parentheses.");
  }

  void judgeConstraintNames(const Table& table) {
    if (m_dialect.name() != "postgresql") return;
    std::set<std::string> names;
    const auto judgeOne = [&](Part part, std::size_t i, const std::string& name) {
      if (name.empty()) return;
      judgeName(part, table.name, i, name, "");
      if (!names.insert(name).second) tell(part, table.name, i, Severity::Error, "Two constraints of " + table.name.name + " are called " + name + ".", "Rename one of them.");
    };
    if (table.primaryKey) judgeOne(Part::PrimaryKey, 0, table.primaryKey->name);
    for (std::size_t i = 0; i < table.uniqueKeys.size(); ++i) judgeOne(Part::UniqueKey, i, table.uniqueKeys[i].name);
    for (std::size_t i = 0; i < table.foreignKeys.size(); ++i) judgeOne(Part::ForeignKey, i, table.foreignKeys[i].name);
    for (std::size_t i = 0; i < table.checks.size(); ++i) judgeOne(Part::Check, i, table.checks[i].name);
  }

  /// Tables, views and indexes share their names.
  void judgeIndexNames() {
    std::set<std::pair<std::string, std::string>> names;
    for (const auto& table : m_metadata.tables()) names.emplace(table->name.schema, folded(table->name.name));
    for (const auto& table : m_metadata.tables())
      for (std::size_t i = 0; i < table->indexes.size(); ++i)
        if (!table->indexes[i].name.empty() && !names.emplace(table->name.schema, folded(table->indexes[i].name)).second)
          tell(Part::Index, table->name, i, Severity::Error, "There is something else called " + table->indexes[i].name + ".", "Rename the index.");
  }

  void judge(const schema::EnumType& type) {
    judgeName(Part::Enum, type.name, 0, type.name.name, "An enum");
    std::set<std::string> labels;
    for (std::size_t i = 0; i < type.labels.size(); ++i) {
      const std::string& label = type.labels[i];
      if (!labels.insert(label).second) tell(Part::Label, type.name, i, Severity::Error, "The label " + label + " is there twice in " + type.name.name + ".", "Take one of them out.");
      if (label.size() > kLongestPostgresqlName) tell(Part::Label, type.name, i, Severity::Error, "The label " + label + " has more than 63 bytes.", "Shorten it.");
    }
  }

  /// Whether a row may leave it open, or say later whom it refers to.
  bool canWait(const Table& table, const schema::ForeignKey& key) const {
    return key.deferrable || std::ranges::any_of(key.columns, [&](const std::string& each) {
      const Column* column = findColumn(table, each, m_dialect);
      return column && column->nullable;
    });
  }

  /// Tables that each need a row of the next one, all around.
  void judgeCycles() {
    std::map<const Table*, std::set<const Table*>> needs;
    for (const auto& table : m_metadata.tables())
      for (const auto& key : table->foreignKeys) {
        const auto referred = findTable(m_metadata, key.referredTable, m_dialect);
        if (referred && referred != table && !canWait(*table, key)) needs[table.get()].insert(referred.get());
      }
    for (const auto& table : m_metadata.tables())
      for (std::size_t i = 0; i < table->foreignKeys.size(); ++i) {
        const auto referred = findTable(m_metadata, table->foreignKeys[i].referredTable, m_dialect);
        if (!referred || referred == table || canWait(*table, table->foreignKeys[i]) || !reaches(needs, referred.get(), table.get())) continue;
        tell(Part::ForeignKey, table->name, i, Severity::Error, "A row of " + table->name.name + " needs one of " + referred->name.name + ", and that one, in the end, a row of " + table->name.name + ": neither can be the first.",
             "Let a column of one of these foreign keys be NULL, or make the key deferrable.");
      }
  }

  static bool reaches(const std::map<const Table*, std::set<const Table*>>& needs, const Table* from, const Table* to) {
    std::set<const Table*> seen;
    std::vector<const Table*> open{from};
    while (!open.empty()) {
      const Table* each = open.back();
      open.pop_back();
      if (each == to) return true;
      const auto found = needs.find(each);
      if (!seen.insert(each).second || found == needs.end()) continue;
      open.insert(open.end(), found->second.begin(), found->second.end());
    }
    return false;
  }

  const MetaData& m_metadata;
  const Dialect& m_dialect;
  SchemaPlace::Field m_field = SchemaPlace::Field::Whole;
  std::vector<SchemaIssue> m_issues;
};

}  // namespace

std::vector<SchemaIssue> validateSchema(const MetaData& metadata, const Dialect& dialect) { return Validation(metadata, dialect).run(); }

}  // namespace joinery::migration
