// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/json.h"

namespace joinery {

/// A value of a document from outside with its place, so that whatever is wrong with it can be told of by a JSON pointer (RFC 6901). The
/// document must outlive it. Every member throws DbError Argument: "workspace at /connections/0/name: …".
class JsonPlace {
 public:
  /// The whole of a document. @param document what messages call it: "workspace"; must outlive it, too
  JsonPlace(const Json& json, const char* document) : m_json(&json), m_document(document) {}

  const Json& json() const { return *m_json; }
  const std::string& pointer() const { return m_pointer; }
  /// Whether the object has it, as something else than null.
  bool has(const std::string& key) const;
  /// A member that has to be there.
  JsonPlace at(const std::string& key) const;
  JsonPlace at(std::size_t index) const { return {(*m_json)[index], m_document, m_pointer + "/" + std::to_string(index)}; }
  /// The elements of an array.
  std::vector<JsonPlace> items() const;
  /// The object as it is.
  const Json& object() const;
  /// A text with something in it.
  const std::string& text() const;
  std::vector<std::string> texts() const;
  /// A text that may be empty; one that is no UTF-8 stands as {"$blob": base64}.
  std::string anyText() const;
  bool flag() const;
  /// A whole number; its digits as a text, too.
  std::int64_t wholeNumber() const;
  int number(int least, int most) const;
  [[noreturn]] void refuse(const std::string& why, const std::string& hint = {}) const;

 private:
  JsonPlace(const Json& json, const char* document, std::string pointer) : m_json(&json), m_document(document), m_pointer(std::move(pointer)) {}

  const Json* m_json;
  const char* m_document;
  std::string m_pointer;
};

/// A text as JSON holds it: as it is, or where it is no UTF-8, as {"$blob": base64}.
Json jsonFromText(const std::string& text);

}  // namespace joinery
