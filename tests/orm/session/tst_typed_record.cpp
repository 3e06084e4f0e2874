// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <array>

#include "orm/core/db_error.h"
#include "orm/engine/schema_creation.h"
#include "orm/session/typed_session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

namespace joinery::test {

enum class Mood { Calm, Wild };
constexpr auto enumNames(Mood) { return std::array{std::pair{Mood::Calm, "calm"}, std::pair{Mood::Wild, "wild"}}; }

struct Show;

struct Venue {
  std::string town = {};
  int hall = 0;
  QString title = {};
  ToMany<Show> shows = {};
};

/// A member of every kind.
struct Show {
  std::int64_t id = 0;
  std::string venueTown = {};
  int venueHall = 0;
  bool isOpen = true;
  std::uint32_t seats = 0;
  std::optional<double> rating = {};
  std::string price = "0.00";
  std::optional<Mood> mood = {};
  QByteArray poster = {};
  std::chrono::sys_seconds opens = {};
  std::chrono::local_time<std::chrono::microseconds> announced = {};
  std::chrono::year_month_day day = std::chrono::year(2000) / 1 / 1;
  int version = 0;
  ToOne<Venue> venue = {};
};

const Mapped<Venue> kVenueStruct{"Venue", "venue", key("town", &Venue::town, {.length = 40}), key("hall", &Venue::hall), column("title", &Venue::title),
                           toMany("shows", &Venue::shows, {.backPopulates = "venue", .cascade = Cascade::allAndDeleteOrphan(), .orderBy = {"+id"}})};
const Mapped<Show> kShowStruct{"Show", "show", key(&Show::id), column("venue_town", &Show::venueTown), column("venue_hall", &Show::venueHall), column("is_open", &Show::isOpen),
                         column("seats", &Show::seats), column("rating", &Show::rating), column("price", &Show::price, {.precision = 10, .scale = 2, .kind = TypeKind::Numeric}),
                         column("mood", &Show::mood), column("poster", &Show::poster), column("opens", &Show::opens, {.serverDefault = "CURRENT_TIMESTAMP"}),
                         column("announced", &Show::announced), column("day", &Show::day), column("version", &Show::version, {.isVersion = true}),
                         schema::ForeignKey{.name = {}, .columns = {"venue_town", "venue_hall"}, .referredTable = QualifiedName("venue"), .referredColumns = {"town", "hall"}},
                         schema::CheckConstraint{"seats_there", "seats >= 0"}, toOne("venue", &Show::venue, {.backPopulates = "shows"})};
const TypedModels kVenueAndShow(kVenueStruct, kShowStruct);

}  // namespace joinery::test

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;

namespace {

Show sampleShow() {
  Show show;
  show.isOpen = false;
  show.seats = 4'000'000'000U;
  show.rating = 0.1;
  show.price = "19.90";
  show.mood = Mood::Wild;
  show.poster = QByteArray("\0png\xff", 5);
  show.opens = std::chrono::sys_days(std::chrono::year(2024) / 5 / 6) + 20h;
  show.announced = std::chrono::local_days(std::chrono::year(2023) / 12 / 31) + 1us;
  show.day = std::chrono::year(2024) / 2 / 29;
  return show;
}

}  // namespace

class TypedRecordTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void keepsAMemberOfEveryKind_data() { addBackends(); }
  void keepsAMemberOfEveryKind();
  void leavesOutWhatIsFilledByItself_data() { addBackends(); }
  void leavesOutWhatIsFilledByItself();
  void findsRowsByTheirWholeKey_data() { addBackends(); }
  void findsRowsByTheirWholeKey();
  void relatesHandles_data() { addBackends(); }
  void relatesHandles();
  void writesOnlyMembersThatChanged_data() { addBackends(); }
  void writesOnlyMembersThatChanged();
  void namesTheAttributeThatDoesNotFit_data() { addBackends(); }
  void namesTheAttributeThatDoesNotFit();

 private:
  TypedRecord<Venue> addVenue(const char* town = "Berlin", int hall = 1) { return m_typed->add(Venue{town, hall, QStringLiteral("Big hall"), {}}); }
  TypedRecord<Show> addShow(const Show& values = sampleShow()) {
    const TypedRecord<Show> show = m_typed->make(values);
    addVenue().append(&Venue::shows, show);
    m_session->commit();
    return show;
  }

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<TypedSession> m_typed;
};

void TypedRecordTest::init() {
  const bool isPostgresql = QTest::currentDataTag() != nullptr && qstrcmp(QTest::currentDataTag(), "PostgreSQL") == 0;
  m_database = std::make_unique<MusicDatabase>(isPostgresql ? MusicDatabase::Backend::Postgresql : MusicDatabase::Backend::Sqlite);
  const auto tables = kVenueAndShow.metadata(m_database->dialect());
  createAll(m_database->connection(), m_database->dialect(), *tables);
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), kVenueAndShow.registry(tables));
  m_typed = std::make_unique<TypedSession>(*m_session, kVenueAndShow);
}

