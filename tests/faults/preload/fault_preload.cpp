// SPDX-License-Identifier: GPL-3.0-or-later
// JOINERY_FAULT=kill|eio|enospc|short:K  the K-th call that changes a file whose path contains JOINERY_FAULT_PATH is never made: the
// process is killed before it, the call fails, or it writes half and fails then. JOINERY_FAULT_LOG: a file that is made once it happened.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<int> seen = 0;

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool isMeant(const char* path) {
  const char* part = std::getenv("JOINERY_FAULT_PATH");
  return path != nullptr && part != nullptr && std::strstr(path, part) != nullptr;
}

bool isMeant(int file) {
  char link[64], path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return isMeant(path);
}

void note() {
  const char* log = std::getenv("JOINERY_FAULT_LOG");
  if (log == nullptr) return;
  static auto* open = next<int(const char*, int, ...)>("open");
  const int file = open(log, O_WRONLY | O_CREAT, 0600);
  if (file >= 0) close(file);
}

enum class Fault { None, Error, Short };

/// Whether this call is the one; kills the process where that is asked for.
template <typename Place>
Fault faultAt(Place place) {
  const char* what = std::getenv("JOINERY_FAULT");
  const char* colon = what == nullptr ? nullptr : std::strchr(what, ':');
  if (colon == nullptr || !isMeant(place) || ++seen != std::atoi(colon + 1)) return Fault::None;
  note();
  if (std::strncmp(what, "kill", 4) == 0) kill(getpid(), SIGKILL);
  errno = std::strncmp(what, "eio", 3) == 0 ? EIO : ENOSPC;
  return std::strncmp(what, "short", 5) == 0 ? Fault::Short : Fault::Error;
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  static auto* real = next<ssize_t(int, const void*, size_t)>("write");
  const Fault fault = faultAt(file);
  if (fault == Fault::Short && size > 1) return real(file, bytes, size / 2);
  return fault == Fault::None ? real(file, bytes, size) : -1;
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static auto* real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const Fault fault = faultAt(file);
  if (fault == Fault::Short && size > 1) return real(file, bytes, size / 2, at);
  return fault == Fault::None ? real(file, bytes, size, at) : -1;
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) { return pwrite64(file, bytes, size, at); }

ssize_t send(int socket, const void* bytes, size_t size, int flags) {
  static auto* real = next<ssize_t(int, const void*, size_t, int)>("send");
  if (faultAt(socket) == Fault::None) return real(socket, bytes, size, flags);
  // A connection that is broken is broken in both directions, or both ends would wait for ever.
  shutdown(socket, SHUT_RDWR);
  errno = EPIPE;
  return -1;
}

int fsync(int file) {
  static auto* real = next<int(int)>("fsync");
  return faultAt(file) == Fault::None ? real(file) : -1;
}

int fdatasync(int file) {
  static auto* real = next<int(int)>("fdatasync");
  return faultAt(file) == Fault::None ? real(file) : -1;
}

int ftruncate64(int file, off64_t size) {
  static auto* real = next<int(int, off64_t)>("ftruncate64");
  return faultAt(file) == Fault::None ? real(file, size) : -1;
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int unlink(const char* path) {
  static auto* real = next<int(const char*)>("unlink");
  return faultAt(path) == Fault::None ? real(path) : -1;
}

int rename(const char* from, const char* to) {
  static auto* real = next<int(const char*, const char*)>("rename");
  return faultAt(from) == Fault::None ? real(from, to) : -1;
}

int open64(const char* path, int flags, ...) {
  static auto* real = next<int(const char*, int, ...)>("open64");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
  va_end(arguments);
  const bool changes = (flags & (O_CREAT | O_TRUNC)) != 0;
  return changes && faultAt(path) != Fault::None ? -1 : real(path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
  va_end(arguments);
  return open64(path, flags, mode);
}
}
