// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_set_document.h"

#include <algorithm>
#include <map>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using Kind = Change::Kind;

struct Operation { const char* name; Kind kind; };
constexpr Operation kOperations[] = {{"insert", Kind::Insert}, {"update", Kind::Update}, {"delete", Kind::Delete},
                                     {"link", Kind::Link}, {"unlink", Kind::Unlink}};

[[noreturn]] void fail(const std::string& pointer, const std::string& message, std::string hint = {}) {
  DbError error(ErrorKind::InvalidRequest, (pointer.empty() ? "/" : pointer) + ": " + message);
  error.hint = std::move(hint);
  throw error;
}

/// One more step of a JSON pointer (RFC 6901).
std::string below(const std::string& pointer, std::string_view name) {
  std::string result = pointer + "/";
  for (const char letter : name) {
    if (letter == '~') result += "~0";
    else if (letter == '/') result += "~1";
    else result += letter;
  }
  return result;
}

std::string inQuotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// Which members an operation takes.
std::vector<std::string> membersOf(Kind kind) {
  switch (kind) {
    case Kind::Insert: return {"model", "op", "values", "ref"};
    case Kind::Update: return {"model", "op", "key", "values", "before"};
    case Kind::Delete: return {"model", "op", "key", "before"};
    case Kind::Link:
    case Kind::Unlink: return {"model", "op", "key", "relationship", "to"};
  }
  return {};
}

/// Reads one document. Two passes: the inserts' names first, as a change may refer to a later one.
class DocumentReader {
 public:
  explicit DocumentReader(const Registry& registry) : m_registry(registry) {}

  ChangeSet read(const Json& document) {
    if (!document.is_object()) fail("", "a change set is an object with \"changes\"");
    for (const auto& [name, value] : document.items())
      if (name != "changes") fail(below("", name), "a change set has no member " + inQuotes(name), nearestNamesHint(name, {"changes"}));
    const auto changes = document.find("changes");
    if (changes == document.end() || !changes->is_array()) fail("/changes", "an array of changes is expected");
    for (std::size_t i = 0; i < changes->size(); ++i) collectReference((*changes)[i], placeOf(i));
    ChangeSet set;
    for (std::size_t i = 0; i < changes->size(); ++i) set.add(change((*changes)[i], placeOf(i)));
    return set;
  }

 private:
  static std::string placeOf(std::size_t index) { return "/changes/" + std::to_string(index); }

  static const Json& member(const Json& object, const char* name, const std::string& pointer, const std::string& what) {
    const auto found = object.find(name);
    if (found == object.end()) fail(pointer, what + " needs " + inQuotes(name));
    return *found;
  }

  static std::string text(const Json& object, const char* name, const std::string& pointer) {
    const Json& json = member(object, name, pointer, "a change");
    if (!json.is_string()) fail(below(pointer, name), "a text is expected");
    return json.get<std::string>();
  }

  const Model& model(const Json& json, const std::string& pointer) const {
    if (!json.is_object()) fail(pointer, "a change is an object");
    const std::string name = text(json, "model", pointer);
    if (const Model* found = m_registry.find(name)) return *found;
    std::vector<std::string> names;
    for (const auto& each : m_registry.models()) names.push_back(each->name);
    fail(below(pointer, "model"), "there is no model " + inQuotes(name), nearestNamesHint(name, names));
  }

  static Kind kind(const Json& json, const std::string& pointer) {
    const std::string name = text(json, "op", pointer);
    std::vector<std::string> names;
    for (const Operation& operation : kOperations) {
      if (name == operation.name) return operation.kind;
      names.emplace_back(operation.name);
    }
    fail(below(pointer, "op"), "there is no operation " + inQuotes(name), nearestNamesHint(name, names));
  }

  void collectReference(const Json& json, const std::string& pointer) {
    const Model& inserted = model(json, pointer);
    if (kind(json, pointer) != Kind::Insert || !json.contains("ref")) return;
    const std::string name = text(json, "ref", pointer);
    if (name.empty()) fail(below(pointer, "ref"), "a ref is not empty");
    if (!m_inserts.emplace(name, &inserted).second) fail(below(pointer, "ref"), "another insert is called " + inQuotes(name) + " too");
  }

