// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/label.h"

#include <algorithm>
#include <array>
#include <optional>

#include "orm/core/json.h"
#include "orm/model/names.h"
#include "orm/model/unique_columns.h"

namespace joinery {

namespace {

using Names = std::initializer_list<std::string_view>;

/// "First_Name", "firstName" and "FIRSTNAME" are one word to people.
std::string plainWord(std::string_view name) {
  std::string word = foldName(name, true);
  std::erase_if(word, [](char letter) { return letter == '_' || letter == ' ' || letter == '-'; });
  return word;
}

bool readsAsText(const Attribute& attribute) {
  const TypeKind kind = attribute.column.type.kind;
  const bool untyped = kind == TypeKind::Unknown && attribute.column.type.declared.empty();
  return (kind == TypeKind::Text || untyped) && !attribute.isForeignKey;
}

const Attribute* firstNamed(const Model& model, Names words) {
  for (const std::string_view word : words)
    for (const Attribute& attribute : model.attributes)
      if (readsAsText(attribute) && plainWord(attribute.name) == word) return &attribute;
  return nullptr;
}

std::string inBraces(const Attribute& attribute) { return "{" + attribute.name + "}"; }

/// "ProductName" of Products, "CategoryName" of Categories: the table's word in the singular, before the ending.
const Attribute* namedAfterTable(const Model& model, std::string_view ending) {
  const std::string word = plainWord(model.table ? model.table->name.name : model.name);
  for (const Attribute& attribute : model.attributes) {
    const std::string own = plainWord(attribute.name);
    if (!readsAsText(attribute) || !own.ends_with(ending) || own.size() < ending.size() + 3) continue;
    const std::string_view stem = std::string_view(own).substr(0, own.size() - ending.size());
    // A plural differs from its singular in the last letter and a few after it.
    if (word.starts_with(stem.substr(0, stem.size() - 1)) && word.size() <= stem.size() + 3) return &attribute;
  }
  return nullptr;
}

std::optional<std::string> personName(const Model& model) {
  const Attribute* first = firstNamed(model, {"firstname", "givenname", "forename"});
  const Attribute* last = firstNamed(model, {"lastname", "surname", "familyname"});
  if (first == nullptr || last == nullptr) return {};
  return inBraces(*first) + " " + inBraces(*last);
}

/// A text that no two rows share, such as a code or an address, says which row it is.
const Attribute* uniqueText(const Model& model) {
  if (!model.table) return nullptr;
  for (const std::vector<std::string>& columns : uniqueColumnSets(*model.table)) {
    const Attribute* attribute = columns.size() == 1 ? model.attributeOfColumn(columns.front()) : nullptr;
    if (attribute != nullptr && !attribute->isKey && readsAsText(*attribute)) return attribute;
  }
  return nullptr;
}

std::string keyLabel(const Model& model) {
  std::string label;
  for (const std::string& name : model.keyAttributes()) label += (label.empty() ? "{" : ", {") + name + "}";
  if (label.empty() && !model.attributes.empty()) label = inBraces(model.attributes.front());
  return label;
}

struct Piece {
  std::string literal;             ///< before the attribute
  const Attribute* attribute = nullptr;  ///< null at the end
};

/// The longest attribute whose name and a closing brace come next: names may hold braces themselves.
const Attribute* attributeAt(const Model& model, std::string_view rest) {
  const Attribute* best = nullptr;
  for (const Attribute& attribute : model.attributes) {
    const bool matches = rest.starts_with(attribute.name) && rest.substr(attribute.name.size()).starts_with('}');
    if (matches && (best == nullptr || attribute.name.size() > best->name.size())) best = &attribute;
  }
  return best;
}

std::vector<Piece> piecesOf(const Model& model) {
  std::vector<Piece> pieces(1);
  const std::string_view label = model.label;
  for (std::size_t i = 0; i < label.size();) {
    const Attribute* attribute = label[i] == '{' ? attributeAt(model, label.substr(i + 1)) : nullptr;
    if (attribute == nullptr) {
      pieces.back().literal += label[i++];
      continue;
    }
    pieces.back().attribute = attribute;
    pieces.emplace_back();
    i += attribute->name.size() + 2;
  }
  return pieces;
}

}  // namespace

std::string chooseLabel(const Model& model) {
  if (const Attribute* name = firstNamed(model, {"name"})) return inBraces(*name);
  if (const auto person = personName(model)) return *person;
  for (const std::string_view ending : {std::string_view("name"), std::string_view("title")})
    if (const Attribute* own = namedAfterTable(model, ending)) return inBraces(*own);
  if (const Attribute* title = firstNamed(model, {"fullname", "displayname", "title", "label", "caption", "subject",
                                                  "headline", "companyname", "username", "login", "nickname"}))
    return inBraces(*title);
  if (const Attribute* code = firstNamed(model, {"email", "emailaddress", "code", "slug", "sku", "symbol", "abbreviation"}))
    return inBraces(*code);
  if (const Attribute* unique = uniqueText(model)) return inBraces(*unique);
  if (const Attribute* own = namedAfterTable(model, "description")) return inBraces(*own);
  if (const Attribute* description = firstNamed(model, {"description"})) return inBraces(*description);
  return keyLabel(model);
}

std::vector<std::string> Model::labelAttributes() const {
  std::vector<std::string> names;
  for (const Piece& piece : piecesOf(*this)) {
    if (piece.attribute != nullptr && std::ranges::find(names, piece.attribute->name) == names.end())
      names.push_back(piece.attribute->name);
  }
  return names;
}

std::string rowLabel(const Model& model, const RowBatch& batch, std::size_t row) {
  std::string label;
  bool isFirst = true;
  for (const Piece& piece : piecesOf(model)) {
    // What stands between two values is left out where one of them is missing.
    const std::string before = isFirst || !label.empty() ? piece.literal : std::string();
    isFirst = false;
    const int column = piece.attribute == nullptr ? -1 : batch.indexOf(piece.attribute->name);
    const ValueView value = column < 0 ? ValueView() : batch.at(row, static_cast<std::size_t>(column));
    if (!value.isNull()) label += before + displayText(value, piece.attribute->column.type);
    if (piece.attribute == nullptr && !label.empty()) label += before;
  }
  return label;
}

}  // namespace joinery
