// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <memory>
#include <string>

#include "orm/engine/engine.h"
#include "orm/model/registry.h"
#include "tests/support/own_database.h"

namespace joinery::test {

/// A database with rows whose names no language takes as they are, and whose keys lead everywhere: to the table itself, twice to one table,
/// in circles, by several columns, by a link to itself. On PostgreSQL with columns of every type, too.
class AwkwardDatabase {
 public:
  explicit AwkwardDatabase(Backend backend);

  const Url& url() const { return m_url; }
  /// As Python's SQLAlchemy takes it.
  std::string pythonUrl() const { return pythonUrl(m_url); }
  static std::string pythonUrl(const Url& url);

 private:
  QTemporaryDir m_folder;
  Url m_url;
};

/// A database that is open, and its models.
struct OpenedModels {
  explicit OpenedModels(const Url& url);

  std::shared_ptr<Engine> engine;
  ConnectionPool::Lease lease;
  std::shared_ptr<const Registry> registry;
};

}  // namespace joinery::test
