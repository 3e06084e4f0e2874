// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_set_document.h"
#include "orm/core/db_error.h"

namespace joinery {

namespace {

using Kind = Change::Kind;

/// Writes a change set as the document that the reader takes.
class DocumentWriter {
 public:
  explicit DocumentWriter(const Registry& registry) : m_registry(registry) {}

  Json write(const Change& change) const {
    const Model& model = m_registry.at(change.model);
    Json json = {{"model", model.name}, {"op", nameOf(change.kind)}};
    if (change.kind != Kind::Insert) json["key"] = key(change.key, model);
    if (!change.relationship.empty()) writeLink(change, model, json);
    if (change.before) json["before"] = before(*change.before, model);
    if (change.kind == Kind::Insert || change.kind == Kind::Update) json["values"] = values(change.values, model);
    if (!change.ref.empty()) json["ref"] = change.ref;
    return json;
  }

 private:
  static const char* nameOf(Kind kind) {
    switch (kind) {
      case Kind::Insert: return "insert";
      case Kind::Update: return "update";
      case Kind::Delete: return "delete";
      case Kind::Link: return "link";
      case Kind::Unlink: return "unlink";
    }
    return "";
  }

  void writeLink(const Change& change, const Model& model, Json& json) const {
    json["relationship"] = change.relationship;
    const Relationship* relationship = model.relationship(change.relationship);
    if (relationship == nullptr)
      throw DbError(ErrorKind::InvalidRequest, model.name + " has no relationship \"" + change.relationship + "\"");
    json["to"] = key(change.to, m_registry.target(*relationship));
  }

  static Json operand(const Operand& operand, const Model& model, const std::string& attributeName) {
    if (operand.isReference()) {
      Json json = {{"$ref", operand.reference().ref}};
      if (!operand.reference().attribute.empty()) json["attribute"] = operand.reference().attribute;
      return json;
    }
    if (operand.isDefault()) return defaultInDocument();
    if (operand.isComputed()) throw DbError(ErrorKind::InvalidRequest, model.name + "." + attributeName + " is computed by the statement, which a document can't say");
    const Attribute* attribute = model.attribute(attributeName);
    return jsonFromValue(operand.value(), attribute == nullptr ? ValueType{} : attribute->column.type);
  }

  static Json key(const Key& key, const Model& model) {
    const std::vector<std::string> attributes = model.keyAttributes();
    Json json = Json::array();
    for (std::size_t i = 0; i < key.size(); ++i) json.push_back(operand(key[i], model, i < attributes.size() ? attributes[i] : ""));
    return json.size() == 1 ? json.front() : json;
  }

  static Json values(const Change::Values& values, const Model& model) {
    Json json = Json::object();
    for (const auto& [name, value] : values) json[name] = operand(value, model, name);
    return json;
  }

  static Json before(const std::vector<std::pair<std::string, Value>>& image, const Model& model) {
    Json json = Json::object();
    for (const auto& [name, value] : image) json[name] = operand(Operand(value), model, name);
    return json;
  }

  const Registry& m_registry;
};

}  // namespace

Json changeSetToJson(const ChangeSet& changes, const Registry& registry) {
  Json list = Json::array();
  for (const Change& change : changes.changes())
    if (change.cause == 0) list.push_back(DocumentWriter(registry).write(change));
  return {{"changes", list}};
}

}  // namespace joinery
