// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_copy_out.h"

#include <poll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

struct LineFree {
  void operator()(char* line) const { PQfreemem(line); }
};

constexpr std::chrono::microseconds kShortestGathering{60}, kLongestGathering{500};
/// Of the 200 KiB or so that fit between a server and its reader on one machine.
constexpr int kFewBytes = 48 * 1024, kManyBytes = 96 * 1024;

bool isReadable(int socket) {
  pollfd descriptor{socket, POLLIN, 0};
  return ::poll(&descriptor, 1, 0) != 0;
}

}  // namespace

std::int64_t PostgresqlCopyOut::run() {
  begin();
  std::int64_t lines = 0;
  for (;;) {
    char* line = nullptr;
    const int length = nextLine(&line);
    const std::unique_ptr<char, LineFree> owner(line);
    if (length == -1) break;
    if (length < 0) fail(nullptr);
    ++lines;
    try {
      m_take({line, static_cast<std::size_t>(length)});
    } catch (...) {
      abandon();
      throw;
    }
  }
  finish();
  return lines;
}

/// A server that wakes its reader for every block spends an eighth of its time on that, so the reader comes by when some have gathered.
int PostgresqlCopyOut::nextLine(char** line) {
  PGconn* connection = m_session.handle();
  const int length = PQgetCopyData(connection, line, 1);
  if (length != 0) return length;
  if (!isReadable(PQsocket(connection))) gather();
  return PQgetCopyData(connection, line, 0);
}

/// Never so long that the server has to wait for room.
void PostgresqlCopyOut::gather() {
  std::this_thread::sleep_for(m_gathering);
  int gathered = 0;
  if (ioctl(PQsocket(m_session.handle()), FIONREAD, &gathered) != 0) return;
  if (gathered > kManyBytes) m_gathering = std::max(m_gathering / 2, kShortestGathering);
  if (gathered < kFewBytes) m_gathering = std::min(m_gathering * 2, kLongestGathering);
}

void PostgresqlCopyOut::begin() {
  PGconn* connection = m_session.handle();
  if (PQsendQuery(connection, m_sql.c_str()) != 1) throw postgresqlError(connection, nullptr, m_sql);
  // Not by the session, which ends every COPY that a person's statement begins.
  const PostgresqlResult result(PQgetResult(connection));
  if (!result || PQresultStatus(result.get()) != PGRES_COPY_OUT) fail(result.get());
}

/// Reads on to where the next statement can begin.
void PostgresqlCopyOut::abandon() {
  m_isAbandoned = true;
  m_session.requestCancel();
  char* line = nullptr;
  while (PQgetCopyData(m_session.handle(), &line, 0) > 0) PQfreemem(line);
  while (m_session.next()) {
    // It says that it was stopped.
  }
}

void PostgresqlCopyOut::finish() {
  while (const PostgresqlResult result = m_session.next())
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get());
}

/// Without a result: of the one that comes next.
void PostgresqlCopyOut::fail(const PGresult* result) {
  const PostgresqlResult next = result ? PostgresqlResult() : m_session.next();
  DbError error = postgresqlError(m_session.handle(), result ? result : next.get(), m_sql);
  while (m_session.next()) {
    // What follows an error says nothing new.
  }
  throw error;
}

}  // namespace joinery
