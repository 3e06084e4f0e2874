// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/opened_database.h"

#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"

namespace joinery::cli {

OpenedDatabase::OpenedDatabase(const std::string& url, Engine::Access access) : m_engine(Engine::create(Url::parse(url))) {
  m_lease = m_engine->connect(access);
  setInterruptTarget(&*m_lease);
  m_metadata = reflect(*m_lease, m_engine->dialect());
  m_registry = automap(m_metadata, m_engine->dialect().namesIgnoreCase());
}

OpenedDatabase::~OpenedDatabase() { setInterruptTarget(nullptr); }

void OpenedDatabase::declare(const ModelDeclarations& declarations) {
  DeclaredModels declared = declareModels(m_registry, declarations);
  m_registry = std::move(declared.registry);
  for (const DeclarationProblem& problem : declared.problems) printError(problem.sentence());
}

namespace {

Value keyPart(const Json& json, const std::string& attributeName, const Model& model) {
  const Attribute& attribute = *model.attribute(attributeName);
  try {
    return valueFromJson(json, attribute.column.type);
  } catch (const DbError& error) {
    throw DbError(ErrorKind::Argument, "Key attribute " + model.name + "." + attributeName + ": " + error.message());
  }
}

/// What was typed: a number, a quoted text, an array; anything that is no JSON is a text.
Json keyArgument(const std::string& text) {
  try {
    Json json = parseJson(text);
    return json.is_object() ? Json(text) : json;
  } catch (const DbError&) {
    return text;
  }
}

}  // namespace

std::vector<Value> parseKey(const std::string& text, const Model& model) {
  const auto names = model.keyAttributes();
  if (names.empty()) throw DbError(ErrorKind::Argument, model.name + " has no key: " + model.readOnlyReason());
  Json json = keyArgument(text);
  if (names.size() == 1) {
    const auto storage = model.attribute(names[0])->column.type.kind;
    // 0042 or 1e3 in a text key are texts.
    if (!json.is_array() && (storage == TypeKind::Text || storage == TypeKind::Uuid) && !json.is_string()) json = text;
    if (!json.is_array()) json = Json::array({json});
  }
  if (!json.is_array() || json.size() != names.size())
    throw DbError(ErrorKind::Argument, "The key of " + model.name + " has " + std::to_string(names.size()) +
                                           " parts; give them as a JSON array");
  std::vector<Value> key;
  for (std::size_t i = 0; i < names.size(); ++i) key.push_back(keyPart(json[i], names[i], model));
  return key;
}

}  // namespace joinery::cli
