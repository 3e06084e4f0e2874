// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace joinery::test {

/// Stands between programs and a server's socket on a port of this machine, and cuts connections as networks do.
class TcpGate {
 public:
  enum class Cut {
    Silent,     ///< nothing is answered any more, not even by the system: as when the cable is out
    Reset,      ///< RST
    HalfClose,  ///< FIN from the server's side; what the program sends is taken still
  };

  /// @param server path of the server's socket
  explicit TcpGate(std::string server);
  ~TcpGate();

  /// Whether the system lets this user make a connection Silent; some let none but root.
  static bool canSilence();

  int port() const { return m_port; }
  /// All connections that there are; those that come later pass.
  void cut(Cut how);
  /// From now on each connection that sends COMMIT is cut before the server has it.
  void cutAtCommit(Cut how);
  int connections() const;

 private:
  struct Line;
  void accept();
  void run(Line& line);
  void cut(Line& line, Cut how);

  const std::string m_server;
  int m_listener = -1, m_port = 0;
  mutable std::mutex m_mutex;
  std::list<Line> m_lines;       // guarded by m_mutex; each is of its thread
  std::atomic<int> m_atCommit = -1;
  std::atomic<bool> m_ending = false;
  std::thread m_accepting;
};

}  // namespace joinery::test
