// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/percent_encoding.h"

namespace joinery {

namespace {

int hexDigit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

bool isUnreserved(char character) {
  const bool isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  return isLetter || (character >= '0' && character <= '9') || std::string_view("-._~").find(character) != std::string_view::npos;
}

}  // namespace

std::string percentDecode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hasTwoMore = i + 2 < text.size();
    const int high = text[i] == '%' && hasTwoMore ? hexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
    if (low < 0) {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::string percentEncode(std::string_view text, std::string_view keep) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char character : text) {
    if (isUnreserved(character) || keep.find(character) != std::string_view::npos) {
      encoded += character;
      continue;
    }
    const auto bits = static_cast<unsigned char>(character);
    encoded += '%';
    encoded += kDigits[bits >> 4];
    encoded += kDigits[bits & 0x0f];
  }
  return encoded;
}

}  // namespace joinery
