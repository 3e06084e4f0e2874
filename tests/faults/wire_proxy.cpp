// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QtEndian>
#include <cstring>
#include <optional>

namespace joinery::test {

namespace {

constexpr int kLook = 100;  // milliseconds between looks at whether it ends

sockaddr_un addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) qFatal("the path of a socket is too long: %s", path.c_str());
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

void sendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// Gives whole messages out of a stream: a byte that names it and a length; the first of a client has no name.
class Messages {
 public:
  explicit Messages(bool beginsWithStartup) : m_isStartup(beginsWithStartup) {}
  void append(std::string_view bytes) { m_bytes += bytes; }
  std::optional<std::string> next() {
    const std::size_t head = m_isStartup ? 0 : 1;
    if (m_bytes.size() < head + 4) return {};
    const std::size_t size = head + qFromBigEndian<quint32>(m_bytes.data() + head);
    if (m_bytes.size() < size) return {};
    std::string message = m_bytes.substr(0, size);
    m_bytes.erase(0, size);
    m_isStartup = false;
    return message;
  }

 private:
  std::string m_bytes;
  bool m_isStartup;
};

/// Parse: an empty name, then the statement.
bool isCommitRequest(const std::string& message) { return message[0] == 'P' && message.compare(5, 8, std::string("\0COMMIT\0", 8)) == 0; }
/// CommandComplete.
bool isCommitReply(const std::string& message) { return message[0] == 'C' && message.compare(5, 6, "COMMIT") == 0; }

/// ErrorResponse: fields that end in NUL, then a NUL.
std::string errorMessage(const std::string& sqlState) {
  std::string fields;
  for (const std::string& field : {std::string("SERROR"), std::string("VERROR"), "C" + sqlState, std::string("Mthe commit is in doubt")}) fields.append(field).push_back('\0');
  fields.push_back('\0');
  std::string length(4, '\0');
  qToBigEndian(static_cast<quint32>(4 + fields.size()), length.data());
  return "E" + length + fields;
}

}  // namespace

/// One connection.
class WireProxy::Line {
 public:
  Line(WireProxy& proxy, int client) : m_proxy(proxy), m_client(client) {
    m_server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = addressOf(proxy.server());
    if (::connect(m_server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) cut();
  }
  ~Line() { cut(); }

  void run() {
    while (!m_proxy.m_ending && m_server >= 0) {
      pollfd ends[] = {{m_client, POLLIN, 0}, {m_server, POLLIN, 0}};
      if (::poll(ends, 2, kLook) < 0) return;
      if (ends[0].revents != 0 && !pass(m_client, m_server, m_fromClient, At::BeforeCommit)) return;
      if (m_server >= 0 && ends[1].revents != 0 && !pass(m_server, m_client, m_fromServer, At::AfterCommit)) return;
    }
  }

 private:
  /// @return false where the connection is at its end
  bool pass(int from, int to, Messages& messages, At at) {
    char buffer[16'384];
    const ssize_t size = ::recv(from, buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    messages.append({buffer, static_cast<std::size_t>(size)});
    while (const auto message = messages.next()) {
      const bool isMeant = at == At::BeforeCommit ? isCommitRequest(*message) : isCommitReply(*message);
      const std::string answer = isMeant && at == At::AfterCommit ? m_proxy.takeAnswer() : std::string();
      if (isMeant && answer.empty() && m_proxy.takeArmed(at) == at) return false;
      sendAll(to, answer.empty() ? *message : answer);
    }
    return true;
  }

  void cut() {
    for (int* end : {&m_client, &m_server})
      if (*end >= 0) ::close(std::exchange(*end, -1));
  }

  WireProxy& m_proxy;
  int m_client, m_server = -1;
  Messages m_fromClient{true}, m_fromServer{false};
};

WireProxy::WireProxy(std::string server) : m_server(std::move(server)) {
  m_listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = addressOf(folder() + "/.s.PGSQL.5432");
  if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(m_listener, 16) != 0) qFatal("the proxy can't listen");
  m_accepting = std::thread([this] { accept(); });
}

WireProxy::~WireProxy() {
  m_ending = true;
  m_accepting.join();
  for (Running& line : m_lines) line.thread.join();
  ::close(m_listener);
}

void WireProxy::accept() {
  while (!m_ending) {
    pollfd listener{m_listener, POLLIN, 0};
    if (::poll(&listener, 1, kLook) <= 0) continue;
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    joinThoseThatAreOver();
    if (client < 0) continue;
    Running& running = m_lines.emplace_back();
    running.thread = std::thread([this, client, &running] {
      Line(*this, client).run();
      running.isOver = true;
    });
  }
}

void WireProxy::joinThoseThatAreOver() {
  std::erase_if(m_lines, [](Running& line) {
    if (line.isOver) line.thread.join();
    return !line.thread.joinable();
  });
}

void WireProxy::setServer(std::string server) {
  const std::lock_guard lock(m_mutex);
  m_server = std::move(server);
}

std::string WireProxy::server() {
  const std::lock_guard lock(m_mutex);
  return m_server;
}

void WireProxy::armAnswer(const std::string& sqlState) {
  const std::lock_guard lock(m_mutex);
  m_answer = errorMessage(sqlState);
}

std::string WireProxy::takeAnswer() {
  const std::lock_guard lock(m_mutex);
  if (!m_answer.empty()) ++m_acted;
  return std::exchange(m_answer, {});
}

void WireProxy::arm(At at, std::function<void()> then) {
  const std::lock_guard lock(m_mutex);
  m_at = at;
  m_then = std::move(then);
}

WireProxy::At WireProxy::takeArmed(At expected) {
  std::function<void()> then;
  {
    const std::lock_guard lock(m_mutex);
    if (m_at != expected) return At::Nothing;
    m_at = At::Nothing;
    then = std::exchange(m_then, {});
  }
  ++m_acted;
  if (then) then();
  return expected;
}

}  // namespace joinery::test
