// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/value_bytes.h"

#include <bit>

#include "orm/core/db_error.h"

namespace joinery {

void refuseBytes(const std::string& why) { throw DbError(ErrorKind::Data, "these bytes are not what was written: " + why); }

void requireSound(const QDataStream& in) {
  if (in.status() != QDataStream::Ok) refuseBytes("they end too early");
}

void writeText(QDataStream& out, std::string_view text) { out << QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())); }

std::string readText(QDataStream& in) {
  QByteArray text;
  in >> text;
  requireSound(in);
  return text.toStdString();
}

void writeCount(QDataStream& out, std::size_t count) { out << static_cast<quint64>(count); }

std::size_t readCount(QDataStream& in, std::size_t most) {
  quint64 count = 0;
  in >> count;
  requireSound(in);
  if (count > most) refuseBytes("a number is too large");
  return static_cast<std::size_t>(count);
}

void writeValue(QDataStream& out, ValueView value) {
  out << static_cast<quint8>(value.storageClass());
  switch (value.storageClass()) {
    case StorageClass::Null: return;
    case StorageClass::Boolean: out << value.toBoolean(); return;
    case StorageClass::Integer: out << static_cast<qint64>(value.toInteger()); return;
    case StorageClass::Unsigned: out << static_cast<quint64>(value.toUnsigned()); return;
    case StorageClass::Real: out << std::bit_cast<quint64>(value.toReal()); return;
    case StorageClass::Text:
    case StorageClass::Blob: writeText(out, value.bytes()); return;
  }
}

Value readValue(QDataStream& in) {
  quint8 storage = 0;
  bool truth = false;
  qint64 integer = 0;
  quint64 word = 0;
  in >> storage;
  requireSound(in);
  switch (static_cast<StorageClass>(storage)) {
    case StorageClass::Null: return {};
    case StorageClass::Boolean: in >> truth; return Value::boolean(truth);
    case StorageClass::Integer: in >> integer; return Value::integer(integer);
    case StorageClass::Unsigned: in >> word; return Value::unsignedInteger(word);
    case StorageClass::Real: in >> word; return Value::real(std::bit_cast<double>(word));
    case StorageClass::Text: return Value::text(readText(in));
    case StorageClass::Blob: return Value::blob(readText(in));
  }
  refuseBytes("a value of no known kind");
}

}  // namespace joinery
