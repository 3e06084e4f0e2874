// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orm/session/record_stream.h"
#include "orm/session/set_statements.h"

namespace joinery {

/// A write-only collection of one record: too large to be read as a whole, so it is selected from, added to and taken from. Each
/// statement sees the rows that refer to the record, and changes those only. Of the session's thread; outlived by both.
class WriteOnlyCollection {
 public:
  /// @throws DbError UnknownAttribute; InvalidRequest: a relationship that is not write-only, a record of another session
  WriteOnlyCollection(Session& session, Record& parent, const std::string& relationship);

  /// Sends nothing: the rows are written by the next flush.
  void add(const std::vector<RecordPtr>& records);
  /// Sends nothing. A record that is no member is a matter of the next flush.
  void remove(Record& record);

  /// Its records, in the relationship's order where the query has no sorts.
  /// @param query its model is the related one; may be left out
  /// @throws DbError InvalidRequest: the parent has no row yet, and none after a flush
  std::vector<RecordPtr> select(const Query& query = {}, const SelectOptions& options = {});
  RecordStream stream(const Query& query = {}, const SelectOptions& options = {}, std::size_t records = RecordStream::kRecords);

  /// New rows that refer to the parent. @return rows inserted
  /// @throws DbError NotSupported where a link table is between: insert, then add
  std::int64_t insert(std::vector<SetStatements::Values> rows);
  /// @return rows changed
  std::int64_t update(const Json& filter, const SetStatements::Values& values, SetStatements::Synchronize synchronize = SetStatements::Synchronize::Records);
  std::int64_t removeWhere(const Json& filter = Json::object(), SetStatements::Synchronize synchronize = SetStatements::Synchronize::Records);

 private:
  const Model& target() const { return m_session.registry().target(m_relationship); }
  void requireRow();
  Query within(const Query& query);
  /// What the related rows have in common.
  sql::Expression condition();
  sql::Expression isParent(const std::string& alias, const std::vector<std::string>& columns);
  Value parentValue(const std::string& column);

  Session& m_session;
  RecordPtr m_parent;
  const Relationship& m_relationship;
};

}  // namespace joinery
