// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/core/postgresql_type.h"
#include "orm/core/value_type.h"

namespace joinery {

/// What the types of a server's results are called and mean. Loaded once for a connection; those that come up later are
/// asked for before the next statement.
class PostgresqlTypes {
 public:
  /// Loads all types but tables' rows. @throws DbError
  void load(PGconn* connection);
  /// Loads the types that were asked for in vain. @pre the connection is idle @throws DbError
  void loadMissing(PGconn* connection);
  bool hasMissing() const { return !m_missing.empty(); }
  /// @param modifier as a result's column has it; -1 for none
  ValueType typeOf(Oid oid, int modifier);

 private:
  struct Entry {
    PostgresqlTypeEntry type;
    std::string declared;
    std::shared_ptr<std::vector<std::string>> labels;
  };
  void read(PGconn* connection, const std::string& query);

  std::unordered_map<Oid, Entry> m_types;
  std::set<Oid> m_missing;
};

}  // namespace joinery
