// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>
#include <string>

/// So that QCOMPARE shows texts that differ.
template <>
inline char* QTest::toString(const std::string& text) {
  return qstrdup(text.c_str());
}

template <>
inline char* QTest::toString(const std::vector<std::string>& texts) {
  std::string joined = "[";
  for (const std::string& text : texts) joined += text + "; ";
  return qstrdup((joined + "]").c_str());
}
