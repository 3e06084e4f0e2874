// SPDX-License-Identifier: GPL-3.0-or-later
#include "tcp_gate.h"

#include <linux/filter.h>
#include <netinet/in.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QtGlobal>
#include <cstring>
#include <optional>
#include <string_view>

namespace joinery::test {

struct TcpGate::Line {
  int client = -1, server = -1;  // of its thread
  bool isAtCommit = false;       // of its thread
  std::atomic<int> wanted = -1;  // a Cut
  std::atomic<bool> isCut = false;  // or at its end
  std::thread thread;
};

namespace {

constexpr int kLookAtGate = 20;  // milliseconds

int unixSocket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) qFatal("the path of a socket is too long: %s", path.c_str());
  std::memcpy(address.sun_path, path.data(), path.size());
  const int file = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return ::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? file : -1;
}

bool dropWhatComesIn(int socket) {
  sock_filter nothing{BPF_RET | BPF_K, 0, 0, 0};
  const sock_fprog program{1, &nothing};
  return ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

/// The system drops what comes in before it looks at it, so it acknowledges nothing; and as all that was sent has arrived by then, it
/// sends nothing again either.
void dropEverything(int socket) {
  for (int waiting = 1, quiet = 0; quiet < 3; quiet = waiting == 0 ? quiet + 1 : 0) {
    ::usleep(1'000);
    if (::ioctl(socket, SIOCOUTQ, &waiting) != 0) break;
  }
  if (!dropWhatComesIn(socket)) qFatal("a connection can't be silenced");
}

bool sendWhole(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void closeFile(int& file) {
  if (file >= 0) ::close(std::exchange(file, -1));
}

void cutClient(int& client, TcpGate::Cut how) {
  const linger atOnce{1, 0};
  switch (how) {
    case TcpGate::Cut::Silent: return dropEverything(client);
    case TcpGate::Cut::Reset: ::setsockopt(client, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce); return closeFile(client);
    case TcpGate::Cut::HalfClose: ::shutdown(client, SHUT_WR); return;
  }
}

}  // namespace

TcpGate::TcpGate(std::string server) : m_server(std::move(server)) {
  m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* place = reinterpret_cast<sockaddr*>(&address);
  if (::bind(m_listener, place, size) != 0 || ::listen(m_listener, 128) != 0 || ::getsockname(m_listener, place, &size) != 0) qFatal("the gate can't listen");
  m_port = ntohs(address.sin_port);
  m_accepting = std::thread([this] { accept(); });
}

TcpGate::~TcpGate() {
  m_ending = true;
  m_accepting.join();
  for (Line& line : m_lines) line.thread.join();
  ::close(m_listener);
}

bool TcpGate::canSilence() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool can = dropWhatComesIn(socket);
  ::close(socket);
  return can;
}

void TcpGate::accept() {
  while (!m_ending) {
    pollfd listener{m_listener, POLLIN, 0};
    if (::poll(&listener, 1, kLookAtGate) <= 0) continue;
    const std::lock_guard lock(m_mutex);
    Line& line = m_lines.emplace_back();
    line.client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    line.server = unixSocket(m_server);
    line.thread = std::thread([this, &line] { run(line); });
  }
}

/// @return whether the connection is still there
bool TcpGate::pass(Line& line, int end) const {
  char bytes[65'536];
  const ssize_t size = ::recv(end == 0 ? line.client : line.server, bytes, sizeof bytes, 0);
  if (size <= 0) return false;
  const std::string_view part(bytes, static_cast<std::size_t>(size));
  line.isAtCommit = end == 0 && m_atCommit >= 0 && part.find(std::string_view("\0COMMIT\0", 8)) != std::string_view::npos;
  if (!line.isAtCommit) return sendWhole(end == 0 ? line.server : line.client, part);
  line.wanted = m_atCommit.load();
  return true;
}

void TcpGate::run(Line& line) const {
  bool isOpen = line.client >= 0 && line.server >= 0;
  while (isOpen && !m_ending && line.wanted < 0) {
    pollfd ends[] = {{line.client, POLLIN, 0}, {line.server, POLLIN, 0}};
    ::poll(ends, 2, kLookAtGate);
    for (const int end : {0, 1}) isOpen = isOpen && (line.wanted >= 0 || ends[end].revents == 0 || pass(line, end));
  }
  const bool isCut = isOpen && line.wanted >= 0;
  if (isCut && !line.isAtCommit) closeFile(line.server);
  if (isCut) cutClient(line.client, static_cast<Cut>(line.wanted.load()));
  line.isCut = true;
  while (isCut && !m_ending) ::usleep(kLookAtGate * 1'000);
  closeFile(line.client);
  closeFile(line.server);
}

void TcpGate::cut(Cut how) {
  const std::lock_guard lock(m_mutex);
  for (Line& line : m_lines)
    if (int none = -1; !line.isCut) line.wanted.compare_exchange_strong(none, static_cast<int>(how));
  for (const Line& line : m_lines)
    while (!line.isCut) ::usleep(1'000);
}

void TcpGate::cutAtCommit(Cut how) { m_atCommit = static_cast<int>(how); }

}  // namespace joinery::test
