// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal_ledger.h"

#include <QFile>

#include "orm/journal/journal_folder.h"

namespace joinery::test {

std::string tokenOf(const Change& change) {
  const Operand* value = change.value(change.model == "album" ? "title" : "name");
  if (value && value->isDefault()) return "default";
  return value && value->isValue() ? std::string(value->value().bytes()) : std::string();
}

DrivenProgram::State stateOf(const JournalContent& content) {
  DrivenProgram::State state;
  for (const auto& [id, text] : content.texts) state[0] = text;
  for (const Change& change : content.changes.changes()) state[change.id] = tokenOf(change);
  return state;
}

std::optional<JournalReading> readOf(const std::string& folder, const std::string& journal) {
  std::optional<JournalReading> last;
  for (const std::string& path : JournalFolder::filesOf(folder, journal)) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) continue;
    const QByteArray bytes = file.readAll();
    JournalReading reading = readJournal({bytes.data(), static_cast<std::size_t>(bytes.size())}, journal);
    if (reading.isComplete) last = std::move(reading);
  }
  return last;
}

bool isKept(const DrivenProgram& program, const JournalReading& reading) {
  const auto said = program.states().find(reading.lastSequence);
  const bool isThere = reading.lastSequence >= program.recorded() && reading.missingRecords == 0 && said != program.states().end();
  return isThere && said->second == stateOf(reading.content);
}

}  // namespace joinery::test
