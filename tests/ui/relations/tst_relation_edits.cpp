// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_test.h"
#include "ui/relations/attach_dialog.h"
#include "ui/relations/delete_dialog.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;

namespace {

QStringList edited(std::initializer_list<const char*> texts) {
  QStringList all;
  for (const char* text : texts) all << s(text);
  return all;
}

bool isMarkedDeleted(const QModelIndex& index) { return index.data(Qt::BackgroundRole).value<QColor>() == ui::Theme::instance().color(ui::Theme::Role::DeletedRow); }

}  // namespace

/// Rows added, attached, detached, moved, deleted and edited in the relation tree, by keys and names alone.
class TstRelationEdits : public TreeTest {
  Q_OBJECT
 private Q_SLOTS:
  void showsTheRowsOfAFilteredTableByPages();
  void givesAnAddedChildEveryKeyColumn();
  void linksARowThatIsAddedToAManyToMany();
  void addsTheRowOfAToOneRelationship();
  void attachesARowThatIsSearchedByItsLabel();
  void attachesALinkOnce();
  void detachesAChildAndRefusesWhereItsKeyIsNeeded();
  void takesBackALinkThatWasOnlyPending();
  void movesLinksAndRefusesToPutARowBelowItself();
  void showsWhatADeletionTakesAlongAndLeavesBehind();
  void removesAnAddedRowWithWhatBelongsToIt();
  void editsCellsInPlaceAndKeepsATextThatDoesNotFit();
  void showsTheNamesOfALevelAboveItsColumns();
  void opensTheSameLevelsForTheNextRow();
  void copiesTheTreeAsFarAsItIsOpen();
  void exportsTheTreesOfATable();
  void namesEveryAction();

 private:
  void trigger(const char* name);
  /// What the attach dialog finds for a text; it is chosen.
  QStringList attach(const QString& text);
};

void TstRelationEdits::trigger(const char* name) {
  auto* action = m_tree->tree().findChild<QAction*>(QLatin1String(name));
  QVERIFY(action);
  QVERIFY2(action->isEnabled(), name);
  action->trigger();
}

QStringList TstRelationEdits::attach(const QString& text) {
  trigger("attachRow");
  auto* dialog = m_tree->tree().findChild<ui::AttachDialog*>(QStringLiteral("attachDialog"));
  if (!dialog) return {m_tree->message()};
  QSignalSpy found(dialog, &ui::AttachDialog::found);
  dialog->findChild<QLineEdit*>(QStringLiteral("searchRows"))->setText(text);
  if (!found.wait(kPatience)) return {};
  while (dialog->isBusy()) found.wait(kPatience);
  const QStringList rows = titles(*dialog->findChild<QTreeView*>(QStringLiteral("rowsFound"))->model());
  dialog->findChild<QPushButton*>(QStringLiteral("attach"))->click();
  dialog->close();
  m_tree->settle();
  return rows;
}

void TstRelationEdits::showsTheRowsOfAFilteredTableByPages() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 159) INSERT INTO artist SELECT i, printf('Band %03d', i) FROM n");
  m_tree->showRows({"artist", parseJson(R"({"name": {"$startswith": "Band"}})"), {"-name"}});
  const QStringList first = titles(*m_tree->model());
  QCOMPARE(first.size(), 101);
  QCOMPARE(first.first(), s("Band 159"));
  QCOMPARE(first.last(), s("Show more"));
  m_tree->go({s("Show more")});
  m_tree->press(Qt::Key_Return);
  m_tree->settle();
  QCOMPARE(titles(*m_tree->model()).size(), 150);
  QCOMPARE(titles(*m_tree->model()).last(), s("Band 010"));
  QCOMPARE(m_tree->below({s("Band 100")}), edited({"album (0)"}));
}

void TstRelationEdits::givesAnAddedChildEveryKeyColumn() {
  m_tree->showRow("shelf", {Value::text("north"), Value::integer(1)});
  m_tree->go({s("shelf"), s("box")});
  m_tree->press(Qt::Key_Insert);
  const auto inserts = m_open->changes()->inserts("box");
  QCOMPARE(inserts.size(), std::size_t{1});
  QVERIFY(*inserts.front()->value("room") == Operand(Value::text("north")));
  QVERIFY(*inserts.front()->value("number") == Operand(Value::integer(1)));
  QVERIFY(!inserts.front()->value("id"));
  QCOMPARE(m_tree->below({s("shelf"), s("box")}).size(), 3);
}

