// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/delimited_value.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "orm/core/display_text.h"
#include "orm/core/hex.h"

namespace joinery {

namespace {

template <typename Number>
void appendWhole(std::string& out, Number number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

bool isHexDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// @return whether it is x'…', with its bytes in `bytes`
bool readHex(std::string_view text, std::string& bytes) {
  if (text.size() < 3 || (text[0] != 'x' && text[0] != 'X') || text[1] != '\'' || text.back() != '\'') return false;
  const std::string_view digits = text.substr(2, text.size() - 3);
  if (digits.size() % 2 != 0 || !std::ranges::all_of(digits, isHexDigit)) return false;
  const QByteArray decoded = QByteArray::fromHex(QByteArray::fromRawData(digits.data(), static_cast<qsizetype>(digits.size())));
  bytes.assign(decoded.constData(), static_cast<std::size_t>(decoded.size()));
  return true;
}

std::optional<double> realOf(std::string_view text) {
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double real = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), real);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !std::isfinite(real)) return std::nullopt;
  return real;
}

bool mayBeginNumber(std::string_view text) { return !text.empty() && ((text[0] >= '0' && text[0] <= '9') || text[0] == '-' || text[0] == 'I'); }

/// A number where this text is what it would be written as: nothing of the spelling is lost.
std::optional<ValueView> numberOf(std::string_view text, const ValueType& type) {
  if (!mayBeginNumber(text)) return std::nullopt;
  std::string spelled;
  std::int64_t whole = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (result.ec == std::errc() && result.ptr == text.data() + text.size()) appendWhole(spelled, whole);
  if (spelled == text) return ValueView::integer(whole);
  const auto real = realOf(text);
  if (real && displayText(ValueView::real(*real), type) == text) return ValueView::real(*real);
  return std::nullopt;
}

}  // namespace

void appendCellText(std::string& out, ValueView value, const ValueType& type) {
  switch (value.storageClass()) {
    case StorageClass::Null: return;
    case StorageClass::Integer: return appendWhole(out, value.toInteger());
    case StorageClass::Unsigned: return appendWhole(out, value.toUnsigned());
    case StorageClass::Text: out += value.bytes(); return;
    case StorageClass::Blob:
      out += "x'";
      appendHex(out, value.bytes());
      out += '\'';
      return;
    case StorageClass::Boolean:
    case StorageClass::Real: out += displayText(value, type); return;
  }
}

ValueView plainCellValue(std::string_view text, const ValueType& type, std::string& bytes) {
  const bool mayHoldBytes = type.perCell || type.kind == TypeKind::Blob;
  if (mayHoldBytes && readHex(text, bytes)) return ValueView::blob(bytes);
  if (!type.perCell || type.kind == TypeKind::Text) return ValueView::text(text);
  if (type.kind == TypeKind::Boolean && (text == "true" || text == "false")) return ValueView::integer(text == "true" ? 1 : 0);
  return numberOf(text, type).value_or(ValueView::text(text));
}

ValueView quotedCellValue(std::string_view text, const ValueType& type, std::string& bytes) {
  const bool holdsBytes = !type.perCell && type.kind == TypeKind::Blob;
  return holdsBytes && readHex(text, bytes) ? ValueView::blob(bytes) : ValueView::text(text);
}

}  // namespace joinery
