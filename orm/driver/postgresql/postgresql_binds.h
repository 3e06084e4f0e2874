// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

/// Values in the shape that libpq takes: text whose type the server finds out, and bytes as bytea.
/// Bytes are the values' own, which must live as long.
class PostgresqlBinds {
 public:
  /// @throws DbError Data for a text that PostgreSQL cannot hold, Programming for too many values
  PostgresqlBinds(std::span<const ValueView> values, std::string_view sql);

  /// What the constructor would throw, without the work.
  static void check(std::span<const ValueView> values, std::string_view sql);

  int count() const { return static_cast<int>(m_values.size()); }
  const Oid* types() const { return m_types.data(); }
  const char* const* values() const { return m_values.data(); }
  const int* lengths() const { return m_lengths.data(); }
  const int* formats() const { return m_formats.data(); }

  static constexpr Oid kBytea = 17;

 private:
  void add(ValueView value);
  void addText(std::string text);
  void addBytes(std::string_view bytes);

  std::vector<std::string> m_texts;  // reserved, so that it never moves
  std::vector<Oid> m_types;
  std::vector<const char*> m_values;
  std::vector<int> m_lengths;
  std::vector<int> m_formats;
};

}  // namespace joinery
