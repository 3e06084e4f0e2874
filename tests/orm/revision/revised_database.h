// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <string>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/revision/revision.h"
#include "tests/support/own_database.h"

namespace joinery::test {

/// An empty database of either engine for a migrator, and shops with goods in three revisions.
class RevisedDatabase {
 public:
  explicit RevisedDatabase(Backend backend);
  ~RevisedDatabase();

  const Url& url() const { return m_url; }
  const std::shared_ptr<Engine>& engine() const { return m_engine; }
  Connection& connection() const { return *m_lease; }
  const Dialect& dialect() const { return m_engine->dialect(); }
  bool isSqlite() const { return m_url.isSqlite(); }
  QString folder() const { return m_folder.path(); }

  void run(const std::string& statements) const;
  /// The first cell of a query, as text.
  std::string cell(const std::string& sql) const;
  schema::MetaData reflected() const;
  void makeEmpty() const;
  /// Closes its connections.
  void close();
  void open();

  /// first: shop; second: good, which goes with its shop; third: shop.title is shop.name, shop.note is gone, a view of the names.
  std::vector<migration::Revision> shops() const;
  /// The schema that a script makes of nothing.
  schema::MetaData schemaOf(const std::string& statements) const;

 private:
  QTemporaryDir m_folder;
  Url m_url;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
};

/// A revision of one step of SQL.
migration::Revision dataRevision(const char* id, const char* parent, const std::string& up, const std::string& down = {});

}  // namespace joinery::test
