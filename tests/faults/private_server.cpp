// SPDX-License-Identifier: GPL-3.0-or-later
#include "private_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>

#include "orm/core/display_text.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"

namespace joinery::test {

namespace {

constexpr int kPatienceOfServer = 120'000;

/// Waits for the end of its input, then ends the server of the folder $1 and removes it. Nobody's child, so that it outlives the test and
/// all that is killed with that.
constexpr const char* kGuard = R"((
  trap '' HUP INT TERM
  exec <&3 3<&-
  cat
  process=$(head -n 1 "$1/data/postmaster.pid") && kill -CONT "$process" && kill -QUIT "$process"
  for turn in 1 2 3 4 5 6 7 8 9 10; do [ -n "$process" ] && kill -0 "$process" && sleep 0.5; done
  [ -z "$process" ] || kill -KILL "$process"
  rm -rf -- "$1"
) >/dev/null 2>&1 &)";

QString folderOfServer() {
  QStringList folders = QDir(QStringLiteral("/usr/lib/postgresql")).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
  for (QString& folder : folders) folder = QStringLiteral("/usr/lib/postgresql/") + folder + QStringLiteral("/bin");
  const QString found = QStandardPaths::findExecutable(QStringLiteral("initdb"), folders);
  return found.isEmpty() ? QFileInfo(QStandardPaths::findExecutable(QStringLiteral("initdb"))).path() : QFileInfo(found).path();
}

/// The server refuses to run as root.
const passwd* userOfServer() {
  if (::geteuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("postgres");
  return user != nullptr ? user : ::getpwnam("nobody");
}

int parentOf(int process) {
  QFile file(QStringLiteral("/proc/%1/stat").arg(process));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QByteArray line = file.readAll();
  return line.mid(line.lastIndexOf(')') + 2).split(' ').value(1).toInt();
}

bool isAlive(int process) { return ::kill(process, 0) == 0; }

}  // namespace

bool PrivateServer::isInstalled() { return QFile::exists(folderOfServer() + QStringLiteral("/initdb")); }

PrivateServer::PrivateServer(Empty) {
  if (const passwd* user = userOfServer(); user != nullptr && ::chown(m_folder.path().toUtf8().constData(), user->pw_uid, user->pw_gid) != 0) qFatal("the folder can't be given away");
  guard();
}

void PrivateServer::guard() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) qFatal("there is no pipe");
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[0], 3);
  const std::string folder = this->folder();
  const char* arguments[] = {"sh", "-c", kGuard, "guard", folder.c_str(), nullptr};
  pid_t starter = 0;
  if (::posix_spawn(&starter, "/bin/sh", &files, nullptr, const_cast<char**>(arguments), environ) != 0) qFatal("the server can't be guarded");
  posix_spawn_file_actions_destroy(&files);
  ::close(ends[0]);
  ::waitpid(starter, nullptr, 0);
  m_guard = ends[1];
}

