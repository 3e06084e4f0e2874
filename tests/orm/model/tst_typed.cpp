// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <array>

#include "orm/engine/dialects.h"
#include "orm/model/typed.h"
#include "tests/support/test_program.h"

namespace joinery::test {

enum class Colour { Red, Green };
constexpr auto enumNames(Colour) { return std::array{std::pair{Colour::Red, "red"}, std::pair{Colour::Green, "emerald"}}; }

struct Thing;
struct Part {
  std::string code = {};
  int number = 0;
  ToOne<Thing> thing = {};
};
struct Thing {
  int id = 0;
  std::optional<Colour> colour = {};
  std::string price = "0";
  ToMany<Part> parts = {};
  int unmapped = 0;
};

}  // namespace joinery::test

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;

namespace {

using Micros = std::chrono::sys_time<std::chrono::microseconds>;
using Local = std::chrono::local_time<std::chrono::milliseconds>;

ValueType columnOf(TypeKind kind, bool perCell = false) {
  ValueType type = ValueType::of(kind);
  type.perCell = perCell;
  return type;
}

template <typename Type>
Type there(const Value& value) {
  return Stored<Type>::fromValue(value, Stored<Type>::type());
}

template <typename Type>
Value kept(const Type& value, const ValueType& column = Stored<Type>::type()) {
  return Stored<Type>::toValue(value, column);
}

DbError refusalOf(const std::function<void()>& function) {
  try {
    function();
  } catch (const DbError& error) {
    return error;
  }
  return DbError(ErrorKind::Operational, "nothing was thrown");
}

const Mapped<Thing> kThing{"Thing", "thing", key(&Thing::id), column("colour", &Thing::colour),
                           column("price", &Thing::price, {.precision = 10, .scale = 2, .kind = TypeKind::Numeric, .isUnique = true}), toMany("parts", &Thing::parts, {.backPopulates = "thing"})};
const Mapped<Part> kPart{"Part", "part", key("code", &Part::code, {.length = 12}), column("thing_id", &Part::number, {.refers = ColumnOptions::Reference{.table = "thing"}}),
                         toOne("thing", &Part::thing, {.backPopulates = "parts"})};

}  // namespace

class TypedTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsValuesOfEveryType();
  void keepsMomentsInUtc();
  void readsMomentsAsEnginesSpellThem_data();
  void readsMomentsAsEnginesSpellThem();
  void refusesWhatDoesNotFit_data();
  void refusesWhatDoesNotFit();
  void describesColumnsByTheirMembers();
  void makesModelsOfDescriptions();
  void tellsWhatIsNotDescribed();
};

void TypedTest::keepsValuesOfEveryType() {
  QCOMPARE(there<bool>(kept(true)), true);
  QCOMPARE(kept(true, columnOf(TypeKind::Boolean, true)), Value::integer(1));
  QCOMPARE(there<bool>(Value::integer(0)), false);
  QCOMPARE(there<int>(kept(-7)), -7);
  QCOMPARE(there<std::uint64_t>(kept(std::numeric_limits<std::uint64_t>::max())), std::numeric_limits<std::uint64_t>::max());
  QCOMPARE(kept(std::uint64_t{5}), Value::integer(5));
  QCOMPARE(there<std::int64_t>(Value::text("-12")), std::int64_t{-12});
  QCOMPARE(there<double>(kept(0.1)), 0.1);
  QCOMPARE(there<double>(Value::text("12.50")), 12.5);
  QCOMPARE(there<double>(Value::integer(3)), 3.0);
  QCOMPARE(there<std::string>(kept(std::string("a\0b", 3))), std::string("a\0b", 3));
  QCOMPARE(Stored<std::string>::fromValue(Value::real(19.5), columnOf(TypeKind::Numeric, true)), std::string("19.5"));
  QCOMPARE(there<QString>(kept(QString::fromUtf8("Ünal"))), QString::fromUtf8("Ünal"));
  QCOMPARE(there<QByteArray>(kept(QByteArray("\0\xff", 2))), QByteArray("\0\xff", 2));
  QCOMPARE(there<std::vector<std::byte>>(kept(std::vector{std::byte{0}, std::byte{255}})), (std::vector{std::byte{0}, std::byte{255}}));
  QCOMPARE(there<Varchar<3>>(kept(Varchar<3>("abc"))), Varchar<3>("abc"));
  QCOMPARE(kept(Colour::Green), Value::text("emerald"));
  QCOMPARE(there<Colour>(Value::text("red")), Colour::Red);
  QCOMPARE(kept(std::optional<int>()), Value());
  QCOMPARE(there<std::optional<int>>(Value()), std::optional<int>());
  QCOMPARE(there<std::optional<int>>(Value::integer(4)), std::optional<int>(4));
  QCOMPARE(there<Value>(Value::text("as it is")), Value::text("as it is"));
}

