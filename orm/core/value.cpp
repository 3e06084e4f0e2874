// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/value.h"

#include <QtGlobal>
#include <bit>
#include <charconv>
#include <cmath>

namespace joinery {

Value::Value(ValueView view) {
  switch (view.storageClass()) {
    case StorageClass::Null: break;
    case StorageClass::Boolean: m_data = view.toBoolean(); break;
    case StorageClass::Integer: m_data = view.toInteger(); break;
    case StorageClass::Unsigned: m_data = view.toUnsigned(); break;
    case StorageClass::Real: m_data = view.toReal(); break;
    case StorageClass::Text: m_data = Text{std::string(view.bytes())}; break;
    case StorageClass::Blob: m_data = Blob{std::string(view.bytes())}; break;
  }
}

Value Value::boolean(bool value) { return Value(ValueView::boolean(value)); }
Value Value::integer(std::int64_t value) { return Value(ValueView::integer(value)); }
Value Value::unsignedInteger(std::uint64_t value) { return Value(ValueView::unsignedInteger(value)); }
Value Value::real(double value) { return Value(ValueView::real(value)); }

Value Value::text(std::string utf8) {
  Value value;
  value.m_data = Text{std::move(utf8)};
  return value;
}

Value Value::blob(std::string bytes) {
  Value value;
  value.m_data = Blob{std::move(bytes)};
  return value;
}

bool operator==(ValueView left, ValueView right) {
  if (left.storageClass() != right.storageClass()) return false;
  if (left.word() == right.word()) return left.bytes() == right.bytes();
  return left.storageClass() == StorageClass::Real && std::isnan(left.toReal()) && std::isnan(right.toReal());
}

namespace {

/// A total order over doubles: NaN last, -0.0 before 0.0.
bool realLess(double left, double right) {
  if (std::isnan(left) || std::isnan(right)) return !std::isnan(left) && std::isnan(right);
  if (left == right) return std::signbit(left) && !std::signbit(right);
  return left < right;
}

}  // namespace

bool operator<(ValueView left, ValueView right) {
  if (left.storageClass() != right.storageClass()) return left.storageClass() < right.storageClass();
  switch (left.storageClass()) {
    case StorageClass::Null: return false;
    case StorageClass::Boolean: return left.toBoolean() < right.toBoolean();
    case StorageClass::Integer: return left.toInteger() < right.toInteger();
    case StorageClass::Unsigned: return left.toUnsigned() < right.toUnsigned();
    case StorageClass::Real: return realLess(left.toReal(), right.toReal());
    case StorageClass::Text:
    case StorageClass::Blob: return left.bytes() < right.bytes();
  }
  return false;
}

std::string formatReal(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char buffer[64];
  const double magnitude = std::fabs(value);
  // Engines write small exponents out: 100000, 0.0001; to_chars alone would choose whatever is shorter.
  const bool fixed = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e15);
  const auto format = fixed ? std::chars_format::fixed : std::chars_format::scientific;
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, format);
  return {buffer, result.ptr};
}

}  // namespace joinery
