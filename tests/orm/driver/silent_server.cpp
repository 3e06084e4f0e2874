// SPDX-License-Identifier: GPL-3.0-or-later
#include "silent_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace {

std::string serveWithoutTls(int listener) {
  const int client = accept(listener, nullptr, nullptr);
  std::array<char, 512> buffer{};
  constexpr std::size_t kSslRequest = 8;  // bytes
  std::string received;
  if (client < 0 || recv(client, buffer.data(), kSslRequest, MSG_WAITALL) != static_cast<ssize_t>(kSslRequest)) return "no request";
  if (send(client, "N", 1, MSG_NOSIGNAL) != 1) return "no answer";
  for (ssize_t length = 0; (length = recv(client, buffer.data(), buffer.size(), 0)) > 0;) received.append(buffer.data(), static_cast<std::size_t>(length));
  close(client);
  return received;
}

}  // namespace

SilentServer::SilentServer(Answer answer) : m_socket(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(m_socket, generic, size) == 0 && listen(m_socket, 4) == 0 && getsockname(m_socket, generic, &size) == 0) m_port = ntohs(address.sin_port);
  if (answer == Answer::NoTls) m_received = std::async(std::launch::async, &serveWithoutTls, m_socket);
}

SilentServer::~SilentServer() {
  shutdown(m_socket, SHUT_RDWR);  // wakes accept()
  close(m_socket);
}
