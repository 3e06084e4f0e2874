// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QColor>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/relations/open_database.h"
#include "ui/changes/pending_changes_model.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using joinery::test::titles;
using ui::PendingChangesModel;
using Role = ui::Theme::Role;

namespace {

bool hasTint(const QModelIndex& index, Role role) { return index.data(Qt::BackgroundRole).value<QColor>() == ui::Theme::instance().color(role); }

QString before(const QModelIndex& index) { return index.siblingAtColumn(PendingChangesModel::Before).data().toString(); }
QString after(const QModelIndex& index) { return index.siblingAtColumn(PendingChangesModel::After).data().toString(); }

}  // namespace

class TstPendingChangesModel : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void isEmptyWithoutChanges();
  void groupsRowsByTheirTable();
  void showsCellsWithBeforeAndAfter();
  void showsReferencesAndNull();
  void showsADefaultByItsExpression();
  void saysWhatLinksDo();
  void tintsByKind();
  void knowsTheChangeBehindALine();
  void marksTheChangeThatFailed();
  void followsUndoAndRedo();
  void followsEverythingBeingReverted();
  void followsACommit();

 private:
  ui::PendingChanges& changes() { return *m_open->changes(); }
  QModelIndex topLine(const QString& start) const {
    for (int row = 0; row < m_model->rowCount(); ++row)
      if (m_model->index(row, 0).data().toString().startsWith(start)) return m_model->index(row, 0);
    return {};
  }

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<PendingChangesModel> m_model;
};

void TstPendingChangesModel::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  m_model = std::make_unique<PendingChangesModel>(m_open->changes(), m_open->database()->registry());
  new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
}

void TstPendingChangesModel::cleanup() {
  m_model.reset();
  m_open.reset();
}

void TstPendingChangesModel::isEmptyWithoutChanges() {
  QCOMPARE(m_model->rowCount(), 0);
  QCOMPARE(m_model->headerData(PendingChangesModel::Before, Qt::Horizontal, Qt::DisplayRole).toString(), s("Before"));
}

void TstPendingChangesModel::groupsRowsByTheirTable() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  changes().insertRow("album", {{"title", Value::text("Fresh")}});
  changes().deleteRow("artist", key(2), {});
  QCOMPARE(titles(*m_model), (QStringList{s("artist (2)"), s("album (1)")}));
  QCOMPARE(titles(*m_model, topLine(s("artist"))), (QStringList{s("Change 1"), s("Delete 2")}));
  QCOMPARE(titles(*m_model, topLine(s("album"))), (QStringList{s("Add new1")}));
}

void TstPendingChangesModel::showsCellsWithBeforeAndAfter() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low\nVoltage"));
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::integer(1977));
  const QModelIndex row = m_model->index(0, 0, topLine(s("album")));
  QCOMPARE(titles(*m_model, row), (QStringList{s("title"), s("year")}));
  QCOMPARE(before(m_model->index(0, 0, row)), s("High Voltage"));
  QCOMPARE(after(m_model->index(0, 0, row)), s("Low⏎Voltage"));
  QCOMPARE(before(m_model->index(1, 0, row)), s("1976"));
  QCOMPARE(after(m_model->index(1, 0, row)), s("1977"));
  QCOMPARE(m_model->rowCount(m_model->index(0, 0, row)), 0);
}

void TstPendingChangesModel::showsReferencesAndNull() {
  const auto artist = changes().insertRow("artist");
  changes().insertRow("album", {{"artist_id", Operand::Reference{artist, ""}}, {"notes", Value::null()}, {"title", Value::text("")}});
  const QModelIndex row = m_model->index(0, 0, topLine(s("album")));
  QCOMPARE(after(m_model->index(0, 0, row)), s(":") + QString::fromStdString(artist));
  QCOMPARE(after(m_model->index(1, 0, row)), s("NULL"));
  QCOMPARE(after(m_model->index(2, 0, row)), QString());
  QCOMPARE(before(m_model->index(1, 0, row)), QString());
}

void TstPendingChangesModel::showsADefaultByItsExpression() {
  m_open->runAndReopen("CREATE TABLE stamp(id INTEGER PRIMARY KEY, made TEXT DEFAULT CURRENT_TIMESTAMP); INSERT INTO stamp VALUES (1, 'early')");
  m_model = std::make_unique<PendingChangesModel>(m_open->changes(), m_open->database()->registry());
  changes().setCell("stamp", {Value::integer(1)}, "made", Value::text("early"), Operand::Default{});
  const QModelIndex made = m_model->index(0, 0, m_model->index(0, 0, m_model->index(0, 0)));
  QCOMPARE(before(made), s("early"));
  QCOMPARE(after(made), s("CURRENT_TIMESTAMP"));
  const QModelIndex shown = made.siblingAtColumn(PendingChangesModel::After);
  QCOMPARE(shown.data(Qt::ForegroundRole).value<QColor>(), ui::Theme::instance().color(Role::NullText));
  QVERIFY(shown.data(Qt::FontRole).value<QFont>().italic());
  QVERIFY(shown.data(Qt::ToolTipRole).toString().contains(s("CURRENT_TIMESTAMP")));
  changes().undoStack().undo();
  QVERIFY(changes().isEmpty());
  changes().undoStack().redo();
  QVERIFY(changes().changeOf("stamp", {Value::integer(1)})->value("made")->isDefault());
}

