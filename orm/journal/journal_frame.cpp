// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal_frame.h"

#include <QtEndian>
#include <algorithm>
#include <array>
#include <optional>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

constexpr std::string_view kFrameMark = "\xF7JRN";
constexpr std::size_t kFrameHead = 4 + 4 + 4 + 8;  // mark, length, checksum, sequence

constexpr std::array<std::uint32_t, 256> checksumTable() {
  constexpr std::uint32_t kCastagnoli = 0x82F63B78;
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest & 1) != 0 ? (rest >> 1) ^ kCastagnoli : rest >> 1;
    table[byte] = rest;
  }
  return table;
}

/// CRC-32C, one text after another. Source: RFC 3720, appendix B.4
std::uint32_t checksumOf(std::initializer_list<std::string_view> texts) {
  static constexpr auto kTable = checksumTable();
  std::uint32_t sum = ~0u;
  for (const std::string_view text : texts)
    for (const char c : text) sum = (sum >> 8) ^ kTable[(sum ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~sum;
}

template <typename T>
std::string bigEndian(T number) {
  std::string bytes(sizeof(T), '\0');
  qToBigEndian(number, bytes.data());
  return bytes;
}

struct Frame {
  std::uint64_t sequence = 0;
  std::string_view payload;
  std::size_t size = 0;
};

/// The whole frame that begins there, if one does.
std::optional<Frame> frameAt(std::string_view bytes, const std::string& journal) {
  if (bytes.size() < kFrameHead || !bytes.starts_with(kFrameMark)) return {};
  const std::size_t length = qFromBigEndian<quint32>(bytes.data() + 4);
  if (length > bytes.size() - kFrameHead) return {};
  const Frame frame{qFromBigEndian<quint64>(bytes.data() + 12), bytes.substr(kFrameHead, length), kFrameHead + length};
  const bool isSound = qFromBigEndian<quint32>(bytes.data() + 8) == checksumOf({journal, bytes.substr(12, 8), frame.payload});
  return isSound ? std::optional(frame) : std::nullopt;
}

/// How many bytes were looked at in vain.
std::size_t claimedSize(std::string_view bytes) {
  const bool isFrame = bytes.size() >= kFrameHead && bytes.starts_with(kFrameMark);
  return isFrame ? kFrameHead + std::min<std::size_t>(qFromBigEndian<quint32>(bytes.data() + 4), bytes.size()) : 1;
}

/// Takes one record after another and counts what is not there.
class Reader {
 public:
  JournalReading reading;

  void take(const Frame& frame) {
    if (reading.isComplete && frame.sequence > reading.lastSequence + 1) reading.missingRecords += frame.sequence - reading.lastSequence - 1;
    reading.lastSequence = frame.sequence;
    try {
      const JournalRecord record = journalRecordFromBytes(QByteArray::fromRawData(frame.payload.data(), static_cast<qsizetype>(frame.payload.size())));
      reading.content.apply(record);
      if (std::holds_alternative<journal::Complete>(record)) reading.isComplete = true;
      ++reading.records;
    } catch (const DbError&) {
      ++reading.missingRecords;
    }
  }
  /// A number that went back is a copy of what was there: a journal only grows.
  bool isNext(const Frame& frame) const { return frame.sequence > reading.lastSequence || (!reading.isComplete && frame.sequence == reading.lastSequence); }
};

}  // namespace

QByteArray journalFrame(const JournalRecord& record, std::uint64_t sequence, const std::string& journal) {
  const QByteArray payload = journalRecordToBytes(record);
  if (payload.size() > 0x7fff'ffff) throw DbError(ErrorKind::TooLarge, "a change of over 2 GiB can't be kept in the journal");
  const std::string number = bigEndian<quint64>(sequence);
  const std::string_view body(payload.data(), static_cast<std::size_t>(payload.size()));
  QByteArray frame;
  frame.reserve(static_cast<qsizetype>(kFrameHead) + payload.size());
  for (const std::string& part : {std::string(kFrameMark), bigEndian(static_cast<quint32>(payload.size())), bigEndian<quint32>(checksumOf({journal, number, body})), number})
    frame.append(part.data(), static_cast<qsizetype>(part.size()));
  return frame + payload;
}

JournalReading readJournal(std::string_view bytes, const std::string& journal) {
  Reader reader;
  const std::size_t size = bytes.size();
  // A file that was made to look like many records that are none must not take for ever.
  std::size_t patience = 4 * size + 1'000'000;
  std::size_t at = bytes.starts_with(kJournalHeader) ? kJournalHeader.size() : 0;
  std::size_t readUntil = at;
  while (at < size && patience > 0) {
    if (const auto frame = frameAt(bytes.substr(at), journal); frame && reader.isNext(*frame)) {
      reader.take(*frame);
      at += frame->size;
      readUntil = at;
    } else {
      patience -= std::min(patience, claimedSize(bytes.substr(at)));
      at = std::min(bytes.find(kFrameMark, at + 1), size);
    }
  }
  reader.reading.tornBytes = size - readUntil;
  return reader.reading;
}

}  // namespace joinery
