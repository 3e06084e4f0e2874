// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/alias_maker.h"

#include "orm/model/names.h"

namespace joinery {

namespace {

constexpr std::size_t kMaxTableBytes = 40;

std::string shortened(const std::string& name) {
  if (name.size() <= kMaxTableBytes) return name;
  std::size_t end = kMaxTableBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end);
}

}  // namespace

AliasMaker::AliasMaker(const std::string& outer) : m_taken{foldName(outer, true)} {}

std::string AliasMaker::make(const std::string& table) {
  const std::string stem = shortened(table) + "_";
  int number = 1;
  while (!m_taken.insert(foldName(stem + std::to_string(number), true)).second) ++number;
  return stem + std::to_string(number);
}

}  // namespace joinery
