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
  /// All connections that there are, at the same time, and their server's ends too, so that it ends what it does for them. Those that
  /// come later pass. Waits until all are cut.
  void cut(Cut how);
  /// From now on each connection that sends COMMIT is cut before the server has it; the server does not notice.
  void cutAtCommit(Cut how);

 private:
  struct Line;
  void accept();
  void run(Line& line) const;
  bool pass(Line& line, int end) const;

  const std::string m_server;
  int m_listener = -1, m_port = 0;
  mutable std::mutex m_mutex;
  std::list<Line> m_lines;  // guarded by m_mutex
  std::atomic<int> m_atCommit = -1;
  std::atomic<bool> m_ending = false;
  std::thread m_accepting;
};

}  // namespace joinery::test