void TstPendingChangesModel::saysWhatLinksDo() {
  changes().link("playlist", key(1), "track", key(2));
  changes().unlink("playlist", key(1), "track", key(3));
  QCOMPARE(titles(*m_model, topLine(s("playlist"))), (QStringList{s("Link 1 to track 2"), s("Unlink 1 from track 3")}));
}

void TstPendingChangesModel::tintsByKind() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  changes().deleteRow("artist", key(2), {});
  changes().insertRow("artist");
  const QModelIndex artists = topLine(s("artist"));
  QVERIFY(hasTint(m_model->index(0, 0, artists), Role::ChangedCell));
  QVERIFY(hasTint(m_model->index(1, 0, artists), Role::DeletedRow));
  QVERIFY(hasTint(m_model->index(2, 0, artists), Role::InsertedRow));
  QVERIFY(artists.data(Qt::BackgroundRole).isNull());
}

void TstPendingChangesModel::knowsTheChangeBehindALine() {
  changes().insertRow("album");
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  const QModelIndex artists = topLine(s("artist"));
  const QModelIndex row = m_model->index(0, 0, artists);
  const QModelIndex cell = m_model->index(0, PendingChangesModel::After, row);
  QVERIFY(!m_model->change({}));
  QVERIFY(!m_model->change(artists));
  QCOMPARE(m_model->change(row), changes().changeOf("artist", key(1)));
  QCOMPARE(m_model->change(cell), changes().changeOf("artist", key(1)));
  QVERIFY(m_model->attribute(row).empty());
  QCOMPARE(m_model->attribute(cell), std::string("name"));
  QCOMPARE(cell.parent(), row);
  QCOMPARE(row.parent(), artists);
}

void TstPendingChangesModel::marksTheChangeThatFailed() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  changes().setCell("artist", key(2), "name", Value::text("Nobody"), Value::null());
  const auto row = [this](int number) { return m_model->index(number, 0, topLine(s("artist"))); };
  QTRY_VERIFY_WITH_TIMEOUT(row(1).data(PendingChangesModel::FailedRole).toBool(), kPatience);
  QVERIFY(!row(0).data(PendingChangesModel::FailedRole).toBool());
  QVERIFY(hasTint(row(1), Role::ErrorBackground));
  const QModelIndex cell = m_model->index(0, PendingChangesModel::Note, row(1));
  QVERIFY(cell.data(PendingChangesModel::FailedRole).toBool());
  QCOMPARE(cell.data().toString(), s("takes no NULL"));
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("other"));
  QVERIFY2(!row(1).data(PendingChangesModel::FailedRole).toBool(), "the mark stayed when something else was changed");
}

void TstPendingChangesModel::followsUndoAndRedo() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("a"));
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::null());
  changes().insertRow("artist", {{"name", Value::text("b")}});
  QUndoStack& stack = changes().undoStack();
  stack.undo();
  QCOMPARE(titles(*m_model), (QStringList{s("album (1)")}));
  stack.undo();
  QCOMPARE(m_model->rowCount(m_model->index(0, 0, topLine(s("album")))), 1);
  stack.undo();
  QCOMPARE(m_model->rowCount(), 0);
  while (stack.canRedo()) stack.redo();
  QCOMPARE(titles(*m_model), (QStringList{s("album (1)"), s("artist (1)")}));
}

void TstPendingChangesModel::followsEverythingBeingReverted() {
  for (int i = 0; i < 20; ++i) changes().insertRow(i % 2 ? "artist" : "album");
  QCOMPARE(titles(*m_model), (QStringList{s("album (10)"), s("artist (10)")}));
  changes().revertAll();
  QCOMPARE(m_model->rowCount(), 0);
  changes().undoStack().undo();
  QCOMPARE(titles(*m_model), (QStringList{s("album (10)"), s("artist (10)")}));
}

void TstPendingChangesModel::followsACommit() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  changes().commit();
  QTRY_COMPARE_WITH_TIMEOUT(m_model->rowCount(), 0, 30'000);
}

JOINERY_TEST(TstPendingChangesModel)
#include "tst_pending_changes_model.moc"
