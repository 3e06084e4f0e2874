// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_test.h"

using namespace joinery;
using namespace joinery::test;

/// What a line of the relation tree tells of other rows: link tables' own columns, and chains of to-one relationships.
class TstRelationLinks : public TreeTest {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void showsChainsOfToOneRowsOnOneLine();
  void showsWhatALinkTableSaysOfItsLinks();
  void showsWhatALinkRowLeadsTo();
  void showsWhatARowWithoutALabelLeadsTo();
};

void TstRelationLinks::init() {
  open("CREATE TABLE fan(artist_id INTEGER NOT NULL REFERENCES artist(id), employee_id INTEGER NOT NULL REFERENCES employee(id),"
       "                 since TEXT DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (artist_id, employee_id));"
       "CREATE TABLE part(album_id INTEGER NOT NULL REFERENCES album(id), employee_id INTEGER NOT NULL REFERENCES employee(id), role TEXT, hours INTEGER,"
       "                  PRIMARY KEY (album_id, employee_id));"
       "CREATE TABLE sale(id INTEGER PRIMARY KEY, track_id INTEGER REFERENCES track(id), pieces INTEGER);"
       "INSERT INTO fan VALUES (1, 2, '2020-02-02'); INSERT INTO part VALUES (1, 3, 'sound', 12); INSERT INTO sale VALUES (1, 3, 5)");
}

void TstRelationLinks::showsChainsOfToOneRowsOnOneLine() {
  m_tree->showRow("track", key(3));
  QCOMPARE(m_tree->below({s("track")}).first(), s("album: Powerage › artist: AC/DC"));
  m_open->run("UPDATE album SET artist_id = NULL WHERE id = 2");
  m_tree->tree().refresh();
  m_tree->settle();
  QCOMPARE(m_tree->below({s("track")}).first(), s("album: Powerage"));
}

void TstRelationLinks::showsWhatALinkTableSaysOfItsLinks() {
  m_tree->showRow("artist", key(1));
  const QModelIndex fan = m_tree->go({s("artist"), s("employee"), s("Ben")});
  QVERIFY2(fan.siblingAtColumn(1).data().toString().contains(s("link's since 2020-02-02")), qPrintable(fan.siblingAtColumn(1).data().toString()));
}

void TstRelationLinks::showsWhatALinkRowLeadsTo() {
  m_tree->showRow("album", key(1));
  const QModelIndex part = m_tree->go({s("album"), s("part"), s("employee: Cem")});
  const QString details = part.siblingAtColumn(1).data().toString();
  QVERIFY2(details.contains(s("role sound")) || part.data().toString().contains(s("sound")), qPrintable(details));
  QVERIFY2(details.contains(s("hours 12")), qPrintable(details));
}

void TstRelationLinks::showsWhatARowWithoutALabelLeadsTo() {
  m_open->run("CREATE TABLE receipt(id INTEGER PRIMARY KEY, number INTEGER); INSERT INTO receipt VALUES (1, 7); ALTER TABLE sale ADD receipt_id INTEGER REFERENCES receipt(id); UPDATE sale SET receipt_id = 1");
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  QVERIFY(opened.wait(kPatience));
  m_tree->showRow("receipt", key(1));
  const QStringList sales = m_tree->below({s("receipt"), s("sale")});
  QCOMPARE(sales.size(), 1);
  QVERIFY2(sales.first().contains(s("track: Riff Raff › album: Powerage › artist: AC/DC")), qPrintable(sales.first()));
}

JOINERY_TEST(TstRelationLinks)
#include "tst_relation_links.moc"
