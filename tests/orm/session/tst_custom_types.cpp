// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QUuid>

#include <array>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/engine/schema_creation.h"
#include "orm/session/typed_session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

namespace joinery::test {

enum class Grade { Low, High };
constexpr auto enumNames(Grade) { return std::array{std::pair{Grade::Low, "low"}, std::pair{Grade::High, "high"}}; }

/// Cents, kept as an exact number with two places.
struct Money {
  std::int64_t cents = 0;
  bool operator==(const Money&) const = default;
};

}  // namespace joinery::test

namespace joinery {

template <>
struct Stored<test::Money> {
  static ValueType type() {
    ValueType made = ValueType::of(TypeKind::Numeric);
    made.precision = 18;
    made.scale = 2;
    return made;
  }
  static Value toValue(const test::Money& money, const ValueType&) {
    const std::string digits = std::to_string(std::abs(money.cents) + 100);
    const std::string whole = std::to_string(std::abs(money.cents) / 100);
    return Value::text((money.cents < 0 ? "-" : "") + whole + "." + digits.substr(digits.size() - 2));
  }
  static test::Money fromValue(ValueView value, const ValueType& column) {
    QString text = QString::fromStdString(stored::toString(value, column));
    if (!text.contains(QLatin1Char('.'))) text += QLatin1Char('.');
    const qsizetype places = text.size() - text.indexOf(QLatin1Char('.')) - 1;
    text = text.remove(QLatin1Char('.')) + QString(2 - places, QLatin1Char('0'));
    return {text.toLongLong()};
  }
};

template <>
struct Stored<QUuid> {
  static ValueType type() { return ValueType::of(TypeKind::Uuid); }
  static Value toValue(const QUuid& uuid, const ValueType&) { return Value::text(uuid.toString(QUuid::WithoutBraces).toStdString()); }
  static QUuid fromValue(ValueView value, const ValueType&) { return QUuid::fromString(QString::fromStdString(std::string(stored::toText(value)))); }
};

template <>
struct Stored<Json> {
  static ValueType type() { return ValueType::of(TypeKind::Json); }
  static Value toValue(const Json& json, const ValueType&) { return Value::text(json.dump()); }
  static Json fromValue(ValueView value, const ValueType&) { return parseJson(stored::toText(value)); }
};

}  // namespace joinery

namespace joinery::test {

struct Article {
  std::int64_t id = 0;
  Grade grade = Grade::Low;
  std::optional<Grade> other = {};
  Json data = {};
  QUuid uid = {};
  Money price = {};
  std::string exact = "0";
  std::chrono::sys_time<std::chrono::microseconds> moment = {};
  std::chrono::local_time<std::chrono::microseconds> local = {};
};

const Mapped<Article> kArticleStruct{"Article", "article", key(&Article::id), column("grade", &Article::grade), column("other", &Article::other), column("data", &Article::data), column("uid", &Article::uid),
                                     column("price", &Article::price), column("exact", &Article::exact, {.precision = 38, .scale = 20, .kind = TypeKind::Numeric}),
                                     column("moment", &Article::moment), column("local", &Article::local)};
const TypedModels kArticles(kArticleStruct);

}  // namespace joinery::test

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

