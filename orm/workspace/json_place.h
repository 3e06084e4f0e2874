// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery {

/// A value of a workspace's document with its place, so that whatever is wrong with it can be told of by a JSON pointer (RFC 6901). The
/// document must outlive it. Every member throws DbError Argument: "workspace at /connections/0/name: …".
class JsonPlace {
 public:
  explicit JsonPlace(const Json& json, std::string pointer = {}) : m_json(&json), m_pointer(std::move(pointer)) {}

  const Json& json() const { return *m_json; }
  const std::string& pointer() const { return m_pointer; }
  /// Whether the object has it, as something else than null.
  bool has(const std::string& key) const;
  /// A member that has to be there.
  JsonPlace at(const std::string& key) const;
  JsonPlace at(std::size_t index) const { return JsonPlace((*m_json)[index], m_pointer + "/" + std::to_string(index)); }
  /// The elements of an array.
  std::vector<JsonPlace> items() const;
  /// The object as it is.
  const Json& object() const;
  /// A text with something in it.
  const std::string& text() const;
  std::vector<std::string> texts() const;
  int number(int least, int most) const;
  [[noreturn]] void refuse(const std::string& why, const std::string& hint = {}) const;

 private:
  const Json* m_json;
  std::string m_pointer;
};

}  // namespace joinery
