// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <string>

/// Listens on a loopback port and speaks no protocol: stays silent, or refuses TLS and keeps what is sent after that.
class SilentServer {
 public:
  enum class Answer { Nothing, NoTls };
  explicit SilentServer(Answer answer);
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  int port() const { return m_port; }
  /// All that came after the request for TLS, once the client has gone. Of Answer::NoTls only.
  std::string received() { return m_received.get(); }

 private:
  int m_socket;
  int m_port = 0;
  std::future<std::string> m_received;
};
