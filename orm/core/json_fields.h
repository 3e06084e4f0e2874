// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "orm/core/json_place.h"
#include "orm/core/qualified_name.h"

namespace joinery {

/// Plain structs to JSON and back by one description of their members. A type takes part by a function that is found beside it:
/// `void describeFields(auto& fields, SameAs<Point> auto& point) { fields.required("x", point.x); fields.optional("label", point.label); }`;
/// an enumeration by `std::span<const char* const> jsonNames(Colour)`: its values' names, in order.
template <typename Type, typename Wanted>
concept SameAs = std::same_as<std::remove_const_t<Type>, Wanted>;

template <typename Type>
concept NamedInJson = std::is_enum_v<Type> && requires(Type value) { jsonNames(value); };

/// Writes members under their keys.
class FieldWriter {
 public:
  static constexpr bool kReads = false;
  explicit FieldWriter(Json& object) : m_object(&object) {}

  /// A member that has to be there.
  template <typename Type>
  void required(const char* key, const Type& member);
  /// One that is written always, and read where it is there.
  template <typename Type>
  void always(const char* key, const Type& member) { required(key, member); }
  /// One that is left out where it is as it usually is.
  template <typename Type>
  void optional(const char* key, const Type& member, const std::type_identity_t<Type>& usual = {}) {
    if (!(member == usual)) required(key, member);
  }
  /// A name and beside it its schema, where it says one.
  void name(const QualifiedName& name) {
    required("name", name.name);
    optional("schema", name.schema);
  }
  Json& object() const { return *m_object; }

 private:
  Json* m_object;
};

/// Reads the same members. @throws DbError Argument with the place of what is missing or of another type
class FieldReader {
 public:
  static constexpr bool kReads = true;
  explicit FieldReader(const JsonPlace& place) : m_place(place) { place.object(); }

  template <typename Type>
  void required(const char* key, Type& member) { read(m_place.at(key), member); }
  template <typename Type>
  void always(const char* key, Type& member) { optional(key, member); }
  template <typename Type>
  void optional(const char* key, Type& member, const std::type_identity_t<Type>& usual = {}) {
    member = usual;
    if (m_place.has(key)) read(m_place.at(key), member);
  }
  void name(QualifiedName& name) {
    required("name", name.name);
    optional("schema", name.schema);
  }
  const JsonPlace& place() const { return m_place; }

 private:
  template <typename Type>
  static void read(const JsonPlace& place, Type& member);

  JsonPlace m_place;
};

inline Json jsonOf(bool flag) { return flag; }
inline Json jsonOf(const std::string& text) { return jsonFromText(text); }
/// Whole numbers that other readers of JSON would round stand as texts.
inline Json jsonOf(std::int64_t number) {
  constexpr std::int64_t kLargest = std::int64_t{1} << 53;
  return number >= -kLargest && number <= kLargest ? Json(number) : Json(std::to_string(number));
}
inline Json jsonOf(int number) { return number; }
inline Json jsonOf(const QualifiedName& name) {
  return name.schema.empty() ? jsonOf(name.name) : Json{{"schema", jsonOf(name.schema)}, {"name", jsonOf(name.name)}};
}
template <NamedInJson Type>
Json jsonOf(Type value) { return jsonNames(value)[static_cast<std::size_t>(value)]; }
template <typename Type>
  requires requires(FieldWriter& fields, const Type& item) { describeFields(fields, item); }
Json jsonOf(const Type& item);
template <typename Type>
Json jsonOf(const std::vector<Type>& items);
template <typename Type>
Json jsonOf(const std::map<std::string, Type>& items) {
  Json object = Json::object();
  for (const auto& [key, item] : items) object[key] = jsonOf(item);
  return object;
}
template <typename Type>
Json jsonOf(const std::optional<Type>& item) { return item ? jsonOf(*item) : Json(nullptr); }
template <typename Type>
Json jsonOf(const std::vector<Type>& items) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(jsonOf(item));
  return list;
}
template <typename Type>
  requires requires(FieldWriter& fields, const Type& item) { describeFields(fields, item); }
Json jsonOf(const Type& item) {
  Json object = Json::object();
  FieldWriter fields(object);
  describeFields(fields, item);
  return object;
}

template <typename Type>
void FieldWriter::required(const char* key, const Type& member) { (*m_object)[key] = jsonOf(member); }

inline void readJson(const JsonPlace& place, bool& flag) { flag = place.flag(); }
inline void readJson(const JsonPlace& place, std::string& text) { text = place.anyText(); }
inline void readJson(const JsonPlace& place, std::int64_t& number) { number = place.wholeNumber(); }
inline void readJson(const JsonPlace& place, int& number) { number = place.number(INT32_MIN, INT32_MAX); }
inline void readJson(const JsonPlace& place, QualifiedName& name) {
  name = {};
  if (place.json().is_object() && !place.has("$blob")) {
    name.name = place.at("name").anyText();
    if (place.has("schema")) name.schema = place.at("schema").anyText();
  } else {
    name.name = place.anyText();
  }
}
template <NamedInJson Type>
void readJson(const JsonPlace& place, Type& value) {
  const auto names = jsonNames(value);
  const std::string text = place.text();
  std::string known;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (text == names[i]) {
      value = static_cast<Type>(i);
      return;
    }
    known += (known.empty() ? "" : ", ") + std::string(names[i]);
  }
  place.refuse("\"" + text + "\" is none of: " + known);
}
template <typename Type>
  requires requires(FieldReader& fields, Type& item) { describeFields(fields, item); }
void readJson(const JsonPlace& place, Type& item) {
  FieldReader fields(place);
  describeFields(fields, item);
}
template <typename Type>
void readJson(const JsonPlace& place, std::optional<Type>& item);
template <typename Type>
void readJson(const JsonPlace& place, std::vector<Type>& items) {
  items.clear();
  for (const JsonPlace& each : place.items()) readJson(each, items.emplace_back());
}
template <typename Type>
void readJson(const JsonPlace& place, std::map<std::string, Type>& items) {
  items.clear();
  for (const auto& [key, item] : place.object().items()) readJson(place.at(key), items[key]);
}
template <typename Type>
void readJson(const JsonPlace& place, std::optional<Type>& item) {
  if (place.json().is_null()) item.reset();
  else readJson(place, item.emplace());
}

template <typename Type>
void FieldReader::read(const JsonPlace& place, Type& member) { readJson(place, member); }

}  // namespace joinery
