// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/reading/value_reader.h"
#include "tests/support/memory_peak.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kSqliteValues = R"(
CREATE TABLE cells(id INTEGER PRIMARY KEY, body TEXT, picture BLOB, n NUMERIC, facts JSON);
INSERT INTO cells VALUES (1, 'ä' || printf('%.9000000c', 'x') || 'ß', CAST(zeroblob(10000000) || x'ff' AS BLOB), 12.5, '{"a": 1}'), (2, NULL, x'', 3, NULL), (3, '', NULL, 'text', '');
CREATE TABLE pair(a TEXT NOT NULL, b INTEGER NOT NULL, body TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO pair VALUES ('x', 1, printf('%.100000c', 'p')), ('x', 2, 'two');
CREATE TABLE computed(id INTEGER PRIMARY KEY, body TEXT AS (printf('%.100000c', 'c')) VIRTUAL, after TEXT);
INSERT INTO computed(id, after) VALUES (1, printf('%.100000c', 'a'));
CREATE TABLE bare(body TEXT);
INSERT INTO bare VALUES ('one'), (printf('%.100000c', 'b'));
)";

constexpr const char* kPostgresqlValues = R"(
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE TABLE cells(id int PRIMARY KEY, body text, picture bytea, n numeric, facts jsonb);
INSERT INTO cells VALUES (1, 'ä' || repeat('x', 9000000) || 'ß', decode(repeat('00', 10000000), 'hex') || '\xff', 12.5, '{"a": 1}'), (2, NULL, '', 3, NULL), (3, '', NULL, 4, '""');
CREATE TABLE pair(a text, b int, body text, PRIMARY KEY (a, b));
INSERT INTO pair VALUES ('x', 1, repeat('p', 100000)), ('x', 2, 'two');
)";

}  // namespace

class ValueReaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void tellsWhatAValueIs();
  void readsPartsByBytes();
  void readsAllInParts();
  void givesTheValue();
  void readsByACompositeKey();
  void readsByRowNumber();
  void readsWhatIsNotStoredByItself();
  void tellsThatARowIsGone();
  void refusesUnknownNames();
  void stopsBetweenParts();
  void takesNoMoreMemoryThanAPart();

 private:
  bool isSqlite() const {
    QFETCH_GLOBAL(int, backend);
    return backend == static_cast<int>(Backend::Sqlite);
  }
  void run(const std::string& script);
  ValueReader reader(CancelToken token = {}) { return {*m_connection, m_engine->dialect(), m_registry, std::move(token)}; }
  static ValueReader::Place place(std::int64_t id, const char* attribute, const char* model = "cells") { return {model, {Value::integer(id)}, attribute}; }

  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_connection;
  std::shared_ptr<const Registry> m_registry;
};

void ValueReaderTest::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

