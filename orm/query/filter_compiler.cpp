// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/filter_compiler.h"

#include <algorithm>
#include <optional>

#include "orm/query/condition.h"
#include "orm/query/join_path.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

using sql::Expression;

constexpr std::string_view kJsonMark = ".$.";

const std::vector<std::string>& logicalNames() {
  static const std::vector<std::string> names{"$and", "$or", "$not", "$off"};
  return names;
}

const std::vector<std::string>& quantifierNames() {
  static const std::vector<std::string> names{"$some", "$none", "$every", "$count", "$of", "$off"};
  return names;
}

bool isOneOf(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool hasQuantifier(const Json& object) {
  return std::ranges::any_of(quantifierNames(), [&](const std::string& name) { return name != "$off" && object.contains(name); });
}

/// The negation of a condition that counts unknown as false.
Expression noneOf(const Expression& condition) {
  return condition.isEmpty() ? sql::falseLiteral() : sql::isNotTrue(condition);
}

std::vector<std::string> splitPath(std::string_view path) {
  std::vector<std::string> steps;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = path.find('.');
    steps.emplace_back(path.substr(0, end));
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  }
  return steps;
}

/// JSON is kept in columns of its own type, and where cells have types of their own in texts too.
bool mayHoldJson(const ValueType& type) {
  if (type.kind == TypeKind::Json) return true;
  return type.perCell && (type.kind == TypeKind::Text || type.kind == TypeKind::Unknown || type.kind == TypeKind::Blob);
}

std::vector<std::string> allNames(const Model& model) {
  std::vector<std::string> names = model.attributeNames();
  std::ranges::copy(model.relationshipNames(), std::back_inserter(names));
  std::ranges::transform(model.proxies, std::back_inserter(names), &AssociationProxy::name);
  return names;
}

Json entryOf(const std::string& name, Json value) {
  Json entry = Json::object();
  entry[name] = std::move(value);
  return entry;
}

/// What a filter of a proxy asks of the related records that the proxy looks through.
Json throughProxy(const AssociationProxy& proxy, const Model& target, const Json& value) {
  const bool isPlain = target.attribute(proxy.attribute) != nullptr;
  if (isPlain || !value.is_object() || !hasQuantifier(value)) return entryOf(proxy.attribute, value);
  Json quantified = Json::object();
  for (const auto& [name, operand] : value.items()) quantified[name] = name == "$count" || name == "$off" ? operand : entryOf(proxy.attribute, operand);
  if (value.contains("$count") && !value.contains("$of")) quantified["$of"] = entryOf(proxy.attribute, Json::object());
  return quantified;
}

}  // namespace

FilterCompiler::FilterCompiler(const Registry& registry, const std::string& alias,
                               std::chrono::system_clock::time_point now)
    : m_registry(registry), m_aliases(alias), m_now(now) {}

Expression FilterCompiler::filter(const Json& json, const Model& model, const std::string& alias, const Place& place) {
  if (!json.is_object()) place.refuse("a filter is an object", "Write it as in {\"column\": value}.");
  std::vector<Expression> conditions;
  for (const auto& [key, value] : json.items()) {
    Place at = place.child(key);
    if (model.attribute(key)) at.setSubject(model.name + "." + key);
    conditions.push_back(entry(key, value, model, alias, at));
  }
  return allOf(std::move(conditions));
}

Expression FilterCompiler::entry(const std::string& key, const Json& value, const Model& model, const std::string& alias,
                                 const Place& place) {
  if (isOneOf(logicalNames(), key)) return logical(key, value, model, alias, place);
  if (const Attribute* found = model.attribute(key)) return attribute(*found, value, alias, place);
  if (const Relationship* found = model.relationship(key)) return relation(*found, value, alias, place);
  if (const AssociationProxy* found = model.proxy(key)) return proxied(*found, value, model, alias, place);
  const std::size_t mark = key.find(kJsonMark);
  const Attribute* document = mark == std::string::npos ? nullptr : model.attribute(std::string_view(key).substr(0, mark));
  if (document != nullptr) return jsonPath(*document, key.substr(mark + kJsonMark.size()), value, alias, place);
  if (key.starts_with('$')) place.refuseName("there is no operator \"" + key + "\" here", key, logicalNames());
  const std::string asked = value.is_primitive() ? " to compare with " + shownJson(value) : std::string();
  place.refuseName(model.name + " has no column or relationship \"" + key.substr(0, mark) + "\"" + asked, key.substr(0, mark), allNames(model));
}

Expression FilterCompiler::logical(const std::string& key, const Json& value, const Model& model,
                                   const std::string& alias, const Place& place) {
  if (key == "$not") return noneOf(filter(value, model, alias, place));
  if (key == "$off") {
    // Kept for later, so it may be half written; only its shape counts.
    if (!value.is_object()) place.refuse("$off takes a filter");
    return {};
  }
  if (!value.is_array()) place.refuse(key + " takes a list of filters");
  if (key == "$or") return any(value, model, alias, place);
  std::vector<Expression> conditions;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const Place at = place.child(i);
    conditions.push_back(filter(value[i], model, alias, at));
  }
  return allOf(std::move(conditions));
}