void TypedRecordTest::cleanup() {
  m_typed.reset();
  m_session.reset();
  m_database.reset();
}

void TypedRecordTest::keepsAMemberOfEveryKind() {
  const TypedRecord<Show> show = addShow();
  m_session->expireAll();
  const Show read = show.values();
  const Show given = sampleShow();
  QCOMPARE(read.id, 1);
  QCOMPARE(read.venueTown, std::string("Berlin"));
  QCOMPARE(read.isOpen, given.isOpen);
  QCOMPARE(read.seats, given.seats);
  QCOMPARE(read.rating, given.rating);
  QCOMPARE(show.get(&Show::mood), given.mood);
  QCOMPARE(read.poster, given.poster);
  QCOMPARE(read.opens, given.opens);
  QCOMPARE(read.announced, given.announced);
  QCOMPARE(read.day, given.day);
  QCOMPARE(read.version, 1);
  QCOMPARE(show.related(&Show::venue)->title, QStringLiteral("Big hall"));
}

void TypedRecordTest::leavesOutWhatIsFilledByItself() {
  const TypedRecord<Show> show = addShow({});
  QVERIFY(show->opens > std::chrono::system_clock::now() - 1h);
  QCOMPARE(show->version, 1);
  QCOMPARE(show->isOpen, true);
  QVERIFY(!show->rating && !show->mood);
  // A new record shows what the struct has by itself.
  const TypedRecord<Show> made = m_typed->make<Show>();
  QCOMPARE(made->price, std::string("0.00"));
  QCOMPARE(made.get(&Show::day), Show().day);
}

void TypedRecordTest::findsRowsByTheirWholeKey() {
  addShow();
  QVERIFY(m_typed->get<Venue>("Berlin", 1));
  QVERIFY(!m_typed->get<Venue>(std::string("Berlin"), 2));
  QVERIFY(m_typed->get<Venue>("Berlin", 1) == m_typed->one<Venue>({.filter = {{"shows", {{"mood", "wild"}}}}}));
  QCOMPARE(kindThrown([&] { m_typed->get<Venue>("Berlin"); }), std::optional(ErrorKind::InvalidRequest));
  QCOMPARE(kindThrown([&] { m_typed->one<Show>({.filter = {{"seats", 1}}}); }), std::optional(ErrorKind::NoResult));
  QCOMPARE(kindThrown([&] { m_database->run("UPDATE show SET seats = -1"); }), std::optional(ErrorKind::Integrity));
}

void TypedRecordTest::relatesHandles() {
  const TypedRecord<Show> show = addShow();
  const TypedRecord<Venue> here = show.related(&Show::venue);
  const TypedRecord<Venue> there = addVenue("Paris", 2);
  show.set(&Show::venue, there);
  QVERIFY(here.related(&Venue::shows).empty());
  QVERIFY(there.related(&Venue::shows) == std::vector{show});
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT venue_town FROM show"), std::string("Paris"));
  there.assign(&Venue::shows, std::vector{show, m_typed->make(sampleShow())});
  m_session->commit();
  QCOMPARE(there.related(&Venue::shows).size(), std::size_t{2});
  there.remove(&Venue::shows, show);
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM show"), std::string("1"));
  m_typed->remove(there);
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM show"), std::string("0"));
}

void TypedRecordTest::writesOnlyMembersThatChanged() {
  const TypedRecord<Show> show = addShow();
  // Finer than the member's seconds.
  m_database->run("UPDATE show SET opens = '2024-05-06 20:00:00.123456'");
  m_session->expireAll();
  show.edit([](Show& each) { each.opens = each.opens; });
  QVERIFY(!m_session->isModified());
  show.edit([](Show& each) { each.seats = 5; });
  const std::uint64_t before = m_database->lastStatement();
  m_session->commit();
  const std::vector<std::string> updates = m_database->statementsAfter(before, "UPDATE");
  QCOMPARE(updates.size(), std::size_t{1});
  QVERIFY2(updates.front().find("opens") == std::string::npos && updates.front().find("seats") != std::string::npos, updates.front().c_str());
  QVERIFY(m_database->cell("SELECT opens FROM show").find(".123456") != std::string::npos);
  QCOMPARE(show->version, 2);
}

void TypedRecordTest::namesTheAttributeThatDoesNotFit() {
  const TypedRecord<Show> show = addShow();
  m_database->run("UPDATE show SET mood = 'odd'");
  m_session->expireAll();
  try {
    show.values();
    QFAIL("O1: a name that the enum does not have was read");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Data);
    QCOMPARE(error.message(), std::string("Show.mood: \"odd\" does not fit any of the enum's names"));
  }
  QCOMPARE(show.get(&Show::seats), sampleShow().seats);
}

JOINERY_TEST(TypedRecordTest)
#include "tst_typed_record.moc"
