// SPDX-License-Identifier: GPL-3.0-or-later
// QProcess starts a program with clone(CLONE_VM | CLONE_VFORK). Clang's ThreadSanitizer takes each clone() for a fork: in memory that
// is shared, what it sets in the child is set in the parent, which stops at its next step (CHECK failed: !thr->slot). So the child
// gets a copy of the memory here, as fork() gives it; QProcess hears of its success through a pipe and not through memory.
#include <sched.h>
#include <sys/types.h>

#include <cstdarg>

extern "C" {

/// The sanitizer's own clone(), which is behind a weak name for just this.
int __interceptor_clone(int (*run)(void*), void* stack, int flags, void* argument, pid_t* parentThread, void* storage, pid_t* childThread);

int clone(int (*run)(void*), void* stack, int flags, void* argument, ...) noexcept {
  va_list rest;
  va_start(rest, argument);
  auto* const parentThread = va_arg(rest, pid_t*);
  void* const storage = va_arg(rest, void*);
  auto* const childThread = va_arg(rest, pid_t*);
  va_end(rest);
  return __interceptor_clone(run, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parentThread, storage, childThread);
}
}
