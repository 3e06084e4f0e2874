// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema_text.h"

#include <algorithm>
#include <iterator>
#include <optional>

using namespace joinery;
using namespace joinery::schema;

namespace {

using Lines = std::vector<std::string>;

std::string shown(const SequenceOptions& options);
std::string shown(const ValueType& type);
std::string shown(const Partition& partition);
std::string shown(const CheckConstraint& check);
std::string shown(const UniqueKey& key);
std::string shown(const Index::Part& part);
template <typename Part>
std::string shown(const std::vector<Part>& parts);

std::string shown(const std::string& text) { return "'" + text + "'"; }
std::string shown(bool flag) { return flag ? "yes" : "no"; }
std::string shown(std::int64_t number) { return std::to_string(number); }
std::string shown(const QualifiedName& name) { return name.schema + "|" + name.name; }
template <typename Enum>
  requires std::is_enum_v<Enum>
std::string shown(Enum value) {
  return std::to_string(static_cast<int>(value));
}
template <typename Part>
std::string shown(const std::optional<Part>& part) {
  return part ? shown(*part) : std::string("-");
}
std::string shown(const KeyOrder& order) { return order.column + order.collation + shown(order.descending); }
template <typename Part>
std::string shown(const std::vector<Part>& parts) {
  std::string text = "[";
  for (const Part& part : parts) text += shown(part) + ";";
  return text + "]";
}

template <typename... Parts>
std::string lineOf(const char* what, const Parts&... parts) {
  std::string line = what;
  ((line += " " + shown(parts)), ...);
  return line;
}

std::string shown(const SequenceOptions& options) { return lineOf("counts", options.start, options.increment, options.minimum, options.maximum, options.cache, options.cycle); }

std::string shown(const ValueType& type) {
  const auto number = [](const std::optional<int>& value) { return value ? std::to_string(*value) : std::string("-"); };
  return lineOf("of type", type.kind, type.declared) + number(type.length) + number(type.precision) + number(type.scale) + (type.labels ? shown(*type.labels) : "") + shown(type.perCell);
}

std::string shown(const Partition& partition) { return shown(partition.parent) + " " + partition.bound; }

std::string shown(const CheckConstraint& check) { return lineOf("check", check.name, check.expression, check.noInherit, check.notValid, check.comment); }

std::string shown(const UniqueKey& key) {
  return lineOf("key", key.name, key.columns, key.deferrable, key.initiallyDeferred, key.nullsNotDistinct, key.included, key.orders, key.onConflict, key.comment);
}

std::string shown(const Index::Part& part) { return lineOf("by", part.column, part.expression, part.descending, part.collation, part.operatorClass) + (part.nullsFirst ? shown(*part.nullsFirst) : "-"); }

void addColumns(Lines& lines, const std::string& owner, const Table& table) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    lines.push_back(owner + lineOf(" column", static_cast<std::int64_t>(i), column.name, column.type, column.nullable, column.defaultExpression, column.generation, column.autoIncrement, column.generationExpression,
                                   column.collation, column.comment, column.identity, column.inherited, column.onNull));
  }
}

void addConstraints(Lines& lines, const std::string& owner, const Table& table) {
  if (table.primaryKey) lines.push_back(owner + " primary " + shown(*table.primaryKey));
  for (const UniqueKey& key : table.uniqueKeys) lines.push_back(owner + " unique " + shown(key));
  for (const CheckConstraint& check : table.checks) lines.push_back(owner + " " + shown(check));
  for (const ForeignKey& key : table.foreignKeys)
    lines.push_back(owner + lineOf(" foreign key", key.name, key.columns, key.referredTable, key.referredColumns, key.onDelete, key.onUpdate, key.deferrable, key.initiallyDeferred, key.matchFull, key.setOnDelete,
                                   key.notValid, key.comment));
  for (const ExclusionConstraint& each : table.exclusions) lines.push_back(owner + lineOf(" exclusion", each.name, each.definition, each.deferrable, each.initiallyDeferred, each.comment));
}

void addTable(Lines& lines, const Table& table) {
  const std::string owner = shown(table.name);
  lines.push_back(owner + lineOf(" table", std::string(tableKindName(table.kind)), table.comment, table.hasRowId, table.strict, table.withoutRowId, table.definition, table.viewColumns, table.readsFrom, table.inherits,
                                 table.partitionKey, table.partition, table.options, table.extension));
  addColumns(lines, owner, table);
  addConstraints(lines, owner, table);
  for (const Index& index : table.indexes)
    lines.push_back(owner + lineOf(" index", index.name, index.parts, index.unique, index.predicate, index.method, index.definition, index.included, index.nullsNotDistinct, index.inherited, index.options, index.comment));
  for (const Trigger& trigger : table.triggers) lines.push_back(owner + lineOf(" trigger", trigger.name, trigger.definition, trigger.comment, trigger.firing));
  for (const Rule& rule : table.rules) lines.push_back(owner + lineOf(" rule", rule.name, rule.definition, rule.comment, rule.firing));
}

void addObjects(Lines& lines, const MetaData& metadata) {
  lines.push_back(lineOf("schemas", metadata.defaultSchema, metadata.schemas, metadata.extensions));
  for (const auto& [extension, place] : metadata.extensionSchemas) lines.push_back(lineOf("extension", extension, place));
  for (const auto& [name, comment] : metadata.schemaComments) lines.push_back(lineOf("schema", name, comment));
  for (const EnumType& type : metadata.enums) lines.push_back(lineOf("enum", type.name, type.labels, type.comment));
  for (const Domain& domain : metadata.domains)
    lines.push_back(lineOf("domain", domain.name, domain.type, domain.nullable, domain.defaultExpression, domain.checks, domain.collation, domain.comment));
  for (const Sequence& each : metadata.sequences) lines.push_back(lineOf("sequence", each.name, each.type, each.options, each.ownerTable, each.ownerColumn, each.comment));
  for (const Routine& each : metadata.routines) lines.push_back(lineOf("routine", each.name, each.arguments, each.definition, each.procedure, each.comment, each.readsFrom));
}

}  // namespace

std::vector<std::string> schemaText(const MetaData& metadata) {
  Lines lines;
  addObjects(lines, metadata);
  for (const auto& table : metadata.tables()) addTable(lines, *table);
  std::ranges::sort(lines);
  return lines;
}

std::vector<std::string> schemaDifferences(const MetaData& first, const MetaData& second) {
  const Lines before = schemaText(first), after = schemaText(second);
  Lines lost, added, differences;
  std::ranges::set_difference(before, after, std::back_inserter(lost));
  std::ranges::set_difference(after, before, std::back_inserter(added));
  for (const std::string& line : lost) differences.push_back("- " + line);
  for (const std::string& line : added) differences.push_back("+ " + line);
  return differences;
}
