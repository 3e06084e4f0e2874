// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace joinery {

/// What a transaction sees of others, and on SQLite when it takes the file's lock. An engine has some of them.
enum class IsolationLevel {
  Engine,          ///< as the purpose of the transaction calls for
  ReadCommitted,   ///< PostgreSQL
  RepeatableRead,  ///< PostgreSQL
  Serializable,    ///< both; on SQLite every transaction is
  Deferred,        ///< SQLite: locked by the first statement that needs it
  Immediate,       ///< SQLite: the write lock at once
  Exclusive,       ///< SQLite: other readers are kept out too
  Autocommit,      ///< both: no transaction is begun, each statement is one of its own
};

/// "READ COMMITTED", "AUTOCOMMIT" …: as SQL and SQLAlchemy spell them.
const char* isolationLevelName(IsolationLevel level);

/// Schema by schema, what stands in statements in its place; the empty one stands for names without a schema.
using SchemaTranslateMap = std::map<std::string, std::string>;

/// How statements of an otherwise equal program are to be run: which schemas its tables are in, what its transactions see.
struct ExecutionOptions {
  SchemaTranslateMap schemaTranslateMap = {};
  IsolationLevel isolationLevel = IsolationLevel::Engine;

  auto operator<=>(const ExecutionOptions&) const = default;
};

}  // namespace joinery
