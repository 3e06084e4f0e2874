// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_cell.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <new>
#include <string>

namespace joinery {
namespace {

// Fixed since the beginning. Source: pg_type.dat of the server
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kOid = 26;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;

template <typename Number>
bool parse(std::string_view text, Number& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - 'A' + 10;
}

/// Decodes no more than is kept: a large cell is never held twice.
void appendHex(RowBatchBuilder& builder, std::size_t column, std::string_view digits, CellLimit& limit) {
  const std::size_t size = digits.size() / 2;
  const std::size_t kept = limit.bytes() == 0 ? size : std::min(size, limit.bytes());
  std::string bytes(kept, '\0');
  for (std::size_t i = 0; i < kept; ++i) bytes[i] = static_cast<char>(hexDigit(digits[2 * i]) * 16 + hexDigit(digits[2 * i + 1]));
  limit.took(kept);
  if (kept < size) return builder.appendPartial(column, ValueView::blob(bytes), size);
  builder.append(column, ValueView::blob(bytes));
}

/// The older spelling, which a session may have switched back to.
void appendEscaped(RowBatchBuilder& builder, std::size_t column, std::string_view text, CellLimit& limit) {
  const std::string terminated(text);
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(&PQfreemem)> bytes(
      PQunescapeBytea(reinterpret_cast<const unsigned char*>(terminated.c_str()), &size), &PQfreemem);
  if (!bytes) throw std::bad_alloc();
  appendLimited(builder, column, ValueView::blob({reinterpret_cast<const char*>(bytes.get()), size}), limit);
}

void appendBlob(RowBatchBuilder& builder, std::size_t column, std::string_view text, CellLimit& limit) {
  if (text.starts_with("\\x")) return appendHex(builder, column, text.substr(2), limit);
  appendEscaped(builder, column, text, limit);
}

}  // namespace

PostgresqlDecoding postgresqlDecodingOf(Oid type) {
  switch (type) {
    case kBool: return PostgresqlDecoding::Boolean;
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid: return PostgresqlDecoding::Integer;
    case kFloat4:
    case kFloat8: return PostgresqlDecoding::Real;
    case kBytea: return PostgresqlDecoding::Blob;
    default: return PostgresqlDecoding::Text;
  }
}

void appendPostgresqlCell(RowBatchBuilder& builder, std::size_t column, PostgresqlDecoding decoding, std::string_view text,
                          CellLimit& limit) {
  std::int64_t integer = 0;
  double real = 0;
  switch (decoding) {
    case PostgresqlDecoding::Boolean: return builder.append(column, ValueView::boolean(text == "t"));
    case PostgresqlDecoding::Integer:
      if (parse(text, integer)) return builder.append(column, ValueView::integer(integer));
      break;
    case PostgresqlDecoding::Real:
      if (parse(text, real)) return builder.append(column, ValueView::real(real));
      break;
    case PostgresqlDecoding::Blob: return appendBlob(builder, column, text, limit);
    case PostgresqlDecoding::Text: break;
  }
  appendLimited(builder, column, ValueView::text(text), limit);
}

}  // namespace joinery
