// SPDX-License-Identifier: GPL-3.0-or-later
#include "failing_vfs.h"

#include <QtGlobal>

namespace joinery::test {

/// SQLite's part comes first: it is what SQLite sees. The real file follows it in the same memory.
struct FailingVfs::File {
  sqlite3_file base;
  FailingVfs* vfs;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

/// The calls that SQLite makes. Those that change a file, bring it to the disk, read or lock it can fail; closing and unlocking can't.
struct FailingVfsCalls {
  using File = FailingVfs::File;
  static File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return of(file)->real(); }
  static const sqlite3_io_methods* methods(sqlite3_file* file) { return real(file)->pMethods; }

  static int close(sqlite3_file* file) { return methods(file)->xClose(real(file)); }
  static int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
    const int answer = of(file)->vfs->answer(SQLITE_IOERR_READ);
    return answer != SQLITE_OK ? (answer == SQLITE_FULL ? SQLITE_IOERR_READ : answer) : methods(file)->xRead(real(file), bytes, size, at);
  }
  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    const int answer = of(file)->vfs->answer(SQLITE_IOERR_WRITE);
    if (answer != SQLITE_OK && of(file)->vfs->isShort()) methods(file)->xWrite(real(file), bytes, size / 2, at);
    return answer != SQLITE_OK ? answer : methods(file)->xWrite(real(file), bytes, size, at);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int answer = of(file)->vfs->answer(SQLITE_IOERR_TRUNCATE);
    return answer != SQLITE_OK ? answer : methods(file)->xTruncate(real(file), size);
  }
  static int sync(sqlite3_file* file, int flags) {
    const int answer = of(file)->vfs->answer(SQLITE_IOERR_FSYNC);
    return answer != SQLITE_OK ? answer : methods(file)->xSync(real(file), flags);
  }
  static int fileSize(sqlite3_file* file, sqlite3_int64* size) {
    const int answer = of(file)->vfs->answer(SQLITE_IOERR_FSTAT);
    return answer != SQLITE_OK ? answer : methods(file)->xFileSize(real(file), size);
  }
  static int lock(sqlite3_file* file, int kind) {
    const int answer = of(file)->vfs->answer(SQLITE_IOERR_LOCK);
    return answer != SQLITE_OK ? answer : methods(file)->xLock(real(file), kind);
  }
  static int unlock(sqlite3_file* file, int kind) { return methods(file)->xUnlock(real(file), kind); }
  static int checkReserved(sqlite3_file* file, int* result) { return methods(file)->xCheckReservedLock(real(file), result); }
  static int control(sqlite3_file* file, int what, void* argument) { return methods(file)->xFileControl(real(file), what, argument); }
  static int sectorSize(sqlite3_file* file) { return methods(file)->xSectorSize(real(file)); }
  static int characteristics(sqlite3_file* file) { return methods(file)->xDeviceCharacteristics(real(file)); }
  static int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** memory) { return methods(file)->xShmMap(real(file), page, size, extend, memory); }
  static int shmLock(sqlite3_file* file, int offset, int n, int flags) { return methods(file)->xShmLock(real(file), offset, n, flags); }
  static void shmBarrier(sqlite3_file* file) { methods(file)->xShmBarrier(real(file)); }
  static int shmUnmap(sqlite3_file* file, int remove) { return methods(file)->xShmUnmap(real(file), remove); }
  static int fetch(sqlite3_file* file, sqlite3_int64 at, int size, void** memory) { return methods(file)->xFetch(real(file), at, size, memory); }
  static int unfetch(sqlite3_file* file, sqlite3_int64 at, void* memory) { return methods(file)->xUnfetch(real(file), at, memory); }

  static FailingVfs* self(sqlite3_vfs* vfs) { return static_cast<FailingVfs*>(vfs->pAppData); }
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    static const sqlite3_io_methods kMethods{3,    close,  read,         write,   truncate,   sync,            fileSize, lock,    unlock,     checkReserved,
                                             control, sectorSize, characteristics, shmMap, shmLock, shmBarrier, shmUnmap, fetch, unfetch};
    File* const made = of(file);
    made->base.pMethods = nullptr;
    made->vfs = self(vfs);
    if (const int answer = self(vfs)->answer(SQLITE_CANTOPEN); answer != SQLITE_OK) return SQLITE_CANTOPEN;
    const int answer = self(vfs)->m_real->xOpen(self(vfs)->m_real, name, made->real(), flags, outFlags);
    if (made->real()->pMethods != nullptr) made->base.pMethods = &kMethods;
    return answer;
  }
  static int remove(sqlite3_vfs* vfs, const char* name, int syncFolder) {
    const int answer = self(vfs)->answer(SQLITE_IOERR_DELETE);
    return answer != SQLITE_OK ? SQLITE_IOERR_DELETE : self(vfs)->m_real->xDelete(self(vfs)->m_real, name, syncFolder);
  }
};

FailingVfs::FailingVfs() : m_real(sqlite3_vfs_find(nullptr)) {
  m_vfs = *m_real;
  m_vfs.zName = "joinery-failing";
  m_vfs.pNext = nullptr;
  m_vfs.szOsFile = static_cast<int>(sizeof(File)) + m_real->szOsFile;
  m_vfs.pAppData = this;
  m_vfs.xOpen = FailingVfsCalls::open;
  m_vfs.xDelete = FailingVfsCalls::remove;
  if (sqlite3_vfs_register(&m_vfs, 1) != SQLITE_OK) qFatal("SQLite does not take another VFS");
}

FailingVfs::~FailingVfs() {
  sqlite3_vfs_unregister(&m_vfs);
  sqlite3_vfs_register(m_real, 1);
}

void FailingVfs::arm(Fault fault, int call, Times times) {
  m_fault = fault;
  m_times = times;
  m_seen = 0;
  m_call = call;
}

bool FailingVfs::disarm() {
  const int call = m_call.exchange(0);
  return m_seen >= call;
}

int FailingVfs::answer(int ioError) {
  const int call = m_call;
  if (call == 0) return SQLITE_OK;
  const int number = ++m_seen;
  const bool isMeant = m_times == Times::Once ? number == call : number >= call;
  return !isMeant ? SQLITE_OK : m_fault == Fault::IoError ? ioError : SQLITE_FULL;
}

}  // namespace joinery::test