Article sampleArticle() {
  Article article;
  article.grade = Grade::High;
  article.data = {{"b", 1}, {"a", {1.5, nullptr, "ü", std::int64_t{9'007'199'254'740'993}}}};
  article.uid = QUuid::fromString(QStringLiteral("4fb4c5da-36c4-4ae2-8f7e-23e01aaf9568"));
  article.price = {-5};
  article.exact = "123456789012345678.12345678901234567890";
  article.moment = std::chrono::sys_days(std::chrono::year(2024) / 3 / 31) + 1h + 30min + 1us;  // in a gap of European clocks
  article.local = std::chrono::local_days(std::chrono::year(2024) / 3 / 31) + 2h + 30min;
  return article;
}

}  // namespace

/// ORACLES T23: types of one's own come back as they went.
class CustomTypesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void everyTypeComesBackAsItWent();
  void moneyIsExact_data();
  void moneyIsExact();
  void momentsDoNotDependOnTheSessionsZone();
  void anUnknownNameOfAnEnumIsRefused();

 private:
  Article readAgain(std::int64_t id) {
    m_session->expireAll();
    return m_typed->get<Article>(id).values();
  }
  bool isPostgresql() const { return m_backend == Backend::Postgresql; }

  Backend m_backend = Backend::Sqlite;
  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<TypedSession> m_typed;
};

void CustomTypesTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_backend = static_cast<Backend>(backend);
  m_database = std::make_unique<MusicDatabase>(m_backend);
  const auto metadata = kArticles.metadata(m_database->dialect());
  createAll(m_database->connection(), m_database->dialect(), *metadata);
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), kArticles.registry(metadata));
  m_typed = std::make_unique<TypedSession>(*m_session, kArticles);
}

void CustomTypesTest::cleanup() {
  m_typed.reset();
  m_session.reset();
  m_database.reset();
}

void CustomTypesTest::everyTypeComesBackAsItWent() {
  const Article given = sampleArticle();
  const auto added = m_typed->add(given);
  m_session->commit();
  const Article found = readAgain(added->id);
  QCOMPARE(found.grade, given.grade);
  QVERIFY(!found.other);
  // PostgreSQL's jsonb keeps keys in an order of its own.
  QVERIFY2(nlohmann::json::parse(found.data.dump()) == nlohmann::json::parse(given.data.dump()), found.data.dump().c_str());
  QCOMPARE(found.uid, given.uid);
  QVERIFY(found.price == given.price);
  QVERIFY(found.moment == given.moment);
  QVERIFY(found.local == given.local);
  if (isPostgresql()) QCOMPARE(found.exact, given.exact);
  QCOMPARE(m_database->cell("SELECT grade FROM article"), "high"s);
  // Written again without a change, it sends nothing.
  const auto before = m_database->lastStatement();
  m_typed->get<Article>(added->id).edit([&](Article& article) { article.price = given.price; });
  m_session->commit();
  QCOMPARE(m_database->statementsAfter(before, "UPDATE").size(), std::size_t{0});
}

void CustomTypesTest::moneyIsExact_data() {
  QTest::addColumn<qint64>("cents");
  for (const qint64 cents : {0LL, 1LL, -1LL, 10LL, 99LL, -100LL, 1010LL, 123'456'789'01LL}) QTest::newRow(std::to_string(cents).c_str()) << cents;
}

void CustomTypesTest::moneyIsExact() {
  QFETCH(qint64, cents);
  const auto added = m_typed->add(Article{.price = {cents}});
  m_session->commit();
  QCOMPARE(qint64{readAgain(added->id).price.cents}, cents);
}

/// The server's spelling follows the connection's time zone; the moment does not.
void CustomTypesTest::momentsDoNotDependOnTheSessionsZone() {
  const Article given = sampleArticle();
  const auto added = m_typed->add(given);
  m_session->commit();
  if (isPostgresql()) m_database->run("SET TIME ZONE 'Asia/Kathmandu'");
  const Article found = readAgain(added->id);
  QVERIFY(found.moment == given.moment);
  QVERIFY(found.local == given.local);
}

void CustomTypesTest::anUnknownNameOfAnEnumIsRefused() {
  const auto added = m_typed->add(sampleArticle());
  m_session->commit();
  const std::int64_t id = added->id;
  m_session->expireAll();
  m_session->commit();
  m_database->run("UPDATE article SET grade = 'mid'");
  QCOMPARE(kindThrown([&] { readAgain(id); }), std::optional(ErrorKind::Data));
}

JOINERY_TEST(CustomTypesTest)
#include "tst_custom_types.moc"
