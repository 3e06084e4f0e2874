// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/catalogue_row.h"

#include <charconv>

#include "orm/core/db_error.h"

namespace joinery {

ValueView CatalogueRow::cell(std::string_view label) const {
  const int column = m_batch.indexOf(label);
  if (column < 0) {
    throw DbError(ErrorKind::InvalidRequest, "the catalogue's answer has no column " + std::string(label));
  }
  return m_batch.at(m_row, static_cast<std::size_t>(column));
}

std::string CatalogueRow::text(std::string_view label) const { return std::string(cell(label).bytes()); }

std::optional<std::string> CatalogueRow::optionalText(std::string_view label) const {
  if (isNull(label)) return std::nullopt;
  return text(label);
}

std::int64_t CatalogueRow::integer(std::string_view label) const {
  const ValueView value = cell(label);
  switch (value.storageClass()) {
    case StorageClass::Boolean:
      return value.toBoolean() ? 1 : 0;
    case StorageClass::Integer:
      return value.toInteger();
    case StorageClass::Unsigned:
      return static_cast<std::int64_t>(value.toUnsigned());
    case StorageClass::Real:
      return static_cast<std::int64_t>(value.toReal());
    case StorageClass::Null:
    case StorageClass::Text:
    case StorageClass::Blob:
      break;
  }
  std::int64_t number = 0;
  const std::string_view digits = value.bytes();
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::optional<std::int64_t> CatalogueRow::optionalInteger(std::string_view label) const {
  if (isNull(label)) return std::nullopt;
  return integer(label);
}

bool CatalogueRow::flag(std::string_view label) const {
  const ValueView value = cell(label);
  if (value.storageClass() == StorageClass::Text)
    return value.bytes() == "t" || value.bytes() == "true" || value.bytes() == "1";
  return integer(label) != 0;
}

}  // namespace joinery
