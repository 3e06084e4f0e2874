// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/entity_repository.h"

#include <algorithm>
#include <iterator>

#include "orm/repository/serializer.h"

namespace joinery {

namespace {

std::vector<Mixin> entityMixins(const std::string& table) {
  return {Mixin::prefixedUid(table), Mixin::timestamps(Mixin::NeverUpdated::Null), Mixin::softDelete()};
}

schema::Column requiredText(const std::string& name) {
  schema::Column column;
  column.name = name;
  column.type = ValueType::of(TypeKind::Text);
  column.nullable = false;
  return column;
}

/// Whether one text is the whole key.
bool isPlainText(const Model& model) {
  const std::vector<std::string> names = model.keyAttributes();
  if (names.size() != 1) return false;
  const TypeKind kind = model.attribute(names.front())->column.type.kind;
  return kind == TypeKind::Text || kind == TypeKind::Uuid;
}

std::string tableOf(const Record& record) { return record.model().table->name.toString(); }

}  // namespace

schema::Table EntityRepository::table(const QualifiedName& name) {
  schema::Table made;
  made.name = name;
  made.columns = {requiredText("upstreamId"), requiredText("downstreamId"), requiredText("tablename")};
  made.uniqueKeys = {{{}, {"tablename", "downstreamId"}}};
  declareColumns(made, entityMixins(name.name));
  return made;
}

ModelMapping EntityRepository::mapping(const std::string& model, const QualifiedName& table) {
  return {.name = model, .table = table, .mixins = entityMixins(table.name)};
}

std::string EntityRepository::downstreamId(const Record& record) {
  const std::vector<Value>& key = record.identity();
  if (isPlainText(record.model())) return std::string(key.front().bytes());
  return keyToJson(record.model(), key).dump();
}

std::vector<Value> EntityRepository::keyOf(const Model& model, const std::string& downstreamId) {
  const std::vector<std::string> names = model.keyAttributes();
  if (isPlainText(model)) return {Value::text(downstreamId)};
  const Json json = parseJson(downstreamId);
  std::vector<Value> key;
  for (std::size_t i = 0; i < names.size(); ++i) key.push_back(valueFromJson(names.size() == 1 ? json : json.at(i), model.attribute(names[i])->column.type));
  return key;
}

Json EntityRepository::linkValues(const std::string& upstreamId, const Record& record) {
  return {{"upstreamId", upstreamId}, {"downstreamId", downstreamId(record)}, {"tablename", tableOf(record)}};
}

RecordPtr EntityRepository::link(const std::string& upstreamId, const Record& record) { return create(linkValues(upstreamId, record)); }

RecordPtr EntityRepository::linkOf(const Record& record) {
  return first({.filter = {{"tablename", tableOf(record)}, {"downstreamId", downstreamId(record)}}, .putAway = Criteria::PutAway::Shown});
}

std::vector<RecordPtr> EntityRepository::linksOf(const std::vector<RecordPtr>& records) {
  constexpr std::size_t kIdsPerStatement = 500;
  std::vector<RecordPtr> links;
  for (std::size_t first = 0; first < records.size(); first += kIdsPerStatement) {
    Json ids = Json::array();
    for (std::size_t i = first; i < std::min(first + kIdsPerStatement, records.size()); ++i) ids.push_back(downstreamId(*records[i]));
    const Json filter = {{"tablename", tableOf(*records.front())}, {"downstreamId", {{"$in", ids}}}};
    std::ranges::move(fetchAll({.filter = filter, .putAway = Criteria::PutAway::Shown}), std::back_inserter(links));
  }
  return links;
}

std::map<std::string, std::vector<std::string>> EntityRepository::fetchLinks(const std::string& upstreamId) {
  std::map<std::string, std::vector<std::string>> links;
  for (const RecordPtr& link : fetchAll({.filter = {{"upstreamId", upstreamId}}, .sorts = {"+tablename", "+downstreamId"}}))
    links[std::string(link->value("tablename").bytes())].emplace_back(link->value("downstreamId").bytes());
  return links;
}

}  // namespace joinery
