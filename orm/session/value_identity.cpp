// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/value_identity.h"

#include <bit>

namespace joinery {

namespace {

void appendWord(std::string& identity, std::uint64_t word) {
  for (int shift = 0; shift < 64; shift += 8) identity += static_cast<char>(word >> shift);
}

}  // namespace

void appendIdentity(std::string& identity, ValueView value) {
  identity += static_cast<char>('0' + static_cast<int>(value.storageClass()));
  switch (value.storageClass()) {
    case StorageClass::Null: return;
    case StorageClass::Boolean: identity += value.toBoolean() ? '1' : '0'; return;
    case StorageClass::Integer: appendWord(identity, static_cast<std::uint64_t>(value.toInteger())); return;
    case StorageClass::Unsigned: appendWord(identity, value.toUnsigned()); return;
    case StorageClass::Real: appendWord(identity, std::bit_cast<std::uint64_t>(value.toReal())); return;
    case StorageClass::Text:
    case StorageClass::Blob:
      appendWord(identity, value.bytes().size());
      identity += value.bytes();
      return;
  }
}

}  // namespace joinery