void TypedTest::keepsMomentsInUtc() {
  const Micros moment = std::chrono::sys_days(std::chrono::year(2024) / 5 / 6) + 7h + 8min + 9s + 500ms;
  QCOMPARE(kept(moment), Value::text("2024-05-06 07:08:09.5+00"));
  // An engine without a type for moments keeps them as CURRENT_TIMESTAMP spells them.
  QCOMPARE(kept(moment, columnOf(TypeKind::TimestampTz, true)), Value::text("2024-05-06 07:08:09.5"));
  QCOMPARE(there<Micros>(kept(moment)), moment);
  QCOMPARE(there<std::chrono::sys_seconds>(kept(moment)), std::chrono::floor<std::chrono::seconds>(moment));
  const Micros before = std::chrono::sys_days(std::chrono::year(1969) / 12 / 31) + 23h + 59min + 59s + 1us;
  QCOMPARE(kept(before), Value::text("1969-12-31 23:59:59.000001+00"));
  QCOMPARE(there<Micros>(kept(before)), before);
  const Local local = std::chrono::local_days(std::chrono::year(2024) / 2 / 29) + 1ms;
  QCOMPARE(kept(local), Value::text("2024-02-29 00:00:00.001"));
  QCOMPARE(there<Local>(kept(local)), local);
  const auto date = std::chrono::year(9999) / 12 / 31;
  QCOMPARE(kept(std::chrono::year_month_day(date)), Value::text("9999-12-31"));
  QCOMPARE(there<std::chrono::year_month_day>(Value::text("9999-12-31")), std::chrono::year_month_day(date));
}

void TypedTest::readsMomentsAsEnginesSpellThem_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<qint64>("seconds");
  const auto row = [](const char* text, qint64 seconds) { QTest::newRow(text) << QByteArray(text) << seconds; };
  row("1970-01-01 00:00:10", 10);
  row("1970-01-01T00:00:10Z", 10);
  row("1970-01-01 00:01", 60);
  row("1970-01-02", 86400);
  row("1970-01-01 01:00:00+01", 0);
  row("1970-01-01 05:30:00+05:30", 0);
  row("1969-12-31 23:00:00.999999-01", 0);
  row("1970-01-01 00:53:28+00:53:28", 0);
  row("1970-01-01 24:00:00", 86400);
}

void TypedTest::readsMomentsAsEnginesSpellThem() {
  QFETCH(QByteArray, text);
  QFETCH(qint64, seconds);
  QCOMPARE(there<std::chrono::sys_seconds>(Value::text(text.toStdString())).time_since_epoch().count(), seconds);
}

void TypedTest::refusesWhatDoesNotFit_data() {
  QTest::addColumn<std::function<void()>>("conversion");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, std::function<void()> conversion, const char* message) { QTest::newRow(name) << std::move(conversion) << QString::fromUtf8(message); };
  row("a number beyond the range", [] { there<std::int8_t>(Value::integer(128)); }, "\"128\" does not fit an integer from -128 to 127");
  row("a negative number", [] { there<unsigned>(Value::integer(-1)); }, "from 0 to");
  row("a fraction", [] { there<int>(Value::real(1.5)); }, "\"1.5\" does not fit an integer");
  row("a number that is none", [] { there<double>(Value::text("12x")); }, "floating-point");
  row("two as a truth value", [] { there<bool>(Value::integer(2)); }, "a truth value");
  row("bytes as a text", [] { there<std::string>(Value::blob("x")); }, "a text");
  row("a text as bytes", [] { there<QByteArray>(Value::text("x")); }, "bytes");
  row("NULL", [] { there<std::string>(Value()); }, "NULL where a value is needed");
  row("O1: an unknown name", [] { there<Colour>(Value::text("blue")); }, "\"blue\" does not fit any of the enum's names");
  row("an unnamed value", [] { kept(static_cast<Colour>(7)); }, "\"7\" does not fit any of the enum's names");
  row("infinity", [] { there<Micros>(Value::text("infinity")); }, "\"infinity\" is no date and time");
  row("29 February of 2023", [] { there<std::chrono::year_month_day>(Value::text("2023-02-29")); }, "is no date");
  row("a time in a zone", [] { there<Local>(Value::text("2024-01-01 00:00:00+01")); }, "offset from UTC");
  row("a year of five digits", [] { kept(std::chrono::year_month_day(std::chrono::year(10000) / 1 / 1)); }, "is no date");
  row("more than a moment", [] { there<Micros>(Value::text("2024-01-01 00:00:00 BC")); }, "is no date and time");
}

