// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "orm/changes/delete_effects.h"
#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

/// A firm's sites have two columns as their key; sites go with their firm, and desks with their site.
constexpr const char* kTables = R"(
CREATE TABLE firm(id integer PRIMARY KEY, name text);
CREATE TABLE site(firm_id integer NOT NULL REFERENCES firm(id) ON DELETE CASCADE, number integer NOT NULL, PRIMARY KEY (firm_id, number));
CREATE TABLE desk(id integer PRIMARY KEY, firm_id integer, number integer, FOREIGN KEY (firm_id, number) REFERENCES site(firm_id, number) ON DELETE CASCADE);
CREATE TABLE lamp(id integer PRIMARY KEY, desk_id integer REFERENCES desk(id) ON DELETE SET NULL, spare_id integer REFERENCES desk(id) ON DELETE SET NULL);
CREATE TABLE award(id integer PRIMARY KEY, firm_id integer DEFAULT 9 REFERENCES firm(id) ON DELETE SET DEFAULT);
CREATE TABLE rent(id integer PRIMARY KEY, firm_id integer, number integer, FOREIGN KEY (firm_id, number) REFERENCES site(firm_id, number) ON DELETE RESTRICT);
CREATE TABLE bill(id integer PRIMARY KEY, firm_id integer REFERENCES firm(id) DEFERRABLE INITIALLY DEFERRED, desk_id integer REFERENCES desk(id) ON DELETE CASCADE);
CREATE TABLE node(id integer PRIMARY KEY, parent_id integer REFERENCES node(id) ON DELETE CASCADE, next_id integer REFERENCES node(id) ON DELETE SET NULL);
CREATE TABLE egg(id integer PRIMARY KEY, hen_id integer);
CREATE TABLE hen(id integer PRIMARY KEY, egg_id integer REFERENCES egg(id) ON DELETE CASCADE);
INSERT INTO firm VALUES (1, 'one'), (2, 'two'), (9, 'nine');
INSERT INTO site VALUES (1, 1), (1, 2), (2, 1);
INSERT INTO desk VALUES (11, 1, 1), (12, 1, 1), (13, 1, 2), (21, 2, 1), (22, NULL, 1);
INSERT INTO lamp VALUES (1, 11, NULL), (2, 12, 13), (3, 21, 13), (4, NULL, NULL), (5, 22, 22);
INSERT INTO award VALUES (1, 1), (2, 1), (3, 2);
INSERT INTO node VALUES (1, NULL, NULL), (2, 1, 1), (3, 1, NULL), (4, 2, NULL), (5, 4, 1), (6, NULL, 4), (7, 6, 5), (8, 8, NULL);
INSERT INTO egg VALUES (1, NULL), (2, NULL);
INSERT INTO hen VALUES (1, 1), (2, 1);
)";

const char* nameOf(DeleteEffect::Kind kind) {
  switch (kind) {
    case DeleteEffect::Kind::Deletes: return "deletes";
    case DeleteEffect::Kind::SetsNull: return "sets null";
    case DeleteEffect::Kind::SetsDefault: return "sets default";
    case DeleteEffect::Kind::Forbids: return "forbids";
  }
  return "";
}

}  // namespace

/// ORACLES T28: what the database will do by itself is told before a delete.
class DeleteEffectsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void twoCascadesFollowEachOther_data() { addBackends(); }
  void twoCascadesFollowEachOther();
  void compositeKeysNameTheirRows_data() { addBackends(); }
  void compositeKeysNameTheirRows();
  void whatForbidsIsTold_data() { addBackends(); }
  void whatForbidsIsTold();
  void rowsThatAreDeletedAnywayAreNotTouched_data() { addBackends(); }
  void rowsThatAreDeletedAnywayAreNotTouched();
  void aTreeIsFollowedToItsLeaves_data() { addBackends(); }
  void aTreeIsFollowedToItsLeaves();
  void aCircleOfTablesIsToldAsAtLeast();
  void whatIsToldIsWhatHappens_data() { addBackends(); }
  void whatIsToldIsWhatHappens();
  void nothingIsToldOfATableThatNobodyRefersTo();
  void aKeyOfOtherLengthIsRefused();

 private:
  void prepare();
  std::string told(const char* model, const std::vector<std::vector<Value>>& keys);
  std::string numbers(const char* sql);
  void run(const std::string& sql);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
};