  Change change(const Json& json, const std::string& pointer) const {
    const Model& ofModel = model(json, pointer);
    Change result;
    result.kind = kind(json, pointer);
    result.model = ofModel.name;
    checkMembers(json, membersOf(result.kind), pointer);
    const bool isInsert = result.kind == Kind::Insert;
    if (!isInsert) result.key = key(member(json, "key", pointer, "a change of a row"), ofModel, below(pointer, "key"));
    if (isInsert && json.contains("ref")) result.ref = text(json, "ref", pointer);
    if (result.kind == Kind::Update) member(json, "values", pointer, "an update");
    if (const auto found = json.find("values"); found != json.end()) result.values = values(*found, ofModel, below(pointer, "values"));
    if (const auto found = json.find("before"); found != json.end()) result.before = before(*found, ofModel, below(pointer, "before"));
    if (result.kind == Kind::Link || result.kind == Kind::Unlink) readLink(json, ofModel, pointer, result);
    return result;
  }

  static void checkMembers(const Json& json, const std::vector<std::string>& members, const std::string& pointer) {
    for (const auto& [name, value] : json.items()) {
      if (std::ranges::find(members, name) == members.end())
        fail(below(pointer, name), "this operation has no member " + inQuotes(name), nearestNamesHint(name, members));
    }
  }

  void readLink(const Json& json, const Model& ofModel, const std::string& pointer, Change& result) const {
    const std::string name = text(json, "relationship", pointer);
    const Relationship* relationship = ofModel.relationship(name);
    if (relationship == nullptr)
      fail(below(pointer, "relationship"), ofModel.name + " has no relationship " + inQuotes(name),
           nearestNamesHint(name, ofModel.relationshipNames()));
    result.relationship = relationship->name;
    result.to = key(member(json, "to", pointer, "a link"), m_registry.target(*relationship), below(pointer, "to"));
  }

  const Attribute& attribute(const std::string& name, const Model& ofModel, const std::string& pointer) const {
    if (const Attribute* found = ofModel.attribute(name)) return *found;
    fail(pointer, ofModel.name + " has no attribute " + inQuotes(name), nearestNamesHint(name, ofModel.attributeNames()));
  }

  Change::Values values(const Json& json, const Model& ofModel, const std::string& pointer) const {
    if (!json.is_object()) fail(pointer, "an object of attributes and values is expected");
    Change::Values result;
    for (const auto& [name, value] : json.items()) {
      const std::string place = below(pointer, name);
      const Attribute& target = attribute(name, ofModel, place);
      if (!target.column.isWritable()) fail(place, target.name + " is computed by the database and can't be written");
      result.emplace_back(target.name, written(value, target, place));
    }
    return result;
  }

  std::vector<std::pair<std::string, Value>> before(const Json& json, const Model& ofModel, const std::string& pointer) const {
    if (!json.is_object()) fail(pointer, "an object of attributes and values is expected");
    std::vector<std::pair<std::string, Value>> result;
    for (const auto& [name, value] : json.items()) {
      const std::string place = below(pointer, name);
      const Attribute& read = attribute(name, ofModel, place);
      result.emplace_back(read.name, plainValue(value, read, place));
    }
    return result;
  }

  static Value plainValue(const Json& json, const Attribute& ofAttribute, const std::string& pointer) {
    try {
      return valueFromJson(json, ofAttribute.column.type);
    } catch (const DbError& error) {
      fail(pointer, error.message(), error.hint);
    }
  }

  /// A JSON column may hold an object with "$ref" of its own, and never refers to a key.
  static bool isReference(const Json& json, const Attribute& ofAttribute) {
    return json.is_object() && json.contains("$ref") && ofAttribute.column.type.kind != TypeKind::Json;
  }

