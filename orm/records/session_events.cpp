// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/session_events.h"

#include <algorithm>
#include <array>

namespace joinery {

namespace {

struct Move {
  RecordState from, to;
  RecordEvent event;
};

constexpr std::array kMoves{
    Move{RecordState::Transient, RecordState::Pending, RecordEvent::TransientToPending},
    Move{RecordState::Pending, RecordState::Transient, RecordEvent::PendingToTransient},
    Move{RecordState::Pending, RecordState::Persistent, RecordEvent::PendingToPersistent},
    Move{RecordState::Persistent, RecordState::Transient, RecordEvent::PersistentToTransient},
    Move{RecordState::Persistent, RecordState::Deleted, RecordEvent::PersistentToDeleted},
    Move{RecordState::Deleted, RecordState::Persistent, RecordEvent::DeletedToPersistent},
    Move{RecordState::Persistent, RecordState::Detached, RecordEvent::PersistentToDetached},
    Move{RecordState::Deleted, RecordState::Detached, RecordEvent::DeletedToDetached},
    Move{RecordState::Detached, RecordState::Persistent, RecordEvent::DetachedToPersistent},
};

}  // namespace

// By index, and a copy of each listener: it may add others.
void SessionEvents::tell(SessionEvent event, Session& session) const {
  for (std::size_t i = 0; i < m_ofSession.size(); ++i) {
    if (m_ofSession[i].first != event) continue;
    const OfSession listener = m_ofSession[i].second;
    listener(session);
  }
}

void SessionEvents::tell(RecordEvent event, Session& session, Record& record) const {
  for (std::size_t i = 0; i < m_ofRecords.size(); ++i) {
    const Entry& entry = m_ofRecords[i];
    if (entry.event != event || !(entry.model.empty() || record.model().isA(entry.model))) continue;
    const OfRecord listener = entry.listener;
    listener(session, record);
  }
}

void SessionEvents::tellMoved(RecordState from, Session& session, Record& record) const {
  if (m_ofRecords.empty()) return;
  const auto move = std::ranges::find_if(kMoves, [&](const Move& each) { return each.from == from && each.to == record.state(); });
  if (move != kMoves.end()) tell(move->event, session, record);
}

}  // namespace joinery
