// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "event.h"
#include "orm/engine/engine.h"
#include "orm/session/session.h"

namespace joinery::bench {

/// The same database by the ORM, as a program opens it: models from what was reflected, statements logged.
class OrmPlace {
 public:
  explicit OrmPlace(const Url& url);

  Session& session() { return m_session; }
  /// A number from a statement of one's own, in the session's transaction.
  std::int64_t number(const char* sql);

 private:
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  Session m_session;
};

/// The attributes of a row without its key, to be set one after another.
void setWithoutKey(Record& record, const Event& event);

/// Changes the first records of "event" and flushes. @return seconds; the transaction is rolled back after
double updateByOrm(OrmPlace& place);
/// SetStatements::insert of all events into a table. The rows are made before, as those of the work by hand are.
double bulkInsertByOrm(OrmPlace& place, const std::string& model);

}  // namespace joinery::bench
