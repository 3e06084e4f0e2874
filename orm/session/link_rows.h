// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "orm/session/set_statements.h"

namespace joinery {

/// The rows that link one record to others, by the others' keys: attached, detached and synchronized by statements of their own, without
/// loading what they lead to. A row of the link may have columns of its own. Each verb flushes, then sends; collections that show these
/// links are read again when they are asked for. Of the session's thread; outlived by session and registry.
class LinkRows {
 public:
  /// Of a related record, in the order of its model's key; where the link refers to other columns of it, theirs.
  using Key = std::vector<Value>;
  using Values = SetStatements::Values;
  struct Link {
    Key to;
    Values values = {};  ///< of the link's own columns
  };
  /// What synchronizing does with links that were not named.
  enum class Others { Detach, Keep };
  /// What it changed.
  struct Changes {
    std::vector<Key> attached, updated, detached;
  };

  /// @param name a many-to-many relationship of the record, or an association proxy of it: a collection of links, and in them the
  ///        relationship to one that each leads along
  /// @throws DbError UnknownAttribute; InvalidRequest: another kind of relationship, a record of another session
  LinkRows(Session& session, Record& record, const std::string& name);

  /// What the record is linked to, by one SELECT.
  std::vector<Key> keys();
  /// New links; what the link's mapping fills in is filled in. @return rows inserted
  /// @throws DbError Integrity: linked already, or no such row; InvalidRequest for names that the link has not
  std::int64_t attach(const std::vector<Link>& links);
  /// By a DELETE for each 500 keys. @return rows deleted: a key that was not linked counts for none
  std::int64_t detach(const std::vector<Key>& keys);
  std::int64_t detachAll();
  /// Columns of one link. @return rows changed: 0 where there is no such link
  std::int64_t update(const Key& to, const Values& values);
  /// The record is linked to these: one SELECT, then only what differs, deletions first. A link that is there and has other values
  /// than the given ones is updated by a statement of its own. Of a key that comes twice the last counts.
  Changes sync(const std::vector<Link>& links, Others others = Others::Detach);
  /// The same without values.
  Changes sync(const std::vector<Key>& keys, Others others = Others::Detach);

 private:
  void findLink(const std::string& name);
  void findManyToMany(const Relationship& relationship);
  bool findProxied(const std::string& name);
  void requireRow();
  /// The link's columns that refer to the other record, as a key has them.
  std::vector<sql::Expression> farColumns() const;
  sql::Expression ofRecord();
  sql::Expression isOneOf(const std::vector<Key>& keys) const;
  std::shared_ptr<const RowBatch> read(const std::vector<std::size_t>& values);
  std::int64_t insert(const std::vector<Link>& links);
  std::int64_t remove(const std::vector<Key>& keys);
  void checkKey(const Key& key) const;
  void forget(const std::vector<Key>& keys);
  void forget(Record& record);
  SetStatements::Synchronize told() const;

  Session& m_session;
  RecordPtr m_record;
  const Model* m_target = nullptr;
  std::shared_ptr<const Model> m_link;  ///< of the link's table: the registry's, or one of our own
  bool m_isMapped = false;
  std::vector<std::string> m_local, m_linkLocal;  ///< columns of the record's table, and those of the link's that refer to them
  std::vector<std::string> m_remote, m_linkRemote;  ///< the same of the other side, in the order of a Key
};

}  // namespace joinery