void TypedTest::refusesWhatDoesNotFit() {
  QFETCH(std::function<void()>, conversion);
  QFETCH(QString, message);
  const DbError error = refusalOf(conversion);
  QCOMPARE(error.kind(), ErrorKind::Data);
  QVERIFY2(error.message().find(message.toStdString()) != std::string::npos, error.what());
}

void TypedTest::describesColumnsByTheirMembers() {
  const Dialect& dialect = dialectFor("postgresql");
  const schema::Table thing = kThing.table(dialect);
  QCOMPARE(thing.columns.size(), std::size_t{3});
  QCOMPARE(thing.column("id")->generation, schema::Generation::IdentityByDefault);
  QVERIFY(!thing.column("id")->nullable && thing.column("colour")->nullable && !thing.column("price")->nullable);
  QCOMPARE(thing.column("colour")->type.length, std::optional<int>(7));  // O1: the longest name
  QCOMPARE(thing.column("price")->type.kind, TypeKind::Numeric);
  QCOMPARE(thing.column("price")->type.precision, std::optional<int>(10));
  QCOMPARE(thing.uniqueKeys.front().columns, std::vector<std::string>{"price"});
  const schema::Table part = kPart.table(dialect);
  QCOMPARE(part.primaryKey->columns, std::vector<std::string>{"code"});
  QCOMPARE(part.column("code")->generation, schema::Generation::None);
  QCOMPARE(part.foreignKeys.front().referredColumns, std::vector<std::string>{"id"});
  const Dialect& sqlite = dialectFor("sqlite");
  QVERIFY(kThing.table(sqlite).column("id")->generation == schema::Generation::RowId && kThing.table(sqlite).column("price")->type.perCell);
}

void TypedTest::makesModelsOfDescriptions() {
  const Dialect& dialect = dialectFor("sqlite");
  const TypedModels models(kThing, kPart);
  const auto registry = models.registry(models.metadata(dialect));
  const Relationship& parts = *registry->at("Thing").relationship("parts");
  QVERIFY(parts.kind == Relationship::Kind::OneToMany && parts.target == "Part" && parts.backPopulates == "thing");
  QCOMPARE(registry->at("Part").relationship("thing")->localColumns, std::vector<std::string>{"thing_id"});
  QVERIFY(registry->at("Part").attribute("code")->isKey);
  QCOMPARE(kThing.nameOf(&Thing::price), std::string("price"));
  QCOMPARE(kThing.nameOf(&Thing::parts), std::string("parts"));
}

void TypedTest::tellsWhatIsNotDescribed() {
  const Dialect& dialect = dialectFor("sqlite");
  QCOMPARE(refusalOf([] { kThing.nameOf(&Thing::unmapped); }).kind(), ErrorKind::Mapping);
  const TypedModels alone(kThing);
  QVERIFY(refusalOf([&] { alone.mappings(); }).message().find("Thing.parts leads to a struct that is not described") == 0);
  QVERIFY(refusalOf([&] { alone.of<Part>(); }).message().find("not described among Thing") != std::string::npos);
  const Mapped<Thing> keyless{"Keyless", "thing", column("price", &Thing::price)};
  QVERIFY(refusalOf([&] { keyless.table(dialect); }).message().find("Keyless has no key") == 0);
  const auto repeat = [] { const Mapped<Thing> twice{"Twice", "thing", key("id", &Thing::id), column("id", &Thing::price)}; };
  QVERIFY(refusalOf(repeat).message().find("two members for the column \"id\"") != std::string::npos);
  schema::Table other = kThing.table(dialect);
  other.columns.back().name = "prize";
  other.uniqueKeys.clear();
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->add(other);
  metadata->add(kPart.table(dialect));
  const DbError error = refusalOf([&] { TypedModels(kThing, kPart).registry(metadata); });
  QVERIFY(error.message().find("has no column \"price\"") != std::string::npos && error.hint.find("prize") != std::string::npos);
}

JOINERY_TEST(TypedTest)
#include "tst_typed.moc"
