// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/core/secret.h"

namespace joinery {

/// Where a database is: `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite://` (memory), a bare path,
/// `postgresql://user:password@host:5432/database?sslmode=require`, several hosts `h1:1,h2:2`, a socket folder as
/// percent-encoded host or as `host=` of the query. `postgres://` and a `+driver` part are understood; SQL Server and
/// MariaDB URLs parse too.
struct Url {
  std::string backend;  ///< "sqlite", "postgresql", "mysql", "mariadb", "mssql"
  std::string driver;   ///< after the plus, kept for printing; has no effect
  std::string user;
  Secret password;  ///< of the authority, else of the query's `password=`; the `***` of toString() is none
  struct Host { std::string name; std::optional<int> port; };
  std::vector<Host> hosts;
  std::string database;  ///< decoded; a path for sqlite, empty for a memory database
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order, without `password=`

  /// Pure: whether a file or host of that name exists is not asked. A text without `://` is the path of a SQLite file.
  /// @throws DbError Argument: what is wrong with it, never with the password in the message
  static Url parse(std::string_view text);
  static Url sqliteFile(std::string path);
  bool isSqlite() const { return backend == "sqlite"; }
  bool isMemory() const;
  /// The last of the query's values of that name.
  std::optional<std::string> option(std::string_view name) const;
  /// With `***` for the password and for every secret of the query: for people, logs and settings.
  std::string toString() const;
  /// "Chinook.db", "chinook at db.example": for titles.
  std::string displayName() const;
};

}  // namespace joinery
