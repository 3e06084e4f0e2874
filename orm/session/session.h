// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/json.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/session/identity_map.h"
#include "orm/session/record.h"

namespace joinery {

struct JoinTree;

/// What to load: rows of a model with what comes along.
struct Query {
  std::string model = {};
  Json filter = Json::object();
  std::vector<std::string> sorts = {};       ///< "+Name"; without any, by key
  std::vector<std::string> joins = {};       ///< dotted paths to load along
  Json prune = Json::object();          ///< path of a join → filter that its loaded children must pass
  std::vector<std::string> attributes = {};  ///< empty: all; key attributes come along
  std::optional<std::int64_t> limit = {};    ///< none, or below zero: all
  std::int64_t offset = 0;
};

/// A synchronous conversation with a database on the thread that holds the connection: each row that was asked for is one
/// record as long as somebody holds it, and keeps the values that were read first until expireAll(). What comes along
/// belongs to the records above it: scalars by a LEFT JOIN in the same SELECT, collections by selectin (one SELECT a level,
/// and a further one for each 500 parents), each row of a level one record.
class Session {
 public:
  Session(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry,
          CancelToken cancelToken = {});

  /// @throws DbError InvalidRequest for names, and what the engine throws
  std::vector<std::shared_ptr<Record>> select(const Query& query);
  /// By key, from the identity map where it is there. @return null where there is no such row
  std::shared_ptr<Record> get(const std::string& model, const std::vector<Value>& key);
  /// Loads a relationship of records of one model that do not have it yet.
  /// @param mostRelated rows of one record; all when left out
  /// @throws DbError InvalidRequest for an unknown relationship
  void load(const std::vector<std::shared_ptr<Record>>& records, const std::string& relationship,
            std::optional<std::size_t> mostRelated = {});
  /// Rows that pass the query's filter, whatever its limit.
  std::int64_t count(const Query& query);
  /// Forgets what was read: the next select() and get() give new records.
  void expireAll() { m_identityMap.clear(); }

  Connection& connection() const { return m_connection; }
  const Dialect& dialect() const { return m_dialect; }
  const Registry& registry() const { return *m_registry; }
  const CancelToken& cancelToken() const { return m_cancelToken; }

 private:
  std::shared_ptr<Record> unified(const std::shared_ptr<Record>& record, const JoinTree& tree);

  Connection& m_connection;
  const Dialect& m_dialect;
  std::shared_ptr<const Registry> m_registry;
  CancelToken m_cancelToken;
  IdentityMap m_identityMap;
};

}  // namespace joinery
