// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// Automapped, a link table is a collection of far records, and of its own rows as well. R7
class TestAutomappedLinks : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void aRecordThatIsDeletedTakesItsLinksAlong_data() { addBackends(); }
  void aRecordThatIsDeletedTakesItsLinksAlong();
  void itTakesThemAlongWhereTheirRowsAreHeldToo_data() { addBackends(); }
  void itTakesThemAlongWhereTheirRowsAreHeldToo();

 private:
  std::optional<MusicDatabase> m_database;
};

void TestAutomappedLinks::init() {
  QFETCH(int, backend);
  m_database.reset();
  m_database.emplace(static_cast<MusicDatabase::Backend>(backend));
}

void TestAutomappedLinks::aRecordThatIsDeletedTakesItsLinksAlong() {
  QVERIFY(m_database->cell("SELECT count(*) FROM playlist_track WHERE playlist_id = 1") != "0");
  const std::string tracks = m_database->cell("SELECT count(*) FROM track");
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  session.remove(*session.get("playlist", {Value::integer(1)}));
  session.commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM playlist_track WHERE playlist_id = 1"), std::string("0"));
  QCOMPARE(m_database->cell("SELECT count(*) FROM playlist WHERE id = 1"), std::string("0"));
  QCOMPARE(m_database->cell("SELECT count(*) FROM track"), tracks);
}

void TestAutomappedLinks::itTakesThemAlongWhereTheirRowsAreHeldToo() {
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const RecordPtr playlist = session.get("playlist", {Value::integer(1)});
  const std::vector<Record*> links = playlist->collection("playlist_track");
  QVERIFY(!links.empty());
  const RecordPtr link(links.front());
  session.remove(*playlist);
  session.commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM playlist_track WHERE playlist_id = 1"), std::string("0"));
}

JOINERY_TEST(TestAutomappedLinks)
#include "tst_automapped_links.moc"
