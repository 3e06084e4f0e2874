// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/conflict_text.h"

using namespace joinery;
using namespace joinery::test;

namespace {

Conflict conflictOf(std::vector<Conflict::Cell> cells) {
  Conflict conflict;
  conflict.model = "Album";
  conflict.key = {Value::integer(1)};
  conflict.cells = std::move(cells);
  return conflict;
}

}  // namespace

class TstConflictText : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void saysBaseTheirsAndMine();
  void leavesOutMineWhereNothingWasWritten();
  void saysThatARowIsGone();
  void joinsTheKeysOfARow();
  void givesEachRowItsLines();
  void knowsNoSuchModel();

 private:
  const std::shared_ptr<const Registry> m_registry = registryOf(chinookTables());
};

void TstConflictText::saysBaseTheirsAndMine() {
  const auto conflict = conflictOf({{"Title", Value::text("Powerage"), Value::text("Mine"), Value::null()}});
  QCOMPARE(ui::conflictText({conflict}, *m_registry), s("Album 1\n    Title: was Powerage, is now NULL, yours Mine"));
}

void TstConflictText::leavesOutMineWhereNothingWasWritten() {
  const auto conflict = conflictOf({{"Title", Value::null(), std::nullopt, Value::text("two\nlines %3")}});
  QCOMPARE(ui::conflictText({conflict}, *m_registry), s("Album 1\n    Title: was NULL, is now two⏎lines %3"));
}

void TstConflictText::saysThatARowIsGone() {
  auto conflict = conflictOf({});
  conflict.deleted = true;
  QCOMPARE(ui::conflictText({conflict}, *m_registry), s("Album 1: deleted by someone else"));
}

void TstConflictText::joinsTheKeysOfARow() {
  auto conflict = conflictOf({});
  conflict.model = "PlaylistTrack";
  conflict.key = {Value::integer(1), Value::text("a")};
  QCOMPARE(ui::conflictText({conflict}, *m_registry), s("PlaylistTrack 1, a"));
}

void TstConflictText::givesEachRowItsLines() {
  auto gone = conflictOf({});
  gone.deleted = true;
  const auto changed = conflictOf({{"Title", Value::text("a"), Value::text("b"), Value::text("c")}, {"ArtistId", Value::integer(1), std::nullopt, Value::integer(2)}});
  const QStringList lines = ui::conflictText({gone, changed}, *m_registry).split(QLatin1Char('\n'));
  QCOMPARE(lines.size(), 4);
  QCOMPARE(lines.last(), s("    ArtistId: was 1, is now 2"));
}

void TstConflictText::knowsNoSuchModel() {
  auto conflict = conflictOf({{"Title", Value::text("a"), std::nullopt, Value::text("b")}});
  conflict.model = "Gone";
  QCOMPARE(ui::conflictText({conflict}, *m_registry), s("Gone 1\n    Title: was a, is now b"));
}

JOINERY_TEST(TstConflictText)
#include "tst_conflict_text.moc"
