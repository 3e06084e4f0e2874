// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <memory>
#include <string>

#include "orm/engine/engine.h"

namespace joinery::test {

/// A database of 20,000 numbered rows that can be taken away from the program under test, and given back.
class BreakableDatabase {
 public:
  /// LockedFile: another process has locked the SQLite file. StoppedServer: the PostgreSQL server does not run. KilledSessions: the server
  /// has ended all sessions of the program once, and takes new ones.
  enum class Fault { LockedFile, StoppedServer, KilledSessions };
  static constexpr int kRows = 20'000;

  explicit BreakableDatabase(Fault fault);
  ~BreakableDatabase();

  /// Whether what it needs is installed here.
  bool isAvailable() const { return m_engine != nullptr; }
  bool isServer() const { return m_fault != Fault::LockedFile; }
  QString url() const;
  void breakIt();
  void mend();
  /// The first cell of what a statement finds, past the program. @pre not broken
  std::string value(const std::string& sql);
  void run(const std::string& script);
  /// A transaction that holds the row until it is destroyed.
  ConnectionPool::Lease holdRow(int id);
  /// A transaction that has added that row: another one with its key waits until it is destroyed.
  ConnectionPool::Lease holdInsertOf(int id);
  /// Until a session of the program runs a statement that contains the text, or waits for a lock in one.
  void waitForStatement(const std::string& part);

 private:
  void startServer();
  bool server(const QString& action);
  void fill();

  const Fault m_fault;
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<QProcess> m_locker;
};

}  // namespace joinery::test
