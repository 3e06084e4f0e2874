// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "orm/session/session.h"

namespace joinery {

/// Brings a record, and what its merge cascades reach, into a session: each as the session's own record of that row. Used once.
class SessionMerge {
 public:
  SessionMerge(Session& session, bool load) : m_session(session), m_load(load) {}
  /// @throws DbError InvalidRequest: without load, a record that is new or modified; StaleData for another version
  Record& merge(Record& given);

 private:
  Record* known(Record& given) const;
  Record& add(Record& given);
  void copyAttributes(Record& given, Record& merged);
  void copyRelationship(Record& given, const Relationship& relationship, Record& merged);
  void checkVersion(Record& given, Record& merged) const;

  Session& m_session;
  bool m_load;
  std::map<const Record*, Record*> m_merged;
  std::set<std::pair<const Record*, std::string>> m_followed;
};

}  // namespace joinery
