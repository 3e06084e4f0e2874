// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/hex.h"

namespace joinery {

void appendHex(std::string& out, std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  const std::size_t begin = out.size();
  out.resize(begin + bytes.size() * 2);
  char* next = out.data() + begin;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *next++ = kDigits[byte >> 4];
    *next++ = kDigits[byte & 15];
  }
}

std::string hexEncode(std::string_view bytes) {
  std::string hex;
  appendHex(hex, bytes);
  return hex;
}

}  // namespace joinery
