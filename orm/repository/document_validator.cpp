// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/document_validator.h"

#include <QString>

#include <algorithm>

#include "orm/changes/change_set_document.h"
#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using Kind = DocumentError::Kind;

/// Bytes that go on with a character don't count.
std::ptrdiff_t charactersOf(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
}

/// 32 hexadecimal digits; hyphens and braces are for people, and engines differ in where they take them.
bool isUuid(std::string text) {
  if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  std::erase(text, '-');
  return text.size() == 32 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// What is wrong with a value, and what to do; empty for nothing.
struct Mistake {
  std::string what, hint;
};

Mistake textMistake(const std::string& text, const ValueType& type, Strictness strictness) {
  std::string_view counted = text;
  // Blanks that are too many are cut off by the engine.
  if (strictness == Strictness::Engine) counted = counted.substr(0, counted.find_last_not_of(' ') + 1);
  if (type.length && type.kind == TypeKind::Text && charactersOf(counted) > *type.length)
    return {"it is longer than " + std::to_string(*type.length) + " characters", {}};
  if (type.labels && std::ranges::find(*type.labels, text) == type.labels->end()) return {"it is none of the labels", nearestNamesHint(text, *type.labels)};
  if (type.kind == TypeKind::Uuid && !isUuid(text)) return {"it is no UUID", {}};
  return {};
}

Mistake mistakeOf(const Json& value, ValueType type, Strictness strictness) {
  const bool takesAnything = strictness == Strictness::Engine && type.perCell;
  if (strictness == Strictness::Declared) type.perCell = false;
  try {
    valueFromJson(value, type);
  } catch (const DbError& error) {
    return {error.message(), error.hint};
  }
  return value.is_string() && !takesAnything ? textMistake(value.get<std::string>(), type, strictness) : Mistake{};
}

/// Whether a row may come to be without a value that is declared NOT NULL: a trigger fills it, SQLite's ON CONFLICT REPLACE takes the
/// default, another database, or a part of the table, has rules of its own.
bool mayFillNull(const Model& model) {
  const schema::Table& table = *model.table;
  const bool isPlain = table.kind == schema::TableKind::Table && table.triggers.empty();
  return !isPlain || QString::fromStdString(table.definition).contains(QLatin1String("CONFLICT"), Qt::CaseInsensitive);
}

/// A value for people, who need not see all of a large one.
std::string shown(const Json& value) {
  constexpr qsizetype kLongest = 100;
  const QString text = QString::fromStdString(value.dump(-1, ' ', false, Json::error_handler_t::replace));
  return (text.size() > kLongest ? text.left(kLongest) + QStringLiteral("…") : text).toStdString();
}

/// Reads one document.
class DocumentReview {
 public:
  DocumentReview(const Model& model, SchemaVariant variant, const std::string& pointer, Strictness strictness)
      : m_model(model), m_variant(variant), m_pointer(pointer), m_strictness(strictness), m_mayFillNull(strictness == Strictness::Engine && mayFillNull(model)) {}

  std::vector<DocumentError> read(const Json& document) {
    if (!document.is_object()) {
      m_errors.push_back({Kind::NotAnObject, m_pointer, m_model.name, {}, document, "the values of " + m_model.name + " are an object, not " + shown(document), {}});
      return std::move(m_errors);
    }
    for (const auto& [name, value] : document.items()) readEntry(name, value);
    for (const Attribute& attribute : m_model.attributes)
      if (needs(attribute, m_model, m_variant) && !m_mayFillNull && !isGiven(document, attribute)) add(Kind::Missing, attribute.name, nullptr, "is missing", "Give it a value.");
    return std::move(m_errors);
  }

 private:
  bool isGiven(const Json& document, const Attribute& attribute) const {
    return std::ranges::any_of(document.items(), [&](const auto& entry) { return m_model.attribute(entry.key()) == &attribute; });
  }

  void readEntry(const std::string& name, const Json& value) {
    const Attribute* attribute = m_model.attribute(name);
    if (attribute == nullptr) return add(Kind::UnknownAttribute, name, value, "is no attribute of it", nearestNamesHint(name, takenNames()));
    if (!isTaken(*attribute)) return add(Kind::NotTaken, name, value, "is kept by the database or the program", "Leave it out.");
    if (value.is_null()) return readNull(*attribute, name);
    if (m_strictness == Strictness::Engine && isDefaultInDocument(value)) return readDefault(*attribute, name);
    if (isReference(*attribute, value)) return;
    const Mistake mistake = mistakeOf(value, attribute->column.type, m_strictness);
    if (!mistake.what.empty()) add(Kind::WrongType, name, value, "does not take it: " + mistake.what, mistake.hint);
  }

  void readNull(const Attribute& attribute, const std::string& name) {
    const bool isFilled = m_mayFillNull || (m_strictness == Strictness::Engine && attribute.column.generation != schema::Generation::None);
    if (!attribute.column.nullable && !isFilled) add(Kind::WrongType, name, nullptr, "is never NULL", {});
  }

  void readDefault(const Attribute& attribute, const std::string& name) {
    const bool isFilled = m_mayFillNull || attribute.column.nullable || attribute.column.defaultExpression || attribute.column.hasGeneratedValue();
    if (!isFilled) add(Kind::WrongType, name, defaultInDocument(), "has no default, and is never NULL", {});
  }

  bool isTaken(const Attribute& attribute) const {
    return m_strictness == Strictness::Engine ? attribute.column.isWritable() : takes(attribute, m_model, m_variant);
  }

  /// A JSON column may hold an object with such a member of its own.
  bool isReference(const Attribute& attribute, const Json& value) const {
    return m_strictness == Strictness::Engine && value.is_object() && value.contains("$ref") && attribute.column.type.kind != TypeKind::Json;
  }

  std::vector<std::string> takenNames() const {
    std::vector<std::string> names;
    for (const Attribute& attribute : m_model.attributes)
      if (isTaken(attribute)) names.push_back(attribute.name);
    return names;
  }

  void add(Kind kind, const std::string& name, const Json& value, const std::string& what, const std::string& hint) {
    Json::json_pointer place(m_pointer);
    place /= name;
    const std::string given = kind == Kind::Missing ? std::string() : " (" + shown(value) + ")";
    m_errors.push_back({kind, place.to_string(), m_model.name, name, value, m_model.name + "." + name + given + " " + what, hint});
  }

  const Model& m_model;
  const SchemaVariant m_variant;
  const std::string m_pointer;
  const Strictness m_strictness;
  const bool m_mayFillNull;
  std::vector<DocumentError> m_errors;
};

}  // namespace

std::vector<DocumentError> validate(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer, Strictness strictness) {
  return DocumentReview(model, variant, pointer, strictness).read(document);
}

std::string messageAtPlace(const DocumentError& error) { return (error.pointer.empty() ? "/" : error.pointer) + ": " + error.message; }

void requireValid(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer) {
  const std::vector<DocumentError> errors = validate(model, document, variant, pointer);
  if (errors.empty()) return;
  DbError error(ErrorKind::Argument, messageAtPlace(errors.front()));
  error.hint = errors.front().hint;
  for (std::size_t i = 1; i < errors.size(); ++i) error.detail += (i > 1 ? "\n" : "") + messageAtPlace(errors[i]);
  throw error;
}

}  // namespace joinery
