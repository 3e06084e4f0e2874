// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/worker_session.h"

#include "orm/core/db_error.h"

namespace joinery {

Session& WorkerSession::enter(Connection& connection) {
  m_connection = &connection;
  if (!m_session) {
    const auto current = [this]() -> Connection& {
      if (m_connection) return *m_connection;
      throw DbError(ErrorKind::ConnectionLost, "the session's connection is gone");
    };
    m_session = std::make_unique<Session>(current, m_dialect, m_registry, m_options);
  }
  std::erase_if(m_held, [](const auto& each) { return each.first.expired(); });
  return *m_session;
}

FrozenRecordsPtr WorkerSession::freeze(std::vector<RecordPtr> records) {
  FrozenRecordsPtr frozen = FrozenRecords::freeze(records, m_registry);
  if (!records.empty()) m_held.emplace_back(frozen, std::move(records));
  return frozen;
}

void WorkerSession::end(Connection* connection) noexcept {
  m_connection = connection;
  m_held.clear();
  m_session.reset();
}

}  // namespace joinery
