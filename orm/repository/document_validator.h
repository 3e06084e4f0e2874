// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/model/model.h"
#include "orm/codegen/schema_variant.h"

namespace joinery {

/// What is wrong at one place of a document.
struct DocumentError {
  enum class Kind { NotAnObject, UnknownAttribute, NotTaken, WrongType, Missing };
  Kind kind = Kind::WrongType;
  std::string pointer;    ///< RFC 6901: "/email"
  std::string model;
  std::string attribute;  ///< empty where the whole document is meant
  Json value;             ///< what stands there; null where nothing does
  std::string message;    ///< names model, attribute and value
  std::string hint;       ///< what to do; may be empty
};

/// Every mistake of a document, by the columns' declared types, in the document's order, then what is missing. Pure.
/// @param pointer where the document stands in what the person gave
std::vector<DocumentError> validate(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer = {});
/// @throws DbError Argument with the first mistake as its message, the others in its detail
void requireValid(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer = {});

}  // namespace joinery
