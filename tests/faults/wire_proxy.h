// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QTemporaryDir>
#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace joinery::test {

/// Stands between a program and a PostgreSQL server on a socket of its own and reads their messages. Once armed it acts on the next
/// COMMIT, once. Connections that come later pass unchanged. Source: PostgreSQL, "Message Formats"
class WireProxy {
 public:
  enum class At {
    Nothing,
    BeforeCommit,  ///< the connection is cut before the server has COMMIT
    AfterCommit,   ///< the server has committed and answered; the answer never arrives
  };

  /// @param server path of the server's socket
  explicit WireProxy(std::string server);
  ~WireProxy();
  /// Connections that come from now on go there.
  void setServer(std::string server);

  /// The folder with the proxy's socket: `host` of a URL.
  std::string folder() const { return m_folder.path().toStdString(); }
  /// @param then called on the proxy's thread when it acts, after the message has been held back and before the connection is cut
  void arm(At at, std::function<void()> then = [] {});
  /// The server commits, and an error with that state is what the client hears; the connection stays.
  void armAnswer(const std::string& sqlState);
  int acted() const { return m_acted; }

 private:
  class Line;
  struct Running { std::thread thread; std::atomic<bool> isOver = false; };
  void accept();
  /// Threads of connections that have gone: there may be tens of thousands in a long run.
  void joinThoseThatAreOver();
  At takeArmed(At expected);
  std::string takeAnswer();
  std::string server();

  QTemporaryDir m_folder;
  int m_listener = -1;
  std::mutex m_mutex;
  std::string m_server;              // guarded by m_mutex
  std::string m_answer;              // guarded by m_mutex
  At m_at = At::Nothing;             // guarded by m_mutex
  std::function<void()> m_then;      // guarded by m_mutex
  std::atomic<int> m_acted = 0;
  std::atomic<bool> m_ending = false;
  std::list<Running> m_lines;        // of the accepting thread
  std::thread m_accepting;
};

}  // namespace joinery::test

Q_DECLARE_METATYPE(joinery::test::WireProxy::At)
