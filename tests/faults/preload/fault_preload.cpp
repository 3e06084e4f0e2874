// SPDX-License-Identifier: GPL-3.0-or-later
// JOINERY_FAULT=kill|eio|enospc|short:K  the K-th call that changes a file whose path contains JOINERY_FAULT_PATH is never made: the
// process is killed before it, the call fails, or it writes half and fails then. eio+ and enospc+: so do all that come later.
// JOINERY_FAULT_LOG: a file that is made once it happened.
// JOINERY_FAULT_OPENS=FILE: files whose path contains JOINERY_FAULT_PATH and that are opened by anybody but SQLite are written there.
// JOINERY_FAULT_CLOCK=SECONDS[,DRIFT]: the time of day is so much later, and goes DRIFT times as fast, which may be below 0.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
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

/// Whether the code that called is of a library or program of that name.
bool isOf(const void* code, const char* name) {
  Dl_info info;
  return dladdr(code, &info) != 0 && info.dli_fname != nullptr && std::strstr(info.dli_fname, name) != nullptr;
}

/// A file of a database that somebody else opens: closing it drops the locks that SQLite holds.
void noteOpening(const char* path, const void* caller) {
  const char* log = std::getenv("JOINERY_FAULT_OPENS");
  if (log == nullptr || !isMeant(path) || isOf(caller, "libsqlite3")) return;
  Dl_info info;
  const char* who = dladdr(caller, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "?";
  static auto* open = next<int(const char*, int, ...)>("open");
  static auto* write = next<ssize_t(int, const void*, size_t)>("write");
  char line[2 * PATH_MAX];
  const int size = std::snprintf(line, sizeof line, "%s %s\n", path, who);
  const int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  if (write(file, line, static_cast<size_t>(size)) < 0) std::abort();
  close(file);
}

/// The time that the process is to believe.
void shift(timespec& time) {
  static const char* text = std::getenv("JOINERY_FAULT_CLOCK");
  if (text == nullptr) return;
  static const timespec begun = time;
  const char* comma = std::strchr(text, ',');
  const double drift = comma == nullptr ? 1 : std::atof(comma + 1);
  const double passed = static_cast<double>(time.tv_sec - begun.tv_sec) + static_cast<double>(time.tv_nsec - begun.tv_nsec) / 1e9;
  const long long nanoseconds = static_cast<long long>(passed * drift * 1e9) + begun.tv_nsec;
  const long long whole = nanoseconds >= 0 ? nanoseconds / 1'000'000'000 : -((999'999'999 - nanoseconds) / 1'000'000'000);
  time.tv_sec = static_cast<time_t>(begun.tv_sec + std::atoll(text) + whole);
  time.tv_nsec = static_cast<long>(nanoseconds - whole * 1'000'000'000);
}

enum class Fault { None, Error, Short };

/// Whether this call is the one; kills the process where that is asked for.
template <typename Place>
Fault faultAt(Place place) {
  const char* what = std::getenv("JOINERY_FAULT");
  const char* colon = what == nullptr ? nullptr : std::strchr(what, ':');
  if (colon == nullptr || !isMeant(place)) return Fault::None;
  const int number = ++seen, meant = std::atoi(colon + 1);
  if (colon[-1] == '+' ? number < meant : number != meant) return Fault::None;
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

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) {
  static auto* real = next<int(int, const char*, int, const char*, int)>("linkat");
  return faultAt(to) == Fault::None ? real(fromFolder, from, toFolder, to, flags) : -1;
}

int fchmod(int file, mode_t mode) {
  static auto* real = next<int(int, mode_t)>("fchmod");
  return faultAt(file) == Fault::None ? real(file, mode) : -1;
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
  const mode_t mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
  va_end(arguments);
  noteOpening(path, __builtin_return_address(0));
  const bool changes = (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return changes && faultAt(path) != Fault::None ? -1 : real(path, flags, mode);
}

int open(const char* path, int flags, ...) {
  static auto* real = next<int(const char*, int, ...)>("open");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
  va_end(arguments);
  noteOpening(path, __builtin_return_address(0));
  const bool changes = (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return changes && faultAt(path) != Fault::None ? -1 : real(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  static auto* real = next<int(int, const char*, int, ...)>("openat");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
  va_end(arguments);
  noteOpening(path, __builtin_return_address(0));
  return real(folder, path, flags, mode);
}

FILE* fopen64(const char* path, const char* mode) {
  static auto* real = next<FILE*(const char*, const char*)>("fopen64");
  noteOpening(path, __builtin_return_address(0));
  return real(path, mode);
}

FILE* fopen(const char* path, const char* mode) {
  static auto* real = next<FILE*(const char*, const char*)>("fopen");
  noteOpening(path, __builtin_return_address(0));
  return real(path, mode);
}

int clock_gettime(clockid_t clock, timespec* time) {
  static auto* real = next<int(clockid_t, timespec*)>("clock_gettime");
  const int answer = real(clock, time);
  if (answer == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) shift(*time);
  return answer;
}

int gettimeofday(timeval* __restrict time, void* __restrict) {
  timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  *time = {now.tv_sec, static_cast<suseconds_t>(now.tv_nsec / 1'000)};
  return 0;
}

time_t time(time_t* result) {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}
}
