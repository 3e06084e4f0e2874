// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "orm/records/record.h"

namespace joinery {

class Session;

/// What happens to a session as a whole.
enum class SessionEvent {
  AfterBegin,          ///< BEGIN was sent
  BeforeFlush,         ///< what is new, changed and deleted may still be added to
  AfterFlush,          ///< the statements are sent; records are still what they were
  AfterFlushPostexec,  ///< records are what the flush made of them; may change them again
  BeforeCommit,
  AfterCommit,
  AfterRollback,
};

/// What happens to a record in a session.
enum class RecordEvent {
  TransientToPending,
  PendingToTransient,
  PendingToPersistent,
  PersistentToTransient,  ///< its INSERT was rolled back
  PersistentToDeleted,
  DeletedToPersistent,    ///< its DELETE was rolled back
  PersistentToDetached,
  DeletedToDetached,
  DetachedToPersistent,
  BeforeInsert,  ///< attributes may still be set
  AfterInsert,   ///< what the database generated can be read
  BeforeUpdate,  ///< attributes may still be set; told also where nothing is left to write
  AfterUpdate,
  BeforeDelete,
  AfterDelete,
};

/// The listeners of a session, in the order they came. A listener that throws ends what the session was about. Session's thread.
class SessionEvents {
 public:
  using OfSession = std::function<void(Session&)>;
  using OfRecord = std::function<void(Session&, Record&)>;

  void listen(SessionEvent event, OfSession listener) { m_ofSession.emplace_back(event, std::move(listener)); }
  /// @param model its records and those of models that inherit from it; empty: every model
  void listen(RecordEvent event, OfRecord listener, std::string model = {}) { m_ofRecords.push_back({event, std::move(model), std::move(listener)}); }

  void tell(SessionEvent event, Session& session) const;
  void tell(RecordEvent event, Session& session, Record& record) const;
  /// That a record's state is another one now.
  void tellMoved(RecordState from, Session& session, Record& record) const;
  /// Whether anybody listens to what is written of single records.
  bool hearsRecords() const { return !m_ofRecords.empty(); }

 private:
  struct Entry {
    RecordEvent event;
    std::string model;
    OfRecord listener;
  };
  std::vector<std::pair<SessionEvent, OfSession>> m_ofSession;
  std::vector<Entry> m_ofRecords;
};

}  // namespace joinery
