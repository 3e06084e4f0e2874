// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/change_set_validator.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace joinery {

namespace {

std::string textOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Reads one document.
class ChangesReview {
 public:
  explicit ChangesReview(const Registry& registry) : m_registry(registry) {}

  std::vector<DocumentError> read(const Json& document) {
    const auto changes = document.is_object() ? document.find("changes") : document.end();
    if (!document.is_object() || changes == document.end() || !changes->is_array()) return {};
    for (const Json& change : *changes)
      if (change.is_object()) noteUpdate(change);
    for (std::size_t i = 0; i < changes->size(); ++i) readChange((*changes)[i], "/changes/" + std::to_string(i) + "/values");
    return std::move(m_errors);
  }

 private:
  /// What an update sets of a row that the document inserts.
  void noteUpdate(const Json& change) {
    const Model* model = m_registry.find(textOf(change, "model"));
    const auto key = change.find("key");
    const auto values = change.find("values");
    if (textOf(change, "op") != "update" || model == nullptr || key == change.end() || values == change.end() || !values->is_object()) return;
    for (const std::string& ref : referencesIn(*key))
      for (const auto& [name, value] : values->items())
        if (const Attribute* attribute = model->attribute(name)) m_later[ref].insert(attribute->name);
  }

  /// "b1.AlbumId" may be that attribute of "b1", or a name of its own.
  static std::vector<std::string> referencesIn(const Json& key) {
    std::vector<std::string> names;
    for (const Json& part : key.is_array() ? key : Json::array({key})) {
      const std::string name = part.is_object() ? textOf(part, "$ref") : std::string();
      if (name.empty()) continue;
      names.push_back(name);
      names.push_back(name.substr(0, name.rfind('.')));
    }
    return names;
  }

  void readChange(const Json& change, const std::string& pointer) {
    if (!change.is_object()) return;
    const Model* model = m_registry.find(textOf(change, "model"));
    const std::string op = textOf(change, "op");
    const Json values = change.value("values", Json::object());
    const bool isInsert = op == "insert";
    // A model without a key, or of a view, is refused as such.
    if (model == nullptr || !model->readOnlyReason().empty() || !values.is_object() || !(isInsert || op == "update")) return;
    std::vector<DocumentError> errors = validate(*model, values, isInsert ? SchemaVariant::Post : SchemaVariant::Patch, pointer, Strictness::Engine);
    const auto later = m_later.find(textOf(change, "ref"));
    // Both are one INSERT.
    if (isInsert && later != m_later.end())
      std::erase_if(errors, [&](const DocumentError& error) { return error.kind == DocumentError::Kind::Missing && later->second.contains(error.attribute); });
    m_errors.insert(m_errors.end(), errors.begin(), errors.end());
  }

  const Registry& m_registry;
  std::map<std::string, std::set<std::string>> m_later;  ///< by ref: what updates set
  std::vector<DocumentError> m_errors;
};

}  // namespace

std::vector<DocumentError> validateChanges(const Json& document, const Registry& registry) { return ChangesReview(registry).read(document); }

}  // namespace joinery
