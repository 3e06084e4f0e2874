// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTemporaryDir>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/url.h"

namespace joinery::test {

/// A PostgreSQL server of a test's own that keeps what it commits, and can be killed and started again as often as it takes. Its socket
/// is in a folder of its own. Everything waits for the server; what can't be done ends the test. Where the test is killed, the server ends
/// and its folder goes. One thread at a time.
class PrivateServer {
 public:
  /// Whether one can be made here: initdb is installed.
  static bool isInstalled();

  /// Makes a cluster. @param settings lines of postgresql.conf
  explicit PrivateServer(const QStringList& settings = {});
  /// A standby of that server, by pg_basebackup. Neither is started.
  static std::unique_ptr<PrivateServer> standbyOf(const PrivateServer& primary);
  ~PrivateServer();

  void start();
  /// SIGKILL to all of its processes at once.
  void kill();
  /// The standby takes over.
  void promote();
  /// Of the database postgres. @param folder of the socket; empty: its own
  Url url(const std::string& folder = {}) const;
  std::string socket() const { return folder() + "/.s.PGSQL.5432"; }
  std::string folder() const { return m_folder.path().toStdString(); }
  /// Runs one statement past the program under test. @return the first cell as text; empty where there is none
  std::string cell(const std::string& sql) const;

 private:
  struct Empty {};
  explicit PrivateServer(Empty);
  QString data() const { return m_folder.filePath(QStringLiteral("data")); }
  void run(const QString& program, const QStringList& arguments) const;
  std::vector<int> processes() const;
  void guard();

  QTemporaryDir m_folder{QStringLiteral("/tmp/joinery-pg-XXXXXX")};
  int m_guard = -1;  ///< open for as long as this process lives
};

}  // namespace joinery::test
