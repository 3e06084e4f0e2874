// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_copy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "orm/core/hex.h"
#include "orm/driver/postgresql/postgresql_binds.h"
#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

constexpr std::size_t kBytesAtATime = 64 * 1024;

/// What stands behind a backslash for a character; 0 for one that stands for itself.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  escapes['\t'] = 't';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\\'] = '\\';
  return escapes;
}();

constexpr std::uint64_t eachByte(std::uint8_t byte) { return 0x0101010101010101ULL * byte; }

/// Whether one of eight characters may need an escape: all that do are below the space, or a backslash.
bool mayNeedEscape(const char* eight) {
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof(word));
  const std::uint64_t controls = (word - eachByte(' ')) & ~word;
  const std::uint64_t others = word ^ eachByte('\\');
  return ((controls | ((others - eachByte(1)) & ~others)) & eachByte(0x80)) != 0;
}

/// The first character that needs an escape, or the end.
const char* firstSpecial(const char* from, const char* end) {
  while (end - from >= 8 && !mayNeedEscape(from)) from += 8;
  return std::find_if(from, end, [](char each) { return kEscapes[static_cast<unsigned char>(each)] != 0; });
}

}  // namespace

std::int64_t PostgresqlCopy::run(BindSets& rows) {
  begin();
  sendOrGiveUp([&] { sendAll(rows); });
  const std::int64_t count = finish();
  for (std::size_t set = 0; set < rows.size(); ++set) rows.done(set, 1, {});
  return count;
}

std::int64_t PostgresqlCopy::run(const Connection::NextText& next) {
  begin();
  sendOrGiveUp([&] { sendAll(next); });
  return finish();
}

template <typename Send>
void PostgresqlCopy::sendOrGiveUp(const Send& sendRows) {
  try {
    sendRows();
  } catch (const std::exception&) {
    giveUp();
    throw;
  }
}

void PostgresqlCopy::begin() {
  PGconn* connection = m_session.handle();
  if (PQsendQuery(connection, m_sql.c_str()) != 1) throw postgresqlError(connection, nullptr, m_sql);
  // Not by the session, which ends every COPY that a person's statement begins.
  const PostgresqlResult result(PQgetResult(connection));
  if (!result || PQresultStatus(result.get()) != PGRES_COPY_IN) fail(result.get());
}

void PostgresqlCopy::sendAll(BindSets& rows) {
  for (std::size_t set = 0; set < rows.size(); ++set) {
    const std::span<const ValueView> values = rows.values(set);
    PostgresqlBinds::check(values, m_sql);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) m_buffer += '\t';
      append(values[i]);
    }
    m_buffer += '\n';
    if (m_buffer.size() < kBytesAtATime) continue;
    send(m_buffer);
    m_buffer.clear();
  }
  send(m_buffer);
}

void PostgresqlCopy::sendAll(const Connection::NextText& next) {
  for (std::string_view part = next(); !part.empty(); part = next())
    for (; !part.empty(); part.remove_prefix(std::min(part.size(), kBytesAtATime))) send(part.substr(0, kBytesAtATime));
}

void PostgresqlCopy::send(std::string_view bytes) {
  PGconn* connection = m_session.handle();
  if (!bytes.empty() && PQputCopyData(connection, bytes.data(), static_cast<int>(bytes.size())) != 1) throw postgresqlError(connection, nullptr, m_sql);
}

void PostgresqlCopy::appendNumber(auto number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  m_buffer.append(digits.data(), end);
}

void PostgresqlCopy::append(const ValueView& value) {
  switch (value.storageClass()) {
    case StorageClass::Null: m_buffer += "\\N"; return;
    case StorageClass::Boolean: m_buffer += value.toBoolean() ? 't' : 'f'; return;
    case StorageClass::Integer: return appendNumber(value.toInteger());
    case StorageClass::Unsigned: return appendNumber(value.toUnsigned());
    case StorageClass::Real: m_buffer += formatReal(value.toReal()); return;
    case StorageClass::Text: return appendText(value.bytes());
    case StorageClass::Blob:
      m_buffer += "\\\\x";
      return appendHex(m_buffer, value.bytes());
  }
}

/// What separates cells and rows, and what escapes it, is escaped.
void PostgresqlCopy::appendText(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* from = text.data(); from != end;) {
    const char* const special = firstSpecial(from, end);
    m_buffer.append(from, special);
    if (special == end) return;
    m_buffer += '\\';
    m_buffer += kEscapes[static_cast<unsigned char>(*special)];
    from = special + 1;
  }
}

std::int64_t PostgresqlCopy::finish() {
  PGconn* connection = m_session.handle();
  if (PQputCopyEnd(connection, nullptr) != 1) throw postgresqlError(connection, nullptr, m_sql);
  std::int64_t rows = 0;
  while (PostgresqlResult result = m_session.next()) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get());
    const std::string_view number = PQcmdTuples(result.get());
    std::from_chars(number.data(), number.data() + number.size(), rows);
  }
  return rows;
}

/// The server forgets the rows that were sent.
void PostgresqlCopy::giveUp() {
  if (PQputCopyEnd(m_session.handle(), "not all of it can be sent") != 1) return;
  while (m_session.next()) {
    // That it was given up is known.
  }
}

void PostgresqlCopy::fail(const PGresult* result) {
  DbError error = postgresqlError(m_session.handle(), result, m_sql);
  while (m_session.next()) {
    // What follows an error says nothing new.
  }
  throw error;
}

}  // namespace joinery
