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

/// What to load: rows of a model with what comes along.
struct Query {
  std::string model;
  Json filter = Json::object();
  std::vector<std::string> sorts;       ///< "+Name"; without any, by key
  std::vector<std::string> joins;       ///< dotted paths to load along
  Json prune = Json::object();          ///< path of a join → filter that its loaded children must pass
  std::vector<std::string> attributes;  ///< empty: all; key attributes come along
  std::optional<std::int64_t> limit;
  std::int64_t offset = 0;
};

/// A synchronous conversation with a database on the thread that holds the connection: each row is one record.
/// Collections load by selectin (one SELECT a level and 500 parents), scalars by a join or from the identity map.
class Session {
 public:
  Session(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry,
          CancelToken cancelToken = {});

  /// @throws DbError InvalidRequest for names, and what the engine throws
  std::vector<std::shared_ptr<Record>> select(const Query& query);
  /// By key, from the identity map where it is there. @return null where there is no such row
  std::shared_ptr<Record> get(const std::string& model, const std::vector<Value>& key);
  /// Loads a relationship of records of one model that do not have it yet.
  void load(const std::vector<std::shared_ptr<Record>>& records, const std::string& relationship);
  std::int64_t count(const Query& query);

  Connection& connection() const { return m_connection; }
  const Dialect& dialect() const { return m_dialect; }
  const Registry& registry() const { return *m_registry; }

 private:
  Connection& m_connection;
  const Dialect& m_dialect;
  std::shared_ptr<const Registry> m_registry;
  CancelToken m_cancelToken;
  IdentityMap m_identityMap;
};

}  // namespace joinery
