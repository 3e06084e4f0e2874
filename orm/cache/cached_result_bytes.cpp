// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/cache/cached_result_bytes.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include "orm/core/row_batch_bytes.h"
#include "orm/core/value_bytes.h"

namespace joinery {

namespace {

constexpr quint32 kMagic = 0x4A6F4361;
constexpr quint32 kVersion = 1;
constexpr auto kStreamVersion = QDataStream::Qt_6_0;

QByteArray sumOf(const QByteArray& bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256); }

/// What is under the sum. @throws DbError Data: anything is not as it was written
QByteArray checkedBody(const QByteArray& bytes) {
  QDataStream in(bytes);
  in.setVersion(kStreamVersion);
  quint32 magic = 0, version = 0;
  QByteArray sum, body;
  in >> magic >> version;
  if (magic != kMagic || version != kVersion) refuseBytes("they don't begin like one of this version");
  in >> sum >> body;
  requireSound(in);
  if (sum != sumOf(body)) refuseBytes("they are damaged");
  return body;
}

}  // namespace

QByteArray bytesOf(const CachedResult& result, const std::string& key) {
  QByteArray body;
  QDataStream out(&body, QIODevice::WriteOnly);
  out.setVersion(kStreamVersion);
  writeText(out, key);
  out << static_cast<qint64>(std::chrono::duration_cast<std::chrono::milliseconds>(result.made.time_since_epoch()).count()) << (result.frozen != nullptr);
  if (result.frozen) result.frozen->write(out);
  else writeRows(out, *result.rows);
  QByteArray bytes;
  QDataStream whole(&bytes, QIODevice::WriteOnly);
  whole.setVersion(kStreamVersion);
  whole << kMagic << kVersion << sumOf(body) << body;
  return bytes;
}

CachedResult cachedResultFrom(const QByteArray& bytes, const std::string& key, std::shared_ptr<const Registry> registry) {
  const QByteArray body = checkedBody(bytes);
  QDataStream in(body);
  in.setVersion(kStreamVersion);
  if (readText(in) != key) refuseBytes("they belong to another statement");
  CachedResult result;
  qint64 made = 0;
  bool isRecords = false;
  in >> made >> isRecords;
  result.made = std::chrono::system_clock::time_point(std::chrono::milliseconds(made));
  if (isRecords) result.frozen = FrozenRecords::read(in, std::move(registry));
  else result.rows = readRows(in);
  requireSound(in);
  return result;
}

}  // namespace joinery
