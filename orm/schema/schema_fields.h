// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "orm/core/json_fields.h"
#include "orm/schema/metadata.h"

/// The members of what a schema is made of, with their keys in JSON: for documents that hold whole schemas or parts of them.
namespace joinery {

std::span<const char* const> jsonNames(TypeKind);

namespace schema {

std::span<const char* const> jsonNames(TableKind);
std::span<const char* const> jsonNames(ReferentialAction);
std::span<const char* const> jsonNames(ConflictClause);
std::span<const char* const> jsonNames(Firing);

/// When a key is judged, where that is not at once: "initially deferred", "initially immediate".
template <typename Fields, typename Flag>
void describeDeferral(Fields& fields, Flag& deferrable, Flag& initiallyDeferred) {
  std::string word = !deferrable ? "" : initiallyDeferred ? "initially deferred" : "initially immediate";
  fields.optional("deferrable", word);
  if constexpr (Fields::kReads) {
    if (!word.empty() && word != "initially deferred" && word != "initially immediate")
      fields.place().at("deferrable").refuse("\"" + word + "\" is neither \"initially deferred\" nor \"initially immediate\"");
    deferrable = !word.empty();
    initiallyDeferred = word == "initially deferred";
  }
}

/// The members of a type, among those of what has it.
template <typename Fields>
void describeType(Fields& fields, SameAs<ValueType> auto& type) {
  fields.always("type", type.declared);
  fields.always("kind", type.kind);
  fields.optional("length", type.length);
  fields.optional("precision", type.precision);
  fields.optional("scale", type.scale);
  fields.optional("per_cell", type.perCell);
  std::optional<std::vector<std::string>> labels;
  if (type.labels) labels = *type.labels;
  fields.optional("labels", labels);
  if constexpr (Fields::kReads) type.labels = labels ? std::make_shared<const std::vector<std::string>>(*labels) : nullptr;
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<SequenceOptions> auto& options) {
  fields.optional("start", options.start);
  fields.optional("increment", options.increment);
  fields.optional("minimum", options.minimum);
  fields.optional("maximum", options.maximum);
  fields.optional("cache", options.cache);
  fields.optional("cycle", options.cycle);
}

/// "computed" and "stored", "identity", "rowid": who fills the column.
void describeGeneration(FieldWriter& fields, const Column& column);
void describeGeneration(FieldReader& fields, Column& column);

template <typename Fields>
void describeFields(Fields& fields, SameAs<Column> auto& column) {
  fields.required("name", column.name);
  describeType(fields, column.type);
  fields.always("nullable", column.nullable);
  fields.optional("default", column.defaultExpression);
  describeGeneration(fields, column);
  fields.optional("autoincrement", column.autoIncrement);
  fields.optional("collation", column.collation);
  fields.optional("comment", column.comment);
  fields.optional("inherited", column.inherited);
  fields.optional("on_null", column.onNull);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<KeyOrder> auto& order) {
  fields.required("column", order.column);
  fields.optional("collation", order.collation);
  fields.optional("descending", order.descending);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<UniqueKey> auto& key) {
  fields.required("columns", key.columns);
  fields.optional("name", key.name);
  describeDeferral(fields, key.deferrable, key.initiallyDeferred);
  fields.optional("nulls_not_distinct", key.nullsNotDistinct);
  fields.optional("included", key.included);
  fields.optional("orders", key.orders);
  fields.optional("on_conflict", key.onConflict);
  fields.optional("comment", key.comment);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<ForeignKey> auto& key) {
  fields.required("columns", key.columns);
  fields.required("refers", key.referredTable);
  fields.always("to", key.referredColumns);
  fields.always("on_delete", key.onDelete);
  fields.always("on_update", key.onUpdate);
  fields.optional("name", key.name);
  describeDeferral(fields, key.deferrable, key.initiallyDeferred);
  fields.optional("match_full", key.matchFull);
  fields.optional("set_on_delete", key.setOnDelete);
  fields.optional("not_valid", key.notValid);
  fields.optional("comment", key.comment);
  if constexpr (Fields::kReads) {
    if (!key.referredColumns.empty() && key.columns.size() != key.referredColumns.size())
      fields.place().refuse("the foreign key has " + std::to_string(key.columns.size()) + " columns and refers to " + std::to_string(key.referredColumns.size()));
  }
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<CheckConstraint> auto& check) {
  fields.always("name", check.name);
  fields.required("expression", check.expression);
  fields.optional("no_inherit", check.noInherit);
  fields.optional("not_valid", check.notValid);
  fields.optional("comment", check.comment);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<ExclusionConstraint> auto& exclusion) {
  fields.always("name", exclusion.name);
  fields.required("definition", exclusion.definition);
  describeDeferral(fields, exclusion.deferrable, exclusion.initiallyDeferred);
  fields.optional("comment", exclusion.comment);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Index::Part> auto& part) {
  fields.optional("column", part.column);
  fields.optional("expression", part.expression);
  fields.optional("descending", part.descending);
  fields.optional("collation", part.collation);
  fields.optional("operator_class", part.operatorClass);
  fields.optional("nulls_first", part.nullsFirst);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Index> auto& index) {
  fields.required("name", index.name);
  fields.always("parts", index.parts);
  fields.always("unique", index.unique);
  fields.optional("where", index.predicate);
  fields.optional("method", index.method);
  fields.optional("definition", index.definition);
  fields.optional("included", index.included);
  fields.optional("nulls_not_distinct", index.nullsNotDistinct);
  fields.optional("inherited", index.inherited);
  fields.optional("options", index.options);
  fields.optional("comment", index.comment);
}

template <typename Fields, typename Item>
  requires(SameAs<Item, Trigger> || SameAs<Item, Rule>)
void describeFields(Fields& fields, Item& item) {
  fields.required("name", item.name);
  fields.required("definition", item.definition);
  fields.optional("comment", item.comment);
  fields.optional("heard", item.firing);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Partition> auto& partition) {
  fields.required("parent", partition.parent);
  fields.required("bound", partition.bound);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Table> auto& table) {
  fields.name(table.name);
  fields.always("kind", table.kind);
  fields.optional("comment", table.comment);
  fields.always("columns", table.columns);
  fields.always("primary_key", table.primaryKey);
  fields.always("unique", table.uniqueKeys);
  fields.always("foreign_keys", table.foreignKeys);
  fields.always("checks", table.checks);
  fields.optional("exclusions", table.exclusions);
  fields.always("indexes", table.indexes);
  fields.always("triggers", table.triggers);
  fields.optional("rules", table.rules);
  fields.optional("definition", table.definition);
  fields.optional("view_columns", table.viewColumns);
  fields.optional("reads_from", table.readsFrom);
  fields.optional("has_rowid", table.hasRowId);
  fields.optional("strict", table.strict);
  fields.optional("without_rowid", table.withoutRowId);
  fields.optional("inherits", table.inherits);
  fields.optional("partition_key", table.partitionKey);
  fields.optional("partition", table.partition);
  fields.optional("options", table.options);
  fields.optional("extension", table.extension);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<EnumType> auto& type) {
  fields.name(type.name);
  fields.required("labels", type.labels);
  fields.optional("comment", type.comment);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Domain> auto& domain) {
  fields.name(domain.name);
  describeType(fields, domain.type);
  fields.always("nullable", domain.nullable);
  fields.optional("default", domain.defaultExpression);
  fields.optional("checks", domain.checks);
  fields.optional("collation", domain.collation);
  fields.optional("comment", domain.comment);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Sequence> auto& sequence) {
  fields.name(sequence.name);
  fields.optional("type", sequence.type);
  describeFields(fields, sequence.options);
  fields.optional("owner_table", sequence.ownerTable);
  fields.optional("owner_column", sequence.ownerColumn);
  fields.optional("comment", sequence.comment);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Routine> auto& routine) {
  fields.name(routine.name);
  fields.optional("arguments", routine.arguments);
  fields.required("definition", routine.definition);
  fields.optional("procedure", routine.procedure);
  fields.optional("comment", routine.comment);
  fields.optional("reads_from", routine.readsFrom);
}

}  // namespace schema
}  // namespace joinery
