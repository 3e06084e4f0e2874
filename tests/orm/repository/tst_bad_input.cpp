// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <functional>

#include "orm/core/db_error.h"
#include "orm/repository/record_repository.h"
#include "orm/session/set_statements.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// What does not fit is refused before anything is sent, by a message that says where and what.
class TestBadInput : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void aWrongAttributeIsNamed_data() { addBackends(); }
  void aWrongAttributeIsNamed();
  void aValueOfAnotherTypeIsRefused_data() { addBackends(); }
  void aValueOfAnotherTypeIsRefused();
  void whatATypeTakesIsTaken_data() { addBackends(); }
  void whatATypeTakesIsTaken();
  void anUnmappedRelationshipIsNamed_data() { addBackends(); }
  void anUnmappedRelationshipIsNamed();
  void aDetachedRecordLoadsNothing_data() { addBackends(); }
  void aDetachedRecordLoadsNothing();
  void aRecordBelongsToOneSession_data() { addBackends(); }
  void aRecordBelongsToOneSession();
  void aKeyBelongsToOneRecord_data() { addBackends(); }
  void aKeyBelongsToOneRecord();
  void aCircleIsNotWritten_data() { addBackends(); }
  void aCircleIsNotWritten();

 private:
  std::unique_ptr<Session> open() { return std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry(), Session::Options{}, m_heap); }
  /// What is wrong with the refusal: nothing where it is of that kind, names all of these and sent no statement.
  QString refusal(const std::function<void()>& request, ErrorKind kind, const std::vector<std::string>& named);
  std::optional<MusicDatabase> m_database;
  std::shared_ptr<RecordHeap> m_heap;
};

void TestBadInput::init() {
  QFETCH(int, backend);
  m_database.reset();
  m_database.emplace(static_cast<MusicDatabase::Backend>(backend));
  m_heap = RecordHeap::create();
}

QString TestBadInput::refusal(const std::function<void()>& request, ErrorKind kind, const std::vector<std::string>& named) {
  const auto before = m_database->lastStatement();
  try {
    request();
    return QStringLiteral("it was not refused");
  } catch (const DbError& error) {
    if (m_database->lastStatement() != before) return QStringLiteral("a statement was sent");
    const QString told = QString::fromLatin1(errorKindName(error.kind())) + QStringLiteral(": ") + QString::fromStdString(error.message());
    if (error.kind() != kind) return told;
    for (const std::string& name : named)
      if (error.message().find(name) == std::string::npos) return told + QStringLiteral(" lacks ") + QString::fromStdString(name);
    return {};
  }
}

void TestBadInput::aWrongAttributeIsNamed() {
  const auto session = open();
  const RecordPtr artist = session->get("artist", {Value::integer(1)});
  RecordRepository artists(*session, "artist");
  QCOMPARE(refusal([&] { artist->value("nam"); }, ErrorKind::UnknownAttribute, {"artist", "\"nam\""}), QString());
  QCOMPARE(refusal([&] { artist->set("nam", Value::text("Accept")); }, ErrorKind::UnknownAttribute, {"artist", "\"nam\"", "\"Accept\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "artist", .filter = {{"nam", "Accept"}}}); }, ErrorKind::InvalidRequest, {"artist", "\"nam\"", "\"Accept\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "artist", .sorts = {"+nam"}}); }, ErrorKind::InvalidRequest, {"artist", "\"nam\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "artist"}, {.attributes = {"nam"}}); }, ErrorKind::InvalidRequest, {"artist", "\"nam\""}), QString());
  QCOMPARE(refusal([&] { artists.create({{"nam", "Accept"}}); }, ErrorKind::UnknownAttribute, {"artist", "nam"}), QString());
  QCOMPARE(refusal([&] { SetStatements(*session).insert("artist", {{{"nam", Value::text("Accept")}}}); }, ErrorKind::InvalidRequest, {"artist", "\"nam\""}), QString());
  QCOMPARE(refusal([&] { SetStatements(*session).update("artist", {}, {{"nam", Value::text("Accept")}}); }, ErrorKind::InvalidRequest, {"artist", "\"nam\""}), QString());
  QCOMPARE(refusal([&] { session->get("artis", {Value::integer(1)}); }, ErrorKind::InvalidRequest, {"\"artis\""}), QString());
  QCOMPARE(refusal([&] { session->get("invoice", {Value::integer(1)}); }, ErrorKind::InvalidRequest, {"invoice", "shop", "number", "1"}), QString());
  QVERIFY(!artist->isModified());
}