PrivateServer::PrivateServer(const QStringList& settings) : PrivateServer(Empty()) {
  run(QStringLiteral("initdb"), {QStringLiteral("-D"), data(), QStringLiteral("-U"), QStringLiteral("joinery"), QStringLiteral("-A"), QStringLiteral("trust"),
                                 QStringLiteral("-E"), QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")});
  QFile file(data() + QStringLiteral("/postgresql.conf"));
  if (!file.open(QIODevice::Append)) qFatal("the server's settings can't be written");
  // A killed process loses nothing that it gave to the system; only power would.
  const QStringList all = QStringList{QStringLiteral("listen_addresses = ''"), QStringLiteral("fsync = off"), QStringLiteral("shared_buffers = 4MB"),
                                      QStringLiteral("unix_socket_directories = '.'"), QStringLiteral("wal_keep_size = 64MB"), QStringLiteral("max_wal_senders = 4")} + settings;
  file.write(all.join(QLatin1Char('\n')).toUtf8() + "\n");
}

std::unique_ptr<PrivateServer> PrivateServer::standbyOf(const PrivateServer& primary) {
  std::unique_ptr<PrivateServer> standby(new PrivateServer(Empty()));
  standby->run(QStringLiteral("pg_basebackup"), {QStringLiteral("-D"), standby->data(), QStringLiteral("-h"), QString::fromStdString(primary.folder()), QStringLiteral("-U"),
                                                 QStringLiteral("joinery"), QStringLiteral("-R"), QStringLiteral("-c"), QStringLiteral("fast"), QStringLiteral("--no-sync")});
  return standby;
}

PrivateServer::~PrivateServer() {
  kill();
  ::close(m_guard);
}

void PrivateServer::run(const QString& program, const QStringList& arguments) const {
  QString command = folderOfServer() + QLatin1Char('/') + program;
  QStringList all = arguments;
  if (const passwd* user = userOfServer()) {
    all = QStringList{QStringLiteral("--reuid=%1").arg(user->pw_uid), QStringLiteral("--regid=%1").arg(user->pw_gid), QStringLiteral("--clear-groups"), QStringLiteral("--"), command} + arguments;
    command = QStringLiteral("setpriv");
  }
  QProcess process;
  process.setWorkingDirectory(m_folder.path());
  // The server outlives the command, and would hold its pipes open.
  process.setStandardOutputFile(QProcess::nullDevice());
  process.setStandardErrorFile(QString::fromStdString(folder() + "/commands.log"), QIODevice::Append);
  process.start(command, all);
  if (process.waitForFinished(kPatienceOfServer) && process.exitCode() == 0) return;
  QFile log(QString::fromStdString(folder() + "/commands.log"));
  qFatal("%s: %s", qPrintable(program), log.open(QIODevice::ReadOnly) ? log.readAll().constData() : "no answer");
}

void PrivateServer::start() {
  // Its socket's folder is given with its own name, as the server's working directory is its data.
  run(QStringLiteral("pg_ctl"), {QStringLiteral("start"), QStringLiteral("-w"), QStringLiteral("-s"), QStringLiteral("-D"), data(), QStringLiteral("-l"),
                                 m_folder.filePath(QStringLiteral("server.log")), QStringLiteral("-o"), QStringLiteral("-k %1").arg(m_folder.path())});
}

void PrivateServer::promote() { run(QStringLiteral("pg_ctl"), {QStringLiteral("promote"), QStringLiteral("-w"), QStringLiteral("-s"), QStringLiteral("-D"), data()}); }

std::vector<int> PrivateServer::processes() const {
  QFile file(data() + QStringLiteral("/postmaster.pid"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const int first = file.readLine().trimmed().toInt();
  std::vector<int> all;
  // So that it makes no more of them.
  ::kill(first, SIGSTOP);
  for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs))
    if (const int process = name.toInt(); process > 0 && parentOf(process) == first) all.push_back(process);
  all.insert(all.begin(), first);
  return all;
}

void PrivateServer::kill() {
  const auto all = processes();
  for (const int process : all) ::kill(process, SIGKILL);
  for (const int process : all)
    while (isAlive(process) && parentOf(process) != 0) {
      QFile state(QStringLiteral("/proc/%1/stat").arg(process));
      if (state.open(QIODevice::ReadOnly) && state.readAll().contains(") Z ")) break;
      QThread::usleep(500);
    }
  // Where nobody fetches the ended process, its number is not free, and the next server would wait for it.
  for (const QString& lock : {data() + QStringLiteral("/postmaster.pid"), QString::fromStdString(socket() + ".lock")}) QFile::remove(lock);
}

Url PrivateServer::url(const std::string& folderOfSocket) const { return Url::parse("postgresql://joinery@/postgres?host=" + (folderOfSocket.empty() ? folder() : folderOfSocket)); }

std::string PrivateServer::cell(const std::string& sql) const {
  Engine::Options options;
  options.pool.kind = PoolOptions::Kind::Null;
  const auto connection = Engine::create(Url::parse(url().toString() + "&target_session_attrs=any"), options)->connect(Engine::Access::Write);
  const auto batch = fetchAll(*connection->execute(sql));
  return batch->rows() == 0 || batch->columnCount() == 0 ? std::string() : displayText(batch->at(0, 0), {});
}

}  // namespace joinery::test
