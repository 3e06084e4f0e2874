// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/column_inference.h"

#include <QDate>
#include <QTime>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "orm/transfer/delimited_value.h"

namespace joinery {

namespace {

/// What a cell looks like; each is a bit of its own.
enum CellClass : std::uint32_t { kNull = 0, kWhole = 1, kLongWhole = 2, kDecimal = 4, kExponent = 8, kTruth = 16, kDay = 32, kMoment = 64, kBytes = 128, kNested = 256, kOther = 512 };

constexpr std::uint32_t kNumbers = kWhole | kDecimal | kExponent;
constexpr std::size_t kSafeDigits = 15;

bool isOnly(std::uint32_t seen, std::uint32_t allowed) { return (seen & ~allowed) == 0; }

bool areDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// 0, 17, -17: as a whole number is written, with nothing before it.
bool isPlainWhole(std::string_view text) {
  const bool isNegative = text.starts_with('-');
  if (isNegative) text.remove_prefix(1);
  return areDigits(text) && (text.size() == 1 || text[0] != '0') && !(isNegative && text == "0");
}

CellClass numberClass(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos && isPlainWhole(text)) {
    std::int64_t whole = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), whole).ec != std::errc()) return kOther;
    return text.size() <= kSafeDigits ? kWhole : kLongWhole;
  }
  if (point != std::string_view::npos && areDigits(text.substr(point + 1))) {
    std::string_view before = text.substr(0, point);
    if (before.starts_with('-')) before.remove_prefix(1);
    if (isPlainWhole(before)) return text.size() <= kSafeDigits ? kDecimal : kOther;
  }
  double real = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), real);
  const bool isReal = result.ec == std::errc() && result.ptr == text.data() + text.size() && std::isfinite(real);
  return isReal && text.find('e') != std::string_view::npos && formatReal(real) == text ? kExponent : kOther;
}

CellClass timeClass(std::string_view text) {
  const QString spelled = QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
  const auto isDay = [](const QString& day) { return QDate::fromString(day, QStringLiteral("yyyy-MM-dd")).isValid(); };
  if (text.size() == 10) return isDay(spelled) ? kDay : kOther;
  if (text.size() != 19 || text[10] != ' ') return kOther;
  return isDay(spelled.left(10)) && QTime::fromString(spelled.mid(11), QStringLiteral("HH:mm:ss")).isValid() ? kMoment : kOther;
}

bool isBytes(std::string_view text) {
  std::string bytes;
  return plainCellValue(text, ValueType::of(TypeKind::Blob), bytes).storageClass() == StorageClass::Blob;
}

CellClass textClass(std::string_view text) {
  if (text.empty()) return kOther;
  if (text == "true" || text == "false") return kTruth;
  if (isBytes(text)) return kBytes;
  const CellClass number = numberClass(text);
  return number == kOther ? timeClass(text) : number;
}

CellClass jsonClass(const Json& json) {
  if (json.is_null()) return kNull;
  if (json.is_boolean()) return kTruth;
  if (json.is_number_float()) return kExponent;
  if (json.is_number()) return numberClass(json.dump());
  if (json.is_object() && json.size() == 1 && json.contains("$blob")) return kBytes;
  return json.is_string() ? kOther : kNested;
}

CellClass classOf(const SourceCell& cell, const std::string& nullText) {
  switch (cell.kind) {
    case SourceCell::Kind::Missing: return kNull;
    case SourceCell::Kind::Plain: return cell.text == nullText ? kNull : textClass(cell.text);
    case SourceCell::Kind::Quoted: return isBytes(cell.text) ? kOther : textClass(cell.text);
    case SourceCell::Kind::Json: return jsonClass(cell.json);
  }
  return kOther;
}

std::uint32_t classesOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::Integer: return kWhole | kLongWhole;
    case TypeKind::Numeric: return kWhole | kDecimal;
    case TypeKind::Real: return kNumbers;
    case TypeKind::Boolean: return kTruth;
    case TypeKind::Date: return kDay;
    case TypeKind::Timestamp: return kMoment;
    case TypeKind::Blob: return kBytes;
    case TypeKind::Json: return kNested;
    default: return ~std::uint32_t{0};
  }
}

}  // namespace

void ColumnInference::add(const SourceCell& cell, const std::string& nullText) {
  if (m_seen != kOther) m_seen |= classOf(cell, nullText);
}

TypeKind ColumnInference::kind() const {
  if (m_seen == 0) return TypeKind::Text;
  for (const TypeKind kind : {TypeKind::Integer, TypeKind::Numeric, TypeKind::Real, TypeKind::Boolean, TypeKind::Date, TypeKind::Timestamp, TypeKind::Blob, TypeKind::Json})
    if (isOnly(m_seen, classesOf(kind))) return kind;
  return TypeKind::Text;
}

bool ColumnInference::keeps(TypeKind kind, const SourceCell& cell, const std::string& nullText) { return isOnly(classOf(cell, nullText), classesOf(kind)); }

}  // namespace joinery
