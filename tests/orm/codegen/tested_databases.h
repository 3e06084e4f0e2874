// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTemporaryDir>

#include <memory>

#include "awkward_database.h"

namespace joinery::test {

/// The databases that every generator is tried on: the sample, the awkward one, Chinook and Northwind where they are there, on both engines.
class TestedDatabases {
 public:
  /// Adds a row for each, for QFETCH(QString, database).
  static void addRows();
  Url urlOf(const QString& database);
  /// An empty database of the same kind. On PostgreSQL the awkward one is gone then.
  Url makeEmpty(const Url& like);
  /// Makes the awkward one if it is not there.
  const AwkwardDatabase& awkward(Backend backend);

 private:
  QTemporaryDir m_folder;
  std::unique_ptr<AwkwardDatabase> m_sqlite, m_postgresql;
};

}  // namespace joinery::test
