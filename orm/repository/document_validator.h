// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/codegen/schema_variant.h"
#include "orm/core/json.h"
#include "orm/model/model.h"

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

/// Whose rules a document is held to.
enum class Strictness {
  /// The schema's: declared types, and nothing that the variant does not take.
  Declared,
  /// Only what the database would refuse in any case: SQLite's cells take every type, keys and times that are made may be given,
  /// triggers may fill what is missing, {"$ref": …} stands for a key that is not known yet.
  Engine,
};

/// Every mistake of a document, in the document's order, then what is missing. Pure.
/// @param pointer where the document stands in what the person gave
std::vector<DocumentError> validate(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer = {},
                                    Strictness strictness = Strictness::Declared);
/// "/email: User.email (5) does not take it: …".
std::string messageAtPlace(const DocumentError& error);
/// @throws DbError Argument with the first mistake as its message, the others in its detail
void requireValid(const Model& model, const Json& document, SchemaVariant variant, const std::string& pointer = {});

}  // namespace joinery
