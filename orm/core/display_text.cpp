// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/display_text.h"

#include "orm/core/hex.h"

namespace joinery {

namespace {

std::string realText(double value, const ValueType& type) {
  std::string text = formatReal(value);
  // 1 and 1.0 are different values where each cell has its own storage class.
  if (type.perCell && text.find_first_of(".eNI") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string displayText(ValueView value, const ValueType& type) {
  switch (value.storageClass()) {
    case StorageClass::Null: return {};
    case StorageClass::Boolean: return value.toBoolean() ? "true" : "false";
    case StorageClass::Integer: return std::to_string(value.toInteger());
    case StorageClass::Unsigned: return std::to_string(value.toUnsigned());
    case StorageClass::Real: return realText(value.toReal(), type);
    case StorageClass::Text: return std::string(value.bytes());
    case StorageClass::Blob: return "x'" + hexEncode(value.bytes()) + "'";
  }
  return {};
}

}  // namespace joinery