void ValueReaderTest::init() {
  if (isSqlite()) {
    Engine::Options options;
    options.createIfMissing = true;
    const QString path = m_folder.filePath(QStringLiteral("values.db"));
    QFile::remove(path);
    m_engine = Engine::create(Url::sqliteFile(path.toStdString()), options);
  } else {
    m_engine = Engine::create(ownDatabaseUrl());
  }
  run(isSqlite() ? kSqliteValues : kPostgresqlValues);
  m_connection = m_engine->connect(Engine::Access::Read);
  m_registry = automap(reflect(*m_connection, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
}

void ValueReaderTest::cleanup() {
  m_connection.release();
  m_engine.reset();
}

void ValueReaderTest::tellsWhatAValueIs() {
  auto values = reader();
  const auto is = [&](const ValueReader::Place& where, StorageClass storageClass, std::uint64_t size) {
    const auto info = values.info(where);
    QVERIFY(info);
    QCOMPARE(info->storageClass, storageClass);
    QCOMPARE(info->size, size);
  };
  is(place(1, "body"), StorageClass::Text, 9'000'004);
  is(place(1, "picture"), StorageClass::Blob, 10'000'001);
  is(place(2, "body"), StorageClass::Null, 0);
  is(place(3, "body"), StorageClass::Text, 0);
  is(place(2, "picture"), StorageClass::Blob, 0);
  is(place(1, "facts"), StorageClass::Text, 8);
  if (isSqlite()) is(place(1, "n"), StorageClass::Real, 0);
  else is(place(1, "n"), StorageClass::Text, 4);
}

void ValueReaderTest::readsPartsByBytes() {
  auto values = reader();
  QCOMPARE(*values.bytes(place(1, "body"), 0, 3), std::string("äx"));
  QCOMPARE(*values.bytes(place(1, "body"), 1, 2), std::string("\xa4x"));
  QCOMPARE(*values.bytes(place(1, "body"), 9'000'001, 100), std::string("xß"));
  QCOMPARE(*values.bytes(place(1, "picture"), 9'999'999, 100), std::string("\0\xff", 2));
  QCOMPARE(*values.bytes(place(1, "picture"), 10'000'001, 100), std::string());
  QCOMPARE(*values.bytes(place(2, "body"), 0, 100), std::string());
}

void ValueReaderTest::readsAllInParts() {
  std::string all;
  int parts = 0;
  const auto info = reader().readAll(place(1, "picture"), [&](std::string_view part, const ValueReader::Info& whole) {
    QCOMPARE(whole.size, 10'000'001U);
    QVERIFY(!part.empty() && part.size() <= ValueReader::kPartBytes);
    all += part;
    ++parts;
  });
  QVERIFY(info);
  QCOMPARE(parts, 3);
  QVERIFY(all == std::string(10'000'000, '\0') + "\xff");
}

void ValueReaderTest::givesTheValue() {
  auto values = reader();
  std::vector<std::uint64_t> progress;
  const auto body = values.value(place(1, "body"), [&](std::uint64_t done, std::uint64_t size) {
    progress.push_back(done);
    QCOMPARE(size, 9'000'004U);
  });
  QVERIFY(body == Value::text("ä" + std::string(9'000'000, 'x') + "ß"));
  QCOMPARE(progress, (std::vector<std::uint64_t>{1'048'576, 9'000'004}));
  QVERIFY(values.value(place(2, "body"))->isNull());
  QCOMPARE(values.value(place(3, "body"))->storageClass(), StorageClass::Text);
  QCOMPARE(values.value(place(2, "picture"))->storageClass(), StorageClass::Blob);
  QCOMPARE(std::string(values.value(place(1, "facts"))->view().bytes()), std::string(R"({"a": 1})"));
  if (isSqlite()) QCOMPARE(values.value(place(1, "n"))->toReal(), 12.5);
  else QCOMPARE(std::string(values.value(place(1, "n"))->view().bytes()), std::string("12.5"));
}

void ValueReaderTest::readsByACompositeKey() {
  const ValueReader::Place large{"pair", {Value::text("x"), Value::integer(1)}, "body"};
  QCOMPARE(reader().info(large)->size, 100'000U);
  QCOMPARE(*reader().bytes(large, 99'998, 10), std::string("pp"));
  QVERIFY(reader().value(large) == Value::text(std::string(100'000, 'p')));
}

void ValueReaderTest::readsByRowNumber() {
  if (!isSqlite()) QSKIP("PostgreSQL numbers no rows");
  ValueReader::Place second{"bare", {}, "body", 2};
  QVERIFY(reader().value(second) == Value::text(std::string(100'000, 'b')));
  second.rowId = 3;
  QVERIFY(!reader().value(second));
}

void ValueReaderTest::readsWhatIsNotStoredByItself() {
  if (!isSqlite()) QSKIP("PostgreSQL cuts every value");
  QVERIFY(reader().value(place(1, "body", "computed")) == Value::text(std::string(100'000, 'c')));
  QVERIFY(reader().value(place(1, "after", "computed")) == Value::text(std::string(100'000, 'a')));
  QCOMPARE(*reader().bytes(place(1, "after", "computed"), 99'999, 5), std::string("a"));
}

void ValueReaderTest::tellsThatARowIsGone() {
  QVERIFY(!reader().info(place(9, "body")));
  QVERIFY(!reader().bytes(place(9, "n"), 0, 1));
  QVERIFY(!reader().value(place(9, "picture")));
  QVERIFY(!reader().readAll(place(9, "picture"), [](std::string_view, const ValueReader::Info&) {}));
}

void ValueReaderTest::refusesUnknownNames() {
  QCOMPARE(kindThrown([&] { reader().info(place(1, "nothing")); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { reader().info({"cells", {}, "body"}); }), ErrorKind::InvalidRequest);
}

void ValueReaderTest::stopsBetweenParts() {
  CancelToken token;
  int parts = 0;
  const auto kind = kindThrown([&] {
    reader(token).readAll(place(1, "picture"), [&](std::string_view, const ValueReader::Info&) {
      ++parts;
      token.cancel();
    });
  });
  QCOMPARE(kind, ErrorKind::Cancelled);
  QCOMPARE(parts, 1);
}

void ValueReaderTest::takesNoMoreMemoryThanAPart() {
  run(isSqlite() ? "INSERT INTO cells(id, picture) VALUES (50, zeroblob(150000000))" : "INSERT INTO cells(id, picture) VALUES (50, decode(repeat('00', 100000000), 'hex'))");
  const MemoryPeak peak;
  std::uint64_t bytes = 0;
  reader().readAll(place(50, "picture"), [&](std::string_view part, const ValueReader::Info&) { bytes += part.size(); });
  QCOMPARE(bytes, isSqlite() ? 150'000'000U : 100'000'000U);
  reader().bytes(place(50, "picture"), 90'000'000, 4'096);
  if (MemoryPeak::kCountsMore) QSKIP("a sanitizer's own memory would count");
  QVERIFY2(peak.growth() < (64 << 20), qPrintable(QString::number(peak.growth())));
}

JOINERY_TEST(ValueReaderTest)
#include "tst_value_reader.moc"
