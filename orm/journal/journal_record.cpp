// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal_record.h"

#include <QDataStream>
#include <QIODevice>

#include "orm/core/value_bytes.h"
#include "orm/journal/change_bytes.h"

namespace joinery {

namespace {

using Outcome = CommitResult::Outcome;

/// Never change: files of older versions are read by it.
constexpr auto kStreamVersion = QDataStream::Qt_6_0;

/// One overload for each record, in the order of the variant.
class RecordWriter {
 public:
  explicit RecordWriter(QDataStream& out) : m_out(out) {}

  void operator()(const journal::Opened& record) const {
    writeText(m_out, record.identity.url);
    writeText(m_out, record.identity.name);
    writeText(m_out, record.identity.systemIdentifier);
    m_out << static_cast<qint64>(record.milliseconds);
  }
  void operator()(const journal::ServerKnown& record) const { writeText(m_out, record.systemIdentifier); }
  void operator()(const journal::Put& record) const {
    m_out << static_cast<quint64>(record.id) << static_cast<bool>(record.state);
    if (record.state) writeChange(m_out, *record.state);
    if (record.state && record.state->seen) writeSeen(m_out, record.state->seen);
  }
  void operator()(const journal::TakenOver& record) const {
    writeText(m_out, record.journal);
    writeChanges(m_out, record.changes);
    writeCount(m_out, record.texts.size());
    for (const auto& [id, text] : record.texts) {
      writeText(m_out, id);
      writeText(m_out, text);
    }
    // At the end, where a version that knows of none does not look.
    for (const Change& change : record.changes) writeSeen(m_out, change.seen);
  }
  void operator()(const journal::ConsoleText& record) const {
    writeText(m_out, record.id);
    m_out << record.text.has_value();
    if (record.text) writeText(m_out, *record.text);
  }
  void operator()(const journal::CommitBegun& record) const {
    writeMark(m_out, record.mark);
    writeChanges(m_out, record.changes);
  }
  void operator()(const journal::CommitEnded& record) const { m_out << static_cast<quint8>(record.outcome); }
  void operator()(const journal::Complete&) const {}

 private:
  QDataStream& m_out;
};

journal::Opened readOpened(QDataStream& in) {
  journal::Opened record;
  qint64 milliseconds = 0;
  record.identity.url = readText(in);
  record.identity.name = readText(in);
  record.identity.systemIdentifier = readText(in);
  in >> milliseconds;
  record.milliseconds = milliseconds;
  return record;
}

journal::Put readPut(QDataStream& in) {
  journal::Put record;
  quint64 id = 0;
  bool hasState = false;
  in >> id >> hasState;
  requireSound(in);
  record.id = id;
  if (!hasState) return record;
  Change change = readChange(in);
  if (!in.atEnd()) change.seen = readSeen(in);
  record.state = std::move(change);
  return record;
}

journal::TakenOver readTakenOver(QDataStream& in) {
  journal::TakenOver record;
  record.journal = readText(in);
  record.changes = readChanges(in);
  for (std::size_t left = readCount(in); left > 0; --left) {
    std::string id = readText(in);
    record.texts.emplace_back(std::move(id), readText(in));
  }
  if (in.atEnd()) return record;
  for (Change& change : record.changes) change.seen = readSeen(in);
  return record;
}

journal::ConsoleText readConsoleText(QDataStream& in) {
  journal::ConsoleText record;
  bool hasText = false;
  record.id = readText(in);
  in >> hasText;
  requireSound(in);
  if (hasText) record.text = readText(in);
  return record;
}

journal::CommitBegun readCommitBegun(QDataStream& in) {
  journal::CommitBegun record;
  record.mark = readMark(in);
  record.changes = readChanges(in);
  return record;
}

journal::CommitEnded readCommitEnded(QDataStream& in) {
  quint8 outcome = 0;
  in >> outcome;
  requireSound(in);
  if (outcome > static_cast<quint8>(Outcome::Unknown)) refuseBytes("an outcome of no known kind");
  return {static_cast<Outcome>(outcome)};
}

JournalRecord readRecord(quint8 kind, QDataStream& in) {
  switch (kind) {
    case 0: return readOpened(in);
    case 1: return journal::ServerKnown{readText(in)};
    case 2: return readPut(in);
    case 3: return readTakenOver(in);
    case 4: return readConsoleText(in);
    case 5: return readCommitBegun(in);
    case 6: return readCommitEnded(in);
    case 7: return journal::Complete{};
  }
  refuseBytes("a record of no known kind");
}

}  // namespace

QByteArray journalRecordToBytes(const JournalRecord& record) {
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  out.setVersion(kStreamVersion);
  out << static_cast<quint8>(record.index());
  std::visit(RecordWriter(out), record);
  return bytes;
}

JournalRecord journalRecordFromBytes(const QByteArray& bytes) {
  QDataStream in(bytes);
  in.setVersion(kStreamVersion);
  quint8 kind = 0;
  in >> kind;
  requireSound(in);
  JournalRecord record = readRecord(kind, in);
  requireSound(in);
  return record;
}

}  // namespace joinery