namespace {

std::vector<Value> key(std::initializer_list<int> parts) {
  std::vector<Value> values;
  for (const int part : parts) values.push_back(Value::integer(part));
  return values;
}

}  // namespace

void DeleteEffectsTest::run(const std::string& sql) {
  for (const std::string& statement : m_lease->splitStatements(sql)) m_lease->execute(statement);
}

void DeleteEffectsTest::prepare() {
  const bool isSqlite = QTest::currentDataTag() == nullptr || QLatin1String(QTest::currentDataTag()) == QLatin1String("SQLite");
  m_lease = {};
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(isSqlite ? Url::sqliteFile(m_folder->filePath(QStringLiteral("firm.db")).toStdString()) : ownDatabaseUrl(), options);
  m_lease = m_engine->connect(Engine::Access::Write);
  if (!isSqlite) run("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  run(kTables);
  if (isSqlite) run("DROP TABLE egg; CREATE TABLE egg(id integer PRIMARY KEY, hen_id integer REFERENCES hen(id) ON DELETE CASCADE); INSERT INTO egg VALUES (1, NULL), (2, NULL); DELETE FROM hen; INSERT INTO hen VALUES (1, 1), (2, 1)");
  m_registry = automap(reflect(*m_lease, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
}

/// "deletes site 2 by firm_id; …".
std::string DeleteEffectsTest::told(const char* model, const std::vector<std::vector<Value>>& keys) {
  std::string text;
  const std::vector<DeleteEffect> effects = deleteEffects(*m_registry, m_registry->at(model), keys);
  const std::uint64_t before = m_engine->log().statements().back().number;
  for (const auto& [effect, rows] : countDeleteEffects(*m_lease, m_engine->dialect(), effects)) {
    text += (text.empty() ? "" : "; ") + std::string(nameOf(effect.kind)) + " " + effect.table.name + (effect.isAtLeast ? " >=" : " ") + std::to_string(rows) + " by";
    for (const auto& columns : effect.columns)
      for (const std::string& column : columns) text += " " + column;
  }
  // One SELECT each.
  const auto sent = m_engine->log().statements(before).size();
  return sent == effects.size() ? text : "there were " + std::to_string(sent) + " statements for " + std::to_string(effects.size()) + " effects";
}

/// The first column of each row, by a comma.
std::string DeleteEffectsTest::numbers(const char* sql) {
  std::string text;
  const auto batch = fetchAll(*m_lease->execute(sql));
  for (std::size_t row = 0; row < batch->rows(); ++row) text += (text.empty() ? "" : ",") + std::to_string(batch->at(row, 0).toInteger());
  return text;
}

void DeleteEffectsTest::twoCascadesFollowEachOther() {
  prepare();
  QCOMPARE(told("firm", {key({1})}), "deletes site 2 by firm_id; deletes desk 3 by firm_id number; sets default award 2 by firm_id; sets null lamp 3 by desk_id spare_id"s);
  QCOMPARE(told("firm", {key({1}), key({2})}), "deletes site 3 by firm_id; deletes desk 4 by firm_id number; sets default award 3 by firm_id; sets null lamp 3 by desk_id spare_id"s);
  QCOMPARE(told("firm", {key({9})}), ""s);
  QCOMPARE(told("firm", {}), ""s);
}

void DeleteEffectsTest::compositeKeysNameTheirRows() {
  prepare();
  QCOMPARE(told("site", {key({1, 2})}), "deletes desk 1 by firm_id number; sets null lamp 2 by desk_id spare_id"s);
  QCOMPARE(told("site", {key({1, 2}), key({2, 1})}), "deletes desk 2 by firm_id number; sets null lamp 2 by desk_id spare_id"s);
  QCOMPARE(told("site", {key({2, 2})}), ""s);
}

void DeleteEffectsTest::whatForbidsIsTold() {
  prepare();
  run("INSERT INTO rent VALUES (1, 1, 1), (2, 1, 2), (3, 2, 1), (4, NULL, 1); INSERT INTO bill VALUES (1, 1, NULL), (2, 2, NULL)");
  QCOMPARE(told("site", {key({1, 1})}), "deletes desk 2 by firm_id number; sets null lamp 2 by desk_id spare_id; forbids rent 1 by firm_id number"s);
  QCOMPARE(told("firm", {key({2})}), "deletes site 1 by firm_id; deletes desk 1 by firm_id number; sets default award 1 by firm_id; forbids bill 1 by firm_id; sets null lamp 1 by desk_id spare_id; forbids rent 1 by firm_id number"s);
}

/// A bill goes with its desk, so that its firm may go; a lamp loses one desk, and counts once.
void DeleteEffectsTest::rowsThatAreDeletedAnywayAreNotTouched() {
  prepare();
  run("INSERT INTO bill VALUES (1, 1, 11), (2, NULL, 21)");
  QCOMPARE(told("firm", {key({1})}), "deletes site 2 by firm_id; deletes desk 3 by firm_id number; deletes bill 1 by desk_id; sets default award 2 by firm_id; sets null lamp 3 by desk_id spare_id"s);
  run("DELETE FROM firm WHERE id = 1");
  QCOMPARE(numbers("SELECT id FROM bill"), "2"s);
}

void DeleteEffectsTest::aTreeIsFollowedToItsLeaves() {
  prepare();
  QCOMPARE(told("node", {key({1})}), "deletes node 4 by parent_id; sets null node 2 by next_id"s);
  QCOMPARE(told("node", {key({4})}), "deletes node 1 by parent_id; sets null node 2 by next_id"s);
  // A row below itself.
  QCOMPARE(told("node", {key({8})}), ""s);
  QCOMPARE(told("node", {key({1}), key({2}), key({6})}), "deletes node 4 by parent_id"s);
}

/// SQLite alone has keys to tables that are made later.
void DeleteEffectsTest::aCircleOfTablesIsToldAsAtLeast() {
  prepare();
  QCOMPARE(told("egg", {key({1})}), "deletes hen >=2 by egg_id"s);
}

void DeleteEffectsTest::whatIsToldIsWhatHappens() {
  prepare();
  run("DELETE FROM firm WHERE id = 1; DELETE FROM node WHERE id = 1");
  QCOMPARE(numbers("SELECT count(*) FROM site UNION ALL SELECT count(*) FROM desk UNION ALL SELECT count(*) FROM award WHERE firm_id = 9"), "1,2,2"s);
  QCOMPARE(numbers("SELECT id FROM lamp WHERE desk_id IS NULL OR spare_id IS NULL ORDER BY id"), "1,2,3,4"s);
  QCOMPARE(numbers("SELECT id FROM node ORDER BY id"), "6,7,8"s);
  QCOMPARE(numbers("SELECT count(*) FROM node WHERE next_id IS NULL"), "3"s);
}

void DeleteEffectsTest::nothingIsToldOfATableThatNobodyRefersTo() {
  prepare();
  QVERIFY(deleteEffects(*m_registry, m_registry->at("lamp"), {key({1})}).empty());
}

void DeleteEffectsTest::aKeyOfOtherLengthIsRefused() {
  prepare();
  try {
    deleteEffects(*m_registry, m_registry->at("site"), {key({1})});
    QFAIL("it was taken");
  } catch (const DbError& error) {
    QVERIFY(error.kind() == ErrorKind::InvalidRequest);
    QCOMPARE(error.message(), "a key of site has 2 values, not 1"s);
  }
}

JOINERY_TEST(DeleteEffectsTest)
#include "tst_delete_effects.moc"