void TstRelationEdits::linksARowThatIsAddedToAManyToMany() {
  m_tree->showRow("playlist", key(2));
  m_tree->go({s("playlist"), s("track")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Fresh"));
  QCOMPARE(m_tree->below({s("playlist"), s("track")}), edited({"Fresh"}));
  const ChangeSet::Counts counts = m_open->changes()->changeSet().counts();
  QCOMPARE(counts.inserted, 1);
  QCOMPARE(counts.linked, 1);
  // One step of undo for the name, one for the row and its link.
  m_open->changes()->undoStack().undo();
  m_open->changes()->undoStack().undo();
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRelationEdits::addsTheRowOfAToOneRelationship() {
  m_tree->showRow("album", key(3));
  m_tree->go({s("album"), s("artist")});
  m_tree->press(Qt::Key_Insert);
  const auto inserts = m_open->changes()->inserts("artist");
  QCOMPARE(inserts.size(), std::size_t{1});
  m_open->changes()->setInsertedCell(inserts.front()->ref, "name", Value::text("Found"));
  m_tree->settle();
  QVERIFY(m_tree->go({s("album"), s("artist")}).siblingAtColumn(1).data().toString().contains(s("will be Found")));
}

void TstRelationEdits::attachesARowThatIsSearchedByItsLabel() {
  m_tree->showRow("artist", key(2));
  m_tree->go({s("artist"), s("album")});
  QCOMPARE(attach(s("los")), edited({"Lost"}));
  QCOMPARE(m_tree->below({s("artist"), s("album")}), edited({"Lost"}));
  const Change* change = m_open->changes()->changeOf("album", key(3));
  QVERIFY(change && *change->value("artist_id") == Operand(Value::integer(2)));
  QVERIFY(change->beforeValue("artist_id")->isNull());
  QVERIFY(change->seenValue("title") && *change->seenValue("title") == Value::text("Lost"));
  // By its key, for a to-one relationship.
  m_tree->showRow("album", key(3));
  m_tree->go({s("album"), s("artist")});
  QCOMPARE(attach(s("1")), edited({"AC/DC"}));
  QVERIFY(*m_open->changes()->changeOf("album", key(3))->value("artist_id") == Operand(Value::integer(1)));
}

void TstRelationEdits::attachesALinkOnce() {
  m_tree->showRow("playlist", key(1));
  m_tree->below({s("playlist"), s("track")});
  m_tree->go({s("playlist"), s("track")});
  attach(s("T.N.T."));
  QCOMPARE(m_tree->message(), s("The row is there already."));
  QVERIFY(m_open->changes()->isEmpty());
  // One that is taken out comes back as it was.
  m_tree->go({s("playlist"), s("track"), s("T.N.T.")});
  m_tree->press(Qt::Key_Delete, Qt::ControlModifier);
  QCOMPARE(m_open->changes()->changeSet().changes().size(), std::size_t{1});
  QVERIFY(isMarkedDeleted(m_tree->go({s("playlist"), s("track"), s("T.N.T.")})));
  attach(s("T.N.T."));
  QVERIFY(m_open->changes()->isEmpty());
  attach(s("Live"));
  QCOMPARE(m_tree->below({s("playlist"), s("track")}), edited({"Live Wire", "T.N.T.", "Riff Raff"}));
}

void TstRelationEdits::detachesAChildAndRefusesWhereItsKeyIsNeeded() {
  m_tree->showRow("album", key(1));
  m_tree->go({s("album"), s("track"), s("T.N.T.")});
  m_tree->press(Qt::Key_Delete, Qt::ControlModifier);
  const Change* change = m_open->changes()->changeOf("track", key(1));
  QVERIFY(change && *change->value("album_id") == Operand(Value()));
  QVERIFY(m_tree->go({s("album"), s("track"), s("T.N.T.")}).siblingAtColumn(1).data().toString().contains(s("moves away")));
  m_open->run("CREATE TABLE disc(id INTEGER PRIMARY KEY, name TEXT, album_id INTEGER NOT NULL REFERENCES album(id)); INSERT INTO disc VALUES (1, 'First', 1)");
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  QVERIFY(opened.wait(kPatience));
  m_tree->settle();
  m_tree->go({s("album"), s("disc"), s("First")});
  m_tree->press(Qt::Key_Delete, Qt::ControlModifier);
  QCOMPARE(m_tree->message(), s("A row of disc needs its album_id: move it elsewhere, or delete it."));
  QVERIFY(!m_open->changes()->changeOf("disc", key(1)));
}

void TstRelationEdits::takesBackALinkThatWasOnlyPending() {
  m_tree->showRow("playlist", key(2));
  m_tree->go({s("playlist"), s("track")});
  attach(s("Riff"));
  m_tree->go({s("playlist"), s("track"), s("Riff Raff")});
  m_tree->press(Qt::Key_Delete, Qt::ControlModifier);
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRelationEdits::movesLinksAndRefusesToPutARowBelowItself() {
  m_tree->showRows({"playlist", Json::object(), {}});
  m_tree->go({s("Loud"), s("track"), s("Riff Raff")});
  m_tree->press(Qt::Key_X, Qt::ControlModifier);
  m_tree->go({s("Quiet")});
  m_tree->press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_tree->message(), QString());
  QCOMPARE(m_tree->below({s("Quiet"), s("track")}), edited({"Riff Raff"}));
  QVERIFY(isMarkedDeleted(m_tree->go({s("Loud"), s("track"), s("Riff Raff")})));
  m_open->changes()->undoStack().undo();
  QVERIFY(m_open->changes()->isEmpty());

  m_tree->showRow("employee", key(1));
  m_tree->go({s("employee"), s("employee"), s("Ben")});
  m_tree->press(Qt::Key_X, Qt::ControlModifier);
  m_tree->go({s("employee"), s("employee"), s("Ben"), s("employee"), s("Cem")});
  m_tree->press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_tree->message(), s("A row can't be put below itself."));
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRelationEdits::showsWhatADeletionTakesAlongAndLeavesBehind() {
  m_open->run("CREATE TABLE review(id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES album(id) ON DELETE CASCADE);"
              "CREATE TABLE wish(id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES album(id) ON DELETE SET NULL);"
              "INSERT INTO review VALUES (1, 1), (2, 1), (3, 2); INSERT INTO wish VALUES (1, 1)");
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  QVERIFY(opened.wait(kPatience));
  const auto said = [&](const std::string& model, std::int64_t id) {
    m_tree->showRow(model, key(id));
    m_tree->go({ui::toQString(model)});
    m_tree->press(Qt::Key_Delete);
    auto* dialog = m_tree->tree().findChild<ui::DeleteDialog*>(QStringLiteral("deleteDialog"));
    QSignalSpy ready(dialog, &ui::DeleteDialog::ready);
    while (dialog->isBusy()) ready.wait(kPatience);
    const QString text = dialog->findChild<QPlainTextEdit*>(QStringLiteral("whatFollows"))->toPlainText();
    dialog->findChild<QPushButton*>(QStringLiteral("delete"))->click();
    delete dialog;
    return text;
  };
  const QString album = said("album", 1);
  QVERIFY2(album.contains(s("go with it:\n  • review: 2 by album_id")), qPrintable(album));
  QVERIFY2(album.contains(s("left behind:\n  • wish: 1 by album_id, which becomes NULL")), qPrintable(album));
  QVERIFY2(album.contains(s("refuse it while these rows refer to it:\n  • track: 2 by album_id")), qPrintable(album));
  const Change* change = m_open->changes()->changeOf("album", key(1));
  QVERIFY(change && change->kind == Change::Kind::Delete);
  QVERIFY(*change->beforeValue("title") == Value::text("High Voltage"));
  // Links are no obstacle: they are taken out first.
  const QString playlist = said("playlist", 1);
  QVERIFY2(playlist.contains(s("go with it:\n  • playlist_track: 2 links")), qPrintable(playlist));
  QVERIFY2(!playlist.contains(s("refuse")), qPrintable(playlist));
}

void TstRelationEdits::removesAnAddedRowWithWhatBelongsToIt() {
  m_tree->showRows({"artist", Json::object(), {}});
  m_tree->go({s("Nobody")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Somebody"));
  m_tree->go({s("Somebody"), s("album")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Debut"));
  m_tree->go({s("Somebody"), s("album"), s("Debut"), s("track")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Opener"));
  m_open->changes()->setCell("album", key(3), "artist_id", Value(), Operand::Reference{m_open->changes()->inserts("artist").front()->ref, "id"});
  m_tree->settle();
  QCOMPARE(m_tree->below({s("Somebody"), s("album")}), edited({"Debut", "Lost"}));
  m_tree->go({s("Somebody")});
  m_tree->press(Qt::Key_Delete);
  QVERIFY(m_open->changes()->isEmpty());
  m_open->changes()->undoStack().undo();
  QCOMPARE(m_tree->below({s("Somebody"), s("album"), s("Debut"), s("track")}), edited({"Opener"}));
}

void TstRelationEdits::editsCellsInPlaceAndKeepsATextThatDoesNotFit() {
  m_tree->tree().setShowsColumns(true);
  m_tree->showRow("artist", key(1));
  const QPersistentModelIndex album = m_tree->go({s("artist"), s("album"), s("High Voltage")});
  int year = -1;
  for (int column = 0; column < m_tree->model()->columnCount(); ++column)
    if (const Attribute* attribute = m_tree->model()->attributeAt(album.sibling(album.row(), column)); attribute && attribute->name == "year") year = column;
  QVERIFY(year > 0);
  const QModelIndex cell = album.sibling(album.row(), year);
  QCOMPARE(cell.data().toString(), s("1976"));
  m_tree->view()->setCurrentIndex(cell);
  m_tree->press(Qt::Key_F2);
  m_tree->type(s("1975"));
  QVERIFY(*m_open->changes()->changeOf("album", key(1))->value("year") == Operand(Value::integer(1975)));
  QTRY_COMPARE(cell.data().toString(), s("1975"));
  // Opening and closing changes nothing.
  m_open->changes()->revertAll();
  m_tree->settle();
  m_tree->press(Qt::Key_F2);
  auto* editor = qobject_cast<QLineEdit*>(m_tree->editor());
  QVERIFY(editor);
  QCOMPARE(editor->accessibleName(), s("Edit year"));
  QTest::keyClick(editor, Qt::Key_Return);
  QVERIFY(m_open->changes()->isEmpty());
  // NULL and empty are two things.
  trigger("setNullRow");
  QVERIFY(*m_open->changes()->changeOf("album", key(1))->value("year") == Operand(Value()));
  m_open->changes()->revertAll();
  // What does not fit stays in the editor, and says why.
  m_tree->showRow("amount", key(1));
  const QModelIndex row = m_tree->go({s("amount")});
  for (int column = 0; column < m_tree->model()->columnCount(); ++column)
    if (const Attribute* attribute = m_tree->model()->attributeAt(row.siblingAtColumn(column)); attribute && attribute->name == "amount") m_tree->view()->setCurrentIndex(row.siblingAtColumn(column));
  m_tree->press(Qt::Key_F2);
  m_tree->type(s("many"));
  editor = qobject_cast<QLineEdit*>(m_tree->editor());
  QVERIFY(editor && editor->isVisible());
  QCOMPARE(editor->text(), s("many"));
  QVERIFY(!editor->accessibleDescription().isEmpty());
  QVERIFY(m_open->changes()->isEmpty());
  m_tree->type(s("7"));
  QVERIFY(*m_open->changes()->changeOf("amount", key(1))->value("amount") == Operand(Value::integer(7)));
  // A computed one is not for editing.
  m_tree->showRow("track", key(1));
  const QModelIndex track = m_tree->go({s("track")});
  bool hasComputed = false;
  for (int column = 3; column < m_tree->model()->columnCount(); ++column) {
    const QModelIndex each = track.siblingAtColumn(column);
    const Attribute* attribute = m_tree->model()->attributeAt(each);
    if (!attribute || attribute->name != "seconds") continue;
    hasComputed = true;
    QVERIFY(!(m_tree->model()->flags(each) & Qt::ItemIsEditable));
  }
  QVERIFY(hasComputed);
}

void TstRelationEdits::showsTheNamesOfALevelAboveItsColumns() {
  m_tree->tree().setShowsColumns(true);
  m_tree->showRow("artist", key(1));
  const QPersistentModelIndex album = m_tree->go({s("artist"), s("album"), s("High Voltage")});
  const QModelIndex branch = album.parent();
  for (int column = ui::RelationTreeModel::FirstCellColumn; column < m_tree->model()->columnCount(); ++column) {
    const Attribute* attribute = m_tree->model()->attributeAt(album.sibling(album.row(), column));
    QCOMPARE(branch.siblingAtColumn(column).data().toString(), attribute ? ui::toQString(attribute->name) : QString());
  }
  QVERIFY(!m_tree->view()->isColumnHidden(ui::RelationTreeModel::FirstCellColumn));
  QVERIFY(m_tree->view()->isColumnHidden(ui::RelationTreeModel::DetailsColumn));
}

void TstRelationEdits::opensTheSameLevelsForTheNextRow() {
  m_tree->showRow("artist", key(1));
  m_tree->go({s("artist"), s("album"), s("Powerage"), s("track"), s("Riff Raff")});
  QCOMPARE(m_tree->tree().openedPaths("artist"), edited({"album.track"}));
  m_tree->showRow("artist", key(1));
  for (const char* title : {"High Voltage", "Powerage"}) {
    const QModelIndex album = child(child(m_tree->model()->index(0, 0), s("album")), s(title));
    QVERIFY2(m_tree->view()->isExpanded(child(album, s("track"))), title);
  }
  m_tree->view()->collapse(child(m_tree->model()->index(0, 0), s("album")));
  QVERIFY(m_tree->tree().openedPaths("artist").isEmpty());
  // What a person opens in one row, opens in no other beside it.
  m_tree->showRows({"artist", Json::object(), {}});
  m_tree->go({s("AC/DC"), s("album"), s("Powerage")});
  m_tree->settle();
  QVERIFY(!m_tree->view()->isExpanded(m_tree->model()->index(1, 0)));
}

void TstRelationEdits::copiesTheTreeAsFarAsItIsOpen() {
  m_tree->showRow("artist", key(1));
  m_tree->go({s("artist"), s("album"), s("Powerage"), s("track"), s("Riff Raff")});
  m_tree->go({s("artist")});
  QGuiApplication::clipboard()->clear();
  m_tree->press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_VERIFY_WITH_TIMEOUT(!QGuiApplication::clipboard()->text().isEmpty(), kPatience);
  const Json tree = parseJson(QGuiApplication::clipboard()->text().toStdString());
  QCOMPARE(tree["name"].get<std::string>(), std::string("AC/DC"));
  QCOMPARE(tree["album"].size(), std::size_t{2});
  QCOMPARE(tree["album"][1]["track"][0]["name"].get<std::string>(), std::string("Riff Raff"));
  QVERIFY(!tree["album"][1]["track"][0].contains("playlist"));
}

void TstRelationEdits::exportsTheTreesOfATable() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 259) INSERT INTO artist SELECT i, printf('Band %03d', i) FROM n");
  m_tree->tree().setOpenedPaths("artist", {s("album.track")});
  m_tree->showRows({"artist", parseJson(R"({"id": {"$ne": 2}})"), {"-id"}});
  trigger("exportTreeJson");
  auto* dialog = m_tree->tree().findChild<QFileDialog*>(QStringLiteral("exportTree"));
  QVERIFY(dialog);
  const QTemporaryDir folder;
  const QString path = folder.filePath(s("artists.json"));
  Q_EMIT dialog->fileSelected(path);
  dialog->close();
  QTRY_VERIFY_WITH_TIMEOUT(m_tree->message().contains(path), kPatience);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const Json trees = parseJson(file.readAll().toStdString());
  QCOMPARE(trees.size(), std::size_t{251});
  QCOMPARE(trees[0]["name"].get<std::string>(), std::string("Band 259"));
  QCOMPARE(trees[250]["album"][0]["track"].size(), std::size_t{2});
}

void TstRelationEdits::namesEveryAction() {
  m_tree->showRow("artist", key(1));
  for (const char* name : {"showRow", "editRow", "addRelated", "attachRow", "detachRow", "cutRow", "pasteRow", "deleteRow", "setNullRow", "revertRow", "copyText", "copyKey",
                           "copyTreeJson", "exportTreeJson", "columnsByLevel"}) {
    const auto* action = m_tree->tree().findChild<QAction*>(QLatin1String(name));
    QVERIFY2(action && action->text().contains(QLatin1Char('&')), name);
  }
  for (const QToolButton* button : m_tree->tree().findChildren<QToolButton*>())
    if (button->isVisible()) QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName() + button->text()));
}

JOINERY_TEST(TstRelationEdits)
#include "tst_relation_edits.moc"