void TestBadInput::aValueOfAnotherTypeIsRefused() {
  const auto session = open();
  const RecordPtr track = session->get("track", {Value::integer(1)});
  const RecordPtr fresh = session->make("track");
  for (Record* record : {track.get(), fresh.get()}) {
    QCOMPARE(refusal([&] { record->set("milliseconds", Value::text("long")); }, ErrorKind::Data, {"track.milliseconds", "\"long\"", "of type"}), QString());
    QCOMPARE(refusal([&] { record->set("milliseconds", Value::blob("\1\2")); }, ErrorKind::Data, {"track.milliseconds", "x'0102'"}), QString());
  }
  QCOMPARE(refusal([&] { session->make("invoice")->set("total", Value::text(std::string(100, 'x'))); }, ErrorKind::Data, {"invoice.total", "\"xxx", "…"}), QString());
  QCOMPARE(refusal([&] { session->get("track", {Value::text("one")}); }, ErrorKind::Data, {"track.id", "\"one\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "track", .filter = {{"milliseconds", {{"$gt", "long"}}}}}); }, ErrorKind::InvalidRequest, {"track.milliseconds", "\"long\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "artist", .filter = {{"album", {{"id", "long"}}}}}); }, ErrorKind::InvalidRequest, {"album.id", "\"long\""}), QString());
  QCOMPARE(refusal([&] { RecordRepository(*session, "track").create({{"name", "x"}, {"milliseconds", "long"}}); }, ErrorKind::Data, {"track.milliseconds", "\"long\""}), QString());
  QCOMPARE(refusal([&] { RecordRepository(*session, "track").create({{"milliseconds", {1, 2}}}); }, ErrorKind::Data, {"track.milliseconds", "[1,2]"}), QString());
  QCOMPARE(refusal([&] { SetStatements(*session).update("track", {}, {{"milliseconds", Value::text("long")}}); }, ErrorKind::Data, {"track.milliseconds", "\"long\""}), QString());
  QVERIFY(!track->isModified());
}

void TestBadInput::whatATypeTakesIsTaken() {
  const auto session = open();
  const RecordPtr track = session->get("track", {Value::integer(1)});
  for (const Value& value : {Value::integer(7), Value::text("8"), Value::text(" +9 "), Value::real(10)}) {
    track->set("milliseconds", value);
    session->flush();
  }
  QCOMPARE(m_database->cell("SELECT milliseconds FROM track WHERE id = 1"), std::string("10"));
  const RecordPtr invoice = session->get("invoice", {Value::text("north"), Value::integer(1)});
  for (const char* total : {"1.25", "-3e2", "12345678.90"}) {
    invoice->set("total", Value::text(total));
    session->flush();
  }
  session->rollback();
}