Expression FilterCompiler::any(const Json& filters, const Model& model, const std::string& alias, const Place& place) {
  std::vector<Expression> conditions;
  bool alwaysHolds = false;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const Place at = place.child(i);
    conditions.push_back(filter(filters[i], model, alias, at));
    alwaysHolds = alwaysHolds || conditions.back().isEmpty();
  }
  return alwaysHolds ? Expression() : sql::or_(std::move(conditions));
}

Expression FilterCompiler::attribute(const Attribute& attribute, const Json& value, const std::string& alias,
                                     const Place& place) {
  const Expression column = attributeExpression(attribute, alias);
  return Condition(Condition::Subject::Column, column, m_now).compile(value, place);
}

Expression FilterCompiler::jsonPath(const Attribute& attribute, const std::string& path, const Json& value,
                                    const std::string& alias, const Place& place) {
  if (!mayHoldJson(attribute.column.type)) place.refuse(attribute.name + " holds no JSON");
  const Expression document = attributeExpression(attribute, alias);
  return Condition(Condition::Subject::JsonPath, sql::jsonText(document, splitPath(path)), m_now).compile(value, place);
}

/// A filter of a proxy is one of the relationship that it looks through: some related record whose attribute matches. Of related
/// records it takes what a relationship takes.
Expression FilterCompiler::proxied(const AssociationProxy& proxy, const Json& value, const Model& model, const std::string& alias,
                                   const Place& place) {
  const Relationship& relationship = *model.relationship(proxy.relationship);
  const Model& target = m_registry.target(relationship);
  const bool isPlain = target.attribute(proxy.attribute) != nullptr;
  if (!isPlain && value.is_null()) return quantifier("$none", relationship, entryOf(proxy.attribute, Json::object()), alias, place);
  if (isPlain || !value.is_array()) return relation(relationship, throughProxy(proxy, target, value), alias, place);
  Json each = Json::array();
  for (const Json& filter : value) each.push_back(entryOf(proxy.attribute, filter));
  return relation(relationship, each, alias, place);
}

FilterCompiler::Related FilterCompiler::related(const Relationship& relationship, const std::string& alias) {
  const Model& target = m_registry.target(relationship);
  std::string targetAlias = m_aliases.make(target.table->name.name);
  sql::Select rows = relatedRows(relationship, m_registry, alias, targetAlias);
  return {&target, std::move(targetAlias), std::move(rows)};
}

Expression FilterCompiler::relation(const Relationship& relationship, const Json& value, const std::string& alias,
                                    const Place& place) {
  if (value.is_null()) return sql::notExists(related(relationship, alias).rows);
  if (value.is_object() && hasQuantifier(value)) return quantified(relationship, value, alias, place);
  if (value.is_object()) return quantifier("$some", relationship, value, alias, place);
  if (!value.is_array())
    place.refuse(relationship.name + " is a relationship: it takes a filter on " + relationship.target + ", a list of filters, or null");
  std::vector<Expression> conditions;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const Place at = place.child(i);
    conditions.push_back(quantifier("$some", relationship, value[i], alias, at));
  }
  return allOf(std::move(conditions));
}

Expression FilterCompiler::quantified(const Relationship& relationship, const Json& value, const std::string& alias,
                                      const Place& place) {
  if (value.contains("$of") && !value.contains("$count")) place.refuse("$of says what $count counts, and there is no $count");
  std::vector<Expression> conditions;
  for (const auto& [name, operand] : value.items()) {
    const Place at = place.child(name);
    if (!isOneOf(quantifierNames(), name))
      at.refuse("\"" + name + "\" stands beside $some, $none, $every or $count", "Write it within one of them.");
    if (name == "$count") conditions.push_back(count(relationship, value, alias, place));
    else if (name != "$of" && name != "$off") conditions.push_back(quantifier(name, relationship, operand, alias, at));
  }
  return allOf(std::move(conditions));
}

Expression FilterCompiler::quantifier(const std::string& name, const Relationship& relationship, const Json& filterJson,
                                      const std::string& alias, const Place& place) {
  const Related found = related(relationship, alias);
  const Expression condition = filter(filterJson, *found.model, found.alias, place);
  if (name == "$some") return sql::exists(found.rows.where(condition));
  if (name == "$none") return sql::notExists(found.rows.where(condition));
  if (condition.isEmpty()) return {};
  return sql::notExists(found.rows.where(sql::isNotTrue(condition)));
}

Expression FilterCompiler::count(const Relationship& relationship, const Json& value, const std::string& alias,
                                 const Place& place) {
  const Related found = related(relationship, alias);
  const Place of = place.child("$of");
  const Expression condition = value.contains("$of") ? filter(value["$of"], *found.model, found.alias, of) : Expression();
  ValueType integer;
  integer.kind = TypeKind::Integer;
  const Expression number = sql::subquery(found.rows.columns({sql::count()}).where(condition)).withType(integer);
  const Place at = place.child("$count");
  const Json& wanted = value["$count"];
  if (wanted.is_null() || (wanted.is_object() && wanted.empty())) at.refuse("$count takes operators", "Write it as in {\"$gte\": 2}.");
  return Condition(Condition::Subject::Count, number, m_now).compile(wanted, at);
}

}  // namespace joinery
