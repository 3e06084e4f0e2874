// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/outcome_text.h"

#include <QCoreApplication>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

using Kind = MigrationOutcome::Kind;

QString outcomeWords(const char* text) { return QCoreApplication::translate("joinery::ui::MigrationOutcome", text); }

QString placeOf(const std::string& id) { return id.empty() ? outcomeWords("the beginning") : toQString(id); }

QString notesOf(const migration::MigrationResult& result) {
  QStringList notes;
  for (const std::string& each : result.notes) notes << toQString(each);
  return notes.join(QLatin1Char('\n'));
}

QString migratedText(const migration::MigrationResult& result, const QString& database) {
  if (result.done.empty()) return outcomeWords("%1 is at %2 already: nothing was done.").arg(database, placeOf(result.to));
  const QString text = outcomeWords("%1 is at %2 now, after revisions: %3.").arg(database, placeOf(result.to), QString::number(result.done.size()));
  return result.backup.empty() ? text : outcomeWords("%1 As it was before, it is kept in %2").arg(text, toQString(result.backup));
}

QString failureText(Kind kind, const QString& database) {
  switch (kind) {
    case Kind::Outline: return outcomeWords("Could not plan the migration of %1").arg(database);
    case Kind::Rehearse: return outcomeWords("The dry run failed; %1 is as it was").arg(database);
    case Kind::Migrate: return outcomeWords("Could not migrate %1").arg(database);
    case Kind::Stamp: return outcomeWords("Could not stamp %1").arg(database);
    case Kind::Script: return outcomeWords("Could not write the SQL");
  }
  return {};
}

}  // namespace

void tellOutcome(MessageBar* messages, const MigrationOutcome& outcome, const QString& database) {
  const auto tell = [&](const QString& text, const QString& details = {}) { messages->showMessage(MessageBar::Kind::Information, text, details); };
  switch (outcome.kind) {
    case Kind::Outline: return;
    case Kind::Rehearse: return tell(outcomeWords("The dry run went through: %1 would come to %2. It is as it was.").arg(database, placeOf(outcome.target)), notesOf(outcome.result));
    case Kind::Migrate: return tell(migratedText(outcome.result, database), notesOf(outcome.result));
    case Kind::Stamp: return tell(outcomeWords("%1 is noted to be at %2.").arg(database, placeOf(outcome.target)));
    case Kind::Script: return tell(outcomeWords("The SQL is in %1").arg(outcome.file));
  }
}

void tellFailure(MessageBar* messages, Kind kind, const DbError& error, const QString& database) {
  if (error.kind() != ErrorKind::Cancelled) return messages->showError(failureText(kind, database), error);
  messages->showMessage(MessageBar::Kind::Information, kind == Kind::Migrate ? outcomeWords("The migration of %1 was stopped: the revision that ran is undone, those before it stay.").arg(database)
                                                                               : outcomeWords("Stopped: %1 is as it was.").arg(database));
}

}  // namespace joinery::ui