void TestBadInput::anUnmappedRelationshipIsNamed() {
  const auto session = open();
  const RecordPtr artist = session->get("artist", {Value::integer(1)});
  const RecordPtr album = session->get("album", {Value::integer(2)});
  QCOMPARE(refusal([&] { session->select({.model = "artist"}, {.joined = {"albun"}}); }, ErrorKind::InvalidRequest, {"artist", "\"albun\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "artist"}, {.selectin = {"album.trak"}}); }, ErrorKind::InvalidRequest, {"album", "\"trak\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "artist", .filter = {{"albun", {{"id", 1}}}}}); }, ErrorKind::InvalidRequest, {"artist", "\"albun\""}), QString());
  QCOMPARE(refusal([&] { session->select({.model = "track", .sorts = {"+albun.title"}}); }, ErrorKind::InvalidRequest, {"track", "\"albun\""}), QString());
  QCOMPARE(refusal([&] { album->setRelated("artis", artist.get()); }, ErrorKind::UnknownAttribute, {"album", "\"artis\"", "artist with id 1"}), QString());
  QCOMPARE(refusal([&] { artist->append("albun", *album); }, ErrorKind::UnknownAttribute, {"artist", "\"albun\"", "album with id 2"}), QString());
  QCOMPARE(refusal([&] { artist->collection("albun"); }, ErrorKind::UnknownAttribute, {"artist", "\"albun\""}), QString());
  QCOMPARE(refusal([&] { album->setRelated("artist", album.get()); }, ErrorKind::WrongType, {"album.artist", "album with id 2"}), QString());
}

void TestBadInput::aDetachedRecordLoadsNothing() {  // Q3
  const auto session = open();
  const RecordPtr artist = session->get("artist", {Value::integer(2)});
  const RecordPtr line = session->get("invoice", {Value::text("north"), Value::integer(1)});
  session->expire(*line);
  session->close();
  QCOMPARE(refusal([&] { artist->collection("album"); }, ErrorKind::Detached, {"artist.album", "artist with id 2"}), QString());
  QCOMPARE(refusal([&] { line->value("total"); }, ErrorKind::Detached, {"invoice.total", "invoice with shop \"north\", number 1"}), QString());
  QCOMPARE(artist->value("name"), Value::text("Accept"));
}

void TestBadInput::aRecordBelongsToOneSession() {  // R19
  const auto session = open(), other = open();
  const RecordPtr artist = session->get("artist", {Value::integer(3)});
  const RecordPtr fresh = session->make("artist");
  session->add(*fresh);
  QCOMPARE(refusal([&] { other->add(*artist); }, ErrorKind::InvalidRequest, {"artist with id 3", "another session"}), QString());
  QCOMPARE(refusal([&] { other->remove(*artist); }, ErrorKind::InvalidRequest, {"artist with id 3", "another session"}), QString());
  QCOMPARE(refusal([&] { other->add(*fresh); }, ErrorKind::InvalidRequest, {"new artist", "another session"}), QString());
  QCOMPARE(refusal([&] { session->remove(*fresh); }, ErrorKind::InvalidRequest, {"new artist", "no row"}), QString());
}

void TestBadInput::aKeyBelongsToOneRecord() {  // R19
  const auto session = open(), other = open();
  const RecordPtr invoice = other->get("invoice", {Value::text("south"), Value::integer(1)});
  other->close();
  const RecordPtr here = session->get("invoice", {Value::text("south"), Value::integer(1)});
  QVERIFY(here != invoice);
  QCOMPARE(refusal([&] { session->add(*invoice); }, ErrorKind::InvalidRequest, {"invoice with shop \"south\", number 1", "another record with its key"}), QString());
}

void TestBadInput::aCircleIsNotWritten() {  // R18, Q6
  const auto session = open();
  const RecordPtr band = session->make("knot"), person = session->make("knot");
  band->set("id", Value::integer(71));
  person->set("id", Value::integer(72));
  band->setRelated("next", person.get());
  person->setRelated("next", band.get());
  session->add(*band);
  session->add(*person);
  QCOMPARE(refusal([&] { session->flush(); }, ErrorKind::CircularDependency, {"knot.next_id", "id 71", "id 72"}), QString());
  QCOMPARE(refusal([&] { session->commit(); }, ErrorKind::PendingRollback, {}), QString());
  session->rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM knot"), std::string("0"));
}

JOINERY_TEST(TestBadInput)
#include "tst_bad_input.moc"
