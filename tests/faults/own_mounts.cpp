// SPDX-License-Identifier: GPL-3.0-or-later
#include "own_mounts.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <QFile>
#include <QList>
#include <QProcess>
#include <cerrno>
#include <cstring>
#include <vector>

namespace joinery::test {

namespace {

constexpr const char* kEntered = "JOINERY_TEST_MOUNTS";
constexpr long long kPage = 4'096;

void check(bool isDone, const char* what) {
  if (!isDone) qFatal("%s: %s", what, std::strerror(errno));
}

std::string fillingOf(const std::string& folder) { return folder + "/filling"; }

}  // namespace

bool OwnMounts::enter() {
  if (qEnvironmentVariableIsSet(kEntered)) return true;
  QStringList unshare{QStringLiteral("--mount")};
  // Where users may have a world of their own, they are its root.
  if (::geteuid() != 0) unshare << QStringLiteral("--user") << QStringLiteral("--map-root-user");
  QProcess trial;
  trial.start(QStringLiteral("unshare"), unshare + QStringList{QStringLiteral("mount"), QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("none"), QStringLiteral("/tmp")});
  if (!trial.waitForFinished() || trial.exitStatus() != QProcess::NormalExit || trial.exitCode() != 0) return false;
  QFile file(QStringLiteral("/proc/self/cmdline"));
  if (!file.open(QIODevice::ReadOnly)) return false;
  QList<QByteArray> words{"unshare"};
  for (const QString& word : unshare) words << word.toUtf8();
  words << QByteArrayList(file.readAll().chopped(1).split('\0'));
  std::vector<char*> arguments;
  for (QByteArray& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  qputenv(kEntered, "1");
  ::execvp("unshare", arguments.data());
  return false;
}

void OwnMounts::mountMemory(const std::string& folder, long long bytes) {
  check(::mount("none", folder.c_str(), "tmpfs", 0, ("size=" + std::to_string(bytes)).c_str()) == 0, "no file system in memory");
}

void OwnMounts::makeReadOnly(const std::string& folder) { check(::mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0, "not read-only"); }

void OwnMounts::unmount(const std::string& folder) { check(::umount2(folder.c_str(), MNT_DETACH) == 0, "not unmounted"); }

void OwnMounts::fill(const std::string& folder, int pages) {
  empty(folder);
  struct statvfs state {};
  const int file = ::open(fillingOf(folder).c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  check(file >= 0 && ::statvfs(folder.c_str(), &state) == 0, "not filled");
  const long long size = static_cast<long long>(state.f_bavail) * static_cast<long long>(state.f_frsize) - pages * kPage;
  check(size <= 0 || ::posix_fallocate(file, 0, size) == 0, "not filled");
  ::close(file);
}

void OwnMounts::empty(const std::string& folder) { ::unlink(fillingOf(folder).c_str()); }

}  // namespace joinery::test
