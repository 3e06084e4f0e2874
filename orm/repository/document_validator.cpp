// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/document_validator.h"

#include <QString>
#include <QUuid>

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using Kind = DocumentError::Kind;

/// Bytes that go on with a character don't count.
std::ptrdiff_t charactersOf(const std::string& utf8) {
  return std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
}

std::string textMistake(const std::string& text, const ValueType& type) {
  if (type.length && type.kind == TypeKind::Text && charactersOf(text) > *type.length)
    return "it is longer than " + std::to_string(*type.length) + " characters";
  if (type.labels && std::ranges::find(*type.labels, text) == type.labels->end()) return "it is none of the labels";
  if (type.kind == TypeKind::Uuid && QUuid::fromString(QString::fromStdString(text)).isNull()) return "it is no UUID";
  return {};
}

/// What is wrong with a value; empty for nothing. Cells with types of their own are held to the declared one.
std::string mistakeOf(const Json& value, ValueType type) {
  type.perCell = false;
  try {
    valueFromJson(value, type);
  } catch (const DbError& error) {
    return error.message();
  }
  return value.is_string() ? textMistake(value.get<std::string>(), type) : std::string();
}

/// Reads one document.
class DocumentReview {
 public:
  DocumentReview(const Model& model, SchemaVariant variant, const std::string& pointer) : m_model(model), m_variant(variant), m_pointer(pointer) {}

  std::vector<DocumentError> read(const Json& document) {
    if (!document.is_object()) {
      m_errors.push_back({Kind::NotAnObject, m_pointer, m_model.name, {}, document, "the values of " + m_model.name + " are an object, not " + document.dump(), {}});
      return std::move(m_errors);
    }
    for (const auto& [name, value] : document.items()) readEntry(name, value);
    for (const Attribute& attribute : m_model.attributes)
      if (needs(attribute, m_model, m_variant) && !isGiven(document, attribute)) add(Kind::Missing, attribute.name, nullptr, "is missing", "Give it a value.");
    return std::move(m_errors);
  }

 private:
  bool isGiven(const Json& document, const Attribute& attribute) const {
    return std::ranges::any_of(document.items(), [&](const auto& entry) { return m_model.attribute(entry.key()) == &attribute; });
  }

  void readEntry(const std::string& name, const Json& value) {
    const Attribute* attribute = m_model.attribute(name);
    if (attribute == nullptr) return add(Kind::UnknownAttribute, name, value, "is no attribute of it", nearestNamesHint(name, takenNames()));
    if (!takes(*attribute, m_model, m_variant)) return add(Kind::NotTaken, name, value, "is kept by the database or the program", "Leave it out.");
    if (value.is_null() && !attribute->column.nullable) return add(Kind::WrongType, name, value, "is never NULL", {});
    const std::string mistake = value.is_null() ? std::string() : mistakeOf(value, attribute->column.type);
    if (!mistake.empty()) add(Kind::WrongType, name, value, "does not take it: " + mistake, {});
  }

  std::vector<std::string> takenNames() const {
    std::vector<std::string> names;
    for (const Attribute& attribute : m_model.attributes)
      if (takes(attribute, m_model, m_variant)) names.push_back(attribute.name);
    return names;
  }

  void add(Kind kind, const std::string& name, const Json& value, const std::string& what, const std::string& hint) {
    Json::json_pointer place(m_pointer);
    place /= name;
    const std::string given = kind == Kind::Missing ? std::string() : " (" + value.dump() + ")";
    m_errors.push_back({kind, place.to_string(), m_model.name, name, value, m_model.name + "." + name + given + " " + what, hint});
  }

  const Model& m_model;
  const SchemaVariant m_variant;
  const std::string m_pointer;
  std::vector<DocumentError> m_errors;
};

}  // namespace

std::vector<DocumentError> validate(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer) {
  return DocumentReview(model, variant, pointer).read(document);
}

void requireValid(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer) {
  const std::vector<DocumentError> errors = validate(model, document, variant, pointer);
  if (errors.empty()) return;
  const auto told = [](const DocumentError& error) { return (error.pointer.empty() ? "/" : error.pointer) + ": " + error.message; };
  DbError error(ErrorKind::Argument, told(errors.front()));
  error.hint = errors.front().hint;
  for (std::size_t i = 1; i < errors.size(); ++i) error.detail += (i > 1 ? "\n" : "") + told(errors[i]);
  throw error;
}

}  // namespace joinery
