// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_binds.h"

#include <limits>
#include <utility>

#include "orm/core/db_error.h"

namespace joinery {
namespace {

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;
constexpr std::size_t kMostValues = 65'535;

DbError bindError(ErrorKind kind, const std::string& message, std::string_view sql, std::string hint) {
  DbError error(kind, message);
  error.sql = std::string(sql);
  error.hint = std::move(hint);
  return error;
}

}  // namespace

void PostgresqlBinds::check(std::span<const ValueView> values, std::string_view sql) {
  if (values.size() > kMostValues) {
    throw bindError(ErrorKind::Programming, "a statement takes " + std::to_string(kMostValues) + " values at most", sql,
                    "Send fewer rows at a time.");
  }
  for (const ValueView value : values) {
    const bool isText = value.storageClass() == StorageClass::Text;
    if (isText && value.bytes().find('\0') != std::string_view::npos) {
      throw bindError(ErrorKind::Data, "PostgreSQL's texts cannot hold the character NUL", sql, "Remove it, or use a bytea column.");
    }
    if (!std::in_range<int>(value.bytes().size())) throw bindError(ErrorKind::Data, "the value is longer than PostgreSQL takes", sql, {});
  }
}

PostgresqlBinds::PostgresqlBinds(std::span<const ValueView> values, std::string_view sql) {
  check(values, sql);
  m_texts.reserve(values.size());
  m_types.reserve(values.size());
  m_values.reserve(values.size());
  m_lengths.reserve(values.size());
  m_formats.reserve(values.size());
  for (const ValueView value : values) add(value);
}

void PostgresqlBinds::add(ValueView value) {
  m_types.push_back(value.storageClass() == StorageClass::Blob ? kBytea : 0);
  m_formats.push_back(value.storageClass() == StorageClass::Blob ? kBinaryFormat : kTextFormat);
  switch (value.storageClass()) {
    case StorageClass::Null:
      m_values.push_back(nullptr);
      m_lengths.push_back(0);
      return;
    case StorageClass::Boolean: return addText(value.toBoolean() ? "t" : "f");
    case StorageClass::Integer: return addText(std::to_string(value.toInteger()));
    case StorageClass::Unsigned: return addText(std::to_string(value.toUnsigned()));
    case StorageClass::Real: return addText(formatReal(value.toReal()));
    case StorageClass::Text: return addText(std::string(value.bytes()));
    case StorageClass::Blob: return addBytes(value.bytes());
  }
}

void PostgresqlBinds::addText(std::string text) {
  m_values.push_back(m_texts.emplace_back(std::move(text)).c_str());
  m_lengths.push_back(0);  // texts end at NUL
}

void PostgresqlBinds::addBytes(std::string_view bytes) {
  m_values.push_back(bytes.empty() ? "" : bytes.data());
  m_lengths.push_back(static_cast<int>(bytes.size()));
}

}  // namespace joinery
