// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/secret.h"

namespace joinery {

Secret::Secret(Secret&& other) noexcept : m_text(other.m_text) { other.wipe(); }

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    m_text = other.m_text;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    m_text = other.m_text;
    other.wipe();
  }
  return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() {
  // Through volatile, so that the compiler keeps the writes to memory that is about to be freed.
  volatile char* bytes = m_text.data();
  for (std::size_t i = 0; i < m_text.size(); ++i) bytes[i] = 0;
  m_text.clear();
}

}  // namespace joinery
