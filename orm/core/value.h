// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace joinery {

/// How a single value is held. A column's declared type is a ValueType; SQLite's cells vary by row.
enum class StorageClass : std::uint8_t { Null, Boolean, Integer, Unsigned, Real, Text, Blob };

/// A value of a cell, borrowed: text and bytes point into whatever made the view (a RowBatch, a Value).
/// Functions through which millions of them pass take it by reference: a copy waits until the parts that were just written are in memory.
class ValueView {
 public:
  constexpr ValueView() = default;
  static constexpr ValueView null() { return {}; }
  static constexpr ValueView boolean(bool value) { return {StorageClass::Boolean, value ? 1 : 0, {}}; }
  static constexpr ValueView integer(std::int64_t value) { return {StorageClass::Integer, value, {}}; }
  static constexpr ValueView unsignedInteger(std::uint64_t value) { return {StorageClass::Unsigned, static_cast<std::int64_t>(value), {}}; }
  static constexpr ValueView real(double value) { return {StorageClass::Real, std::bit_cast<std::int64_t>(value), {}}; }
  static constexpr ValueView text(std::string_view utf8) { return {StorageClass::Text, 0, utf8}; }
  static constexpr ValueView blob(std::string_view bytes) { return {StorageClass::Blob, 0, bytes}; }

  constexpr StorageClass storageClass() const { return m_class; }
  constexpr bool isNull() const { return m_class == StorageClass::Null; }
  /// @pre the storage class fits (asserted)
  bool toBoolean() const {
    Q_ASSERT(m_class == StorageClass::Boolean);
    return m_word != 0;
  }
  std::int64_t toInteger() const {
    Q_ASSERT(m_class == StorageClass::Integer || m_class == StorageClass::Boolean);
    return m_word;
  }
  std::uint64_t toUnsigned() const {
    Q_ASSERT(m_class == StorageClass::Unsigned);
    return static_cast<std::uint64_t>(m_word);
  }
  double toReal() const {
    Q_ASSERT(m_class == StorageClass::Real);
    return std::bit_cast<double>(m_word);
  }
  /// The characters of a Text or the bytes of a Blob; empty for every other class.
  constexpr std::string_view bytes() const { return m_bytes; }
  /// A number as it is held, a Real by its bits; 0 for every other class. With class and bytes it is the whole value.
  constexpr std::int64_t word() const { return m_word; }
  static constexpr ValueView of(StorageClass storage, std::int64_t word, std::string_view bytes) { return {storage, word, bytes}; }

 private:
  constexpr ValueView(StorageClass storage, std::int64_t word, std::string_view bytes)
      : m_class(storage), m_word(word), m_bytes(bytes) {}
  StorageClass m_class = StorageClass::Null;
  std::int64_t m_word = 0;
  std::string_view m_bytes;
};

/// A value that owns its bytes: exactly what the database holds, never converted on the way.
/// Exact numerics, dates and every type without a C++ counterpart are Text in the database's own spelling.
class Value {
 public:
  Value() = default;
  explicit Value(ValueView view);
  static Value null() { return {}; }
  static Value boolean(bool value);
  static Value integer(std::int64_t value);
  static Value unsignedInteger(std::uint64_t value);
  static Value real(double value);
  static Value text(std::string utf8);
  static Value blob(std::string bytes);

  StorageClass storageClass() const { return static_cast<StorageClass>(m_data.index()); }
  bool isNull() const { return m_data.index() == 0; }
  /// Lives as long as this value is neither changed nor destroyed.
  ValueView view() const;
  operator ValueView() const { return view(); }
  bool toBoolean() const { return view().toBoolean(); }
  std::int64_t toInteger() const { return view().toInteger(); }
  std::uint64_t toUnsigned() const { return view().toUnsigned(); }
  double toReal() const { return view().toReal(); }
  std::string_view bytes() const { return view().bytes(); }

 private:
  struct Text { std::string value; };
  struct Blob { std::string value; };
  // The order is StorageClass's.
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, Text, Blob> m_data;
};

inline ValueView Value::view() const {
  switch (storageClass()) {
    case StorageClass::Null: return {};
    case StorageClass::Boolean: return ValueView::boolean(*std::get_if<bool>(&m_data));
    case StorageClass::Integer: return ValueView::integer(*std::get_if<std::int64_t>(&m_data));
    case StorageClass::Unsigned: return ValueView::unsignedInteger(*std::get_if<std::uint64_t>(&m_data));
    case StorageClass::Real: return ValueView::real(*std::get_if<double>(&m_data));
    case StorageClass::Text: return ValueView::text(std::get_if<Text>(&m_data)->value);
    case StorageClass::Blob: return ValueView::blob(std::get_if<Blob>(&m_data)->value);
  }
  return {};
}

/// Identity, not SQL equality: same storage class and same bytes; NaN equals NaN, -0.0 differs from 0.0, NULL equals NULL.
bool operator==(ValueView left, ValueView right);
inline bool operator==(const Value& left, const Value& right) { return left.view() == right.view(); }
/// A total order for keys in maps: by storage class, then by value or bytes.
bool operator<(ValueView left, ValueView right);
inline bool operator<(const Value& left, const Value& right) { return left.view() < right.view(); }

/// The shortest decimal that reads back as the same double, as engines spell it: 0.1, 1e+20, NaN, Infinity, -Infinity.
std::string formatReal(double value);

}  // namespace joinery