  /// What is written, not what names a row.
  Operand written(const Json& json, const Attribute& ofAttribute, const std::string& pointer) const {
    if (isDefaultInDocument(json)) return Operand::Default{};
    const bool isMeant = json.is_object() && json.contains("$default") && ofAttribute.column.type.kind != TypeKind::Json;
    if (isMeant) fail(pointer, "a column's default is {\"$default\": true}");
    return operand(json, ofAttribute, pointer);
  }

  Operand operand(const Json& json, const Attribute& ofAttribute, const std::string& pointer) const {
    if (isReference(json, ofAttribute)) return reference(json, pointer);
    return plainValue(json, ofAttribute, pointer);
  }

  Operand::Reference reference(const Json& json, const std::string& pointer) const {
    checkMembers(json, {"$ref", "attribute"}, pointer);
    const std::string place = below(pointer, "$ref");
    Operand::Reference result{text(json, "$ref", pointer), json.contains("attribute") ? text(json, "attribute", pointer) : ""};
    if (result.attribute.empty() && !m_inserts.contains(result.ref)) splitAtDot(result);
    const auto insert = m_inserts.find(result.ref);
    if (insert == m_inserts.end()) {
      std::vector<std::string> names;
      for (const auto& [name, ofModel] : m_inserts) names.push_back(name);
      fail(place, "no insert of this change set is called " + inQuotes(result.ref), names.empty() ? "" : nearestNamesHint(result.ref, names));
    }
    if (!result.attribute.empty())
      result.attribute = attribute(result.attribute, *insert->second, json.contains("attribute") ? below(pointer, "attribute") : place).name;
    return result;
  }

  /// "a1.AlbumId" where no insert bears the whole as its name.
  void splitAtDot(Operand::Reference& reference) const {
    const std::size_t dot = reference.ref.rfind('.');
    if (dot == std::string::npos || !m_inserts.contains(reference.ref.substr(0, dot))) return;
    reference.attribute = reference.ref.substr(dot + 1);
    reference.ref.resize(dot);
  }

  Key key(const Json& json, const Model& ofModel, const std::string& pointer) const {
    const std::vector<std::string> attributes = ofModel.keyAttributes();
    if (attributes.empty()) fail(pointer, ofModel.readOnlyReason());
    const Attribute& first = *ofModel.attribute(attributes.front());
    if (isReference(json, first)) return referredKey(reference(json, pointer), ofModel, attributes, pointer);
    if (!json.is_array() && attributes.size() == 1) return {operand(json, first, pointer)};
    if (!json.is_array() || json.size() != attributes.size())
      fail(pointer, "a key of " + ofModel.name + " has " + std::to_string(attributes.size()) + " values: " + joined(attributes));
    Key result;
    for (std::size_t i = 0; i < attributes.size(); ++i)
      result.push_back(operand(json[i], *ofModel.attribute(attributes[i]), below(pointer, std::to_string(i))));
    return result;
  }

  /// The whole key of an inserted row.
  Key referredKey(const Operand::Reference& reference, const Model& ofModel, const std::vector<std::string>& attributes,
                  const std::string& pointer) const {
    const bool sameModel = m_inserts.at(reference.ref) == &ofModel;
    if (attributes.size() == 1 && (!reference.attribute.empty() || !sameModel)) return {reference};
    if (!sameModel || !reference.attribute.empty())
      fail(pointer, "a key of " + ofModel.name + " has " + std::to_string(attributes.size()) + " values: " + joined(attributes));
    Key result;
    for (const std::string& name : attributes) result.emplace_back(Operand::Reference{reference.ref, name});
    return result;
  }

  const Registry& m_registry;
  std::map<std::string, const Model*> m_inserts;
};

}  // namespace

Json defaultInDocument() { return {{"$default", true}}; }

bool isDefaultInDocument(const Json& value) { return value == defaultInDocument(); }

ChangeSet changeSetFromJson(const Json& document, const Registry& registry) { return DocumentReader(registry).read(document); }

}  // namespace joinery
