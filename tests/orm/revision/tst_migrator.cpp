// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTest>
#include <functional>

#include "orm/core/db_error.h"
#include "orm/difference/schema_diff.h"
#include "orm/revision/designed_schema.h"
#include "orm/revision/migrator.h"
#include "revised_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;
using Direction = RevisionChain::Direction;

/// What brings databases from revision to revision, where nothing comes in its way.
class MigratorTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void bringsADatabaseToTheHeadAndBack_data() { addBackends(); }
  void bringsADatabaseToTheHeadAndBack();
  void tellsEverythingBeforeItIsDone_data() { addBackends(); }
  void tellsEverythingBeforeItIsDone();
  void saysBeforeWhatDoesNotFit_data() { addBackends(); }
  void saysBeforeWhatDoesNotFit();
  void aDatabaseMadeWithoutRevisionsIsToBeStamped_data() { addBackends(); }
  void aDatabaseMadeWithoutRevisionsIsToBeStamped();
  void targetsAreToldByTheBeginningsOfIds_data() { addBackends(); }
  void targetsAreToldByTheBeginningsOfIds();
  void aRevisionThatFailsLeavesNothing_data() { addBackends(); }
  void aRevisionThatFailsLeavesNothing();
  void aViewThatNoRevisionKnowsComesBack_data() { addBackends(); }
  void aViewThatNoRevisionKnowsComesBack();
  void aRehearsalChangesNothing_data() { addBackends(); }
  void aRehearsalChangesNothing();
  void theScriptDoesTheSame_data() { addBackends(); }
  void theScriptDoesTheSame();
  void whatComesAfterSqlIsPlannedInItsTurn_data() { addBackends(); }
  void whatComesAfterSqlIsPlannedInItsTurn();
  void aRevisionWithoutAWayBackIsNotUndone_data() { addBackends(); }
  void aRevisionWithoutAWayBackIsNotUndone();
  void stepsWithDataCantEndTheTransaction_data() { addBackends(); }
  void stepsWithDataCantEndTheTransaction();
  void aFileIsCopiedBeforeLosses();
  void namesMeanTheSameBehindSqlThatMovesThem();
  void aRehearsalUsesLabelsOfAnEarlierRevision();
  void aRehearsalSaysWhatItDidNotTry();

 private:
  static DbError errorOf(const std::function<void()>& function) {
    try {
      function();
    } catch (const DbError& error) {
      return error;
    }
    return DbError(ErrorKind::NoResult, "nothing was thrown");
  }
  static MigrationResult migrate(const RevisedDatabase& database, const std::vector<Revision>& revisions, const std::string& target) {
    const Migrator migrator(RevisionChain(revisions), database.engine());
    return migrator.run(database.connection(), migrator.outline(database.connection(), target));
  }
  static DatabaseRevision standing(const RevisedDatabase& database) { return Migrator(RevisionChain({}), database.engine()).standing(database.connection()); }
  static bool isSame(const RevisedDatabase& database, const schema::MetaData& expected) {
    const Operations left = schemaDifference(database.reflected(), expected, {}, database.dialect());
    for (const Operation& each : left) qWarning("left: %s", description(each).c_str());
    return left.empty();
  }
};

#define DATABASE(name)          \
  QFETCH(const int, backend);   \
  const RevisedDatabase name(static_cast<Backend>(backend))

void MigratorTest::bringsADatabaseToTheHeadAndBack() {
  DATABASE(database);
  const std::vector<Revision> revisions = database.shops();
  const RevisionChain chain(revisions);
  QVERIFY(!standing(database).isKnown);
  const MigrationResult up = migrate(database, revisions, "second");
  QCOMPARE(up.done, (std::vector<std::string>{"first", "second"}));
  QCOMPARE(standing(database).id, std::string("second"));
  database.run("INSERT INTO shop VALUES (1, 'mine', 'a note'); INSERT INTO good VALUES (7, 1)");
  QCOMPARE(migrate(database, revisions, "head").done, std::vector<std::string>{"third"});
  QVERIFY(isSame(database, schemaOfRevisions(chain, "third", database.dialect())));
  QCOMPARE(database.cell("SELECT name FROM shop_names"), std::string("mine"));
  QCOMPARE(database.cell("SELECT count(*) FROM good"), std::string("1"));
  QVERIFY(migrate(database, revisions, "head").done.empty());
  QCOMPARE(migrate(database, revisions, "first").done, (std::vector<std::string>{"third", "second"}));
  QVERIFY(isSame(database, schemaOfRevisions(chain, "first", database.dialect())));
  QCOMPARE(database.cell("SELECT title FROM shop"), std::string("mine"));
  migrate(database, revisions, "base");
  QVERIFY(isSame(database, emptySchema(database.dialect())));
  QVERIFY(standing(database).isKnown && standing(database).id.empty());
}

void MigratorTest::tellsEverythingBeforeItIsDone() {
  DATABASE(database);
  const Migrator migrator(RevisionChain(database.shops()), database.engine());
  const MigrationOutline outline = migrator.outline(database.connection(), "head");
  QVERIFY(outline.isDestructive() && !outline.from.isKnown);
  QCOMPARE(outline.to, std::string("third"));
  QCOMPARE(outline.revisions.size(), std::size_t{3});
  QVERIFY(!outline.revisions[0].isDestructive() && !outline.revisions[0].steps.empty());
  const auto& third = outline.revisions[2];
  QVERIFY(third.isDestructive() && third.idAfter == "third" && third.direction == Direction::Up);
  QCOMPARE(outline.losses(), std::vector<std::string>{"Drop column shop.note: the values of shop.note are gone"});
  for (const PlanStep& step : third.steps) QVERIFY(step.operation < third.operations.size());
  QVERIFY(isSame(database, emptySchema(database.dialect())));
  QVERIFY(!standing(database).isKnown);
}

void MigratorTest::saysBeforeWhatDoesNotFit() {
  DATABASE(database);
  const std::vector<Revision> revisions = database.shops();
  migrate(database, revisions, "second");
  database.run("DROP TABLE good; DROP TABLE shop");
  const DbError error = errorOf([&] { migrate(database, revisions, "third"); });
  QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
  QVERIFY2(error.message().find("the database does not fit revision third (names of shops): ") == 0 && error.message().find("shop") != std::string::npos, error.what());
  QCOMPARE(standing(database).id, std::string("second"));
}

void MigratorTest::aDatabaseMadeWithoutRevisionsIsToBeStamped() {
  DATABASE(database);
  const std::vector<Revision> revisions = database.shops();
  database.run("CREATE TABLE shop (id INTEGER PRIMARY KEY, title TEXT, note TEXT)");
  const DbError error = errorOf([&] { migrate(database, revisions, "head"); });
  QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
  QVERIFY2(error.hint.find("is as revision first leaves it") != std::string::npos && error.hint.find("revision stamp WORKSPACE URL first") != std::string::npos, error.hint.c_str());
  const schema::MetaData before = database.reflected();
  Migrator(RevisionChain(revisions), database.engine()).stamp(database.connection(), "fir");
  QVERIFY(isSame(database, before));
  QCOMPARE(standing(database).id, std::string("first"));
  QCOMPARE(migrate(database, revisions, "head").done, (std::vector<std::string>{"second", "third"}));
}

void MigratorTest::targetsAreToldByTheBeginningsOfIds() {
  DATABASE(database);
  const std::vector<Revision> revisions{dataRevision("abc", "", "SELECT 1"), dataRevision("abd", "abc", "SELECT 1"), dataRevision("b", "abd", "SELECT 1"), dataRevision("c", "abd", "SELECT 1")};
  QCOMPARE(migrate(database, revisions, "abd").to, std::string("abd"));
  QCOMPARE(QByteArray(errorOf([&] { migrate(database, revisions, "ab"); }).what()), QByteArray("ab may be several revisions: abc, abd"));
  QCOMPARE(QByteArray(errorOf([&] { migrate(database, revisions, "x"); }).what()), QByteArray("there is no revision x"));
  QCOMPARE(QByteArray(errorOf([&] { migrate(database, revisions, "head"); }).what()), QByteArray("there are several heads: b, c"));
  QCOMPARE(migrate(database, revisions, "c").to, std::string("c"));
  // From one branch to the other by what both have in common.
  QCOMPARE(migrate(database, revisions, "b").done, (std::vector<std::string>{"c", "b"}));
  const DbError unknown = errorOf([&] { migrate(database, {}, "base"); });
  QVERIFY2(unknown.message() == "there is no revision b", unknown.what());
}

void MigratorTest::aRevisionThatFailsLeavesNothing() {
  DATABASE(database);
  std::vector<Revision> revisions = database.shops();
  revisions[1].up.push_back(DataStep{"INSERT INTO shop VALUES (1, 'mine', NULL); INSERT INTO shop VALUES (1, 'mine', NULL)"});
  const DbError error = errorOf([&] { migrate(database, revisions, "head"); });
  QCOMPARE(error.kind(), ErrorKind::Integrity);
  QVERIFY2(error.message().starts_with("revision second (their goods): "), error.what());
  QCOMPARE(standing(database).id, std::string("first"));
  QVERIFY(isSame(database, schemaOfRevisions(RevisionChain(revisions), "first", database.dialect())));
  QCOMPARE(database.cell("SELECT count(*) FROM shop"), std::string("0"));
}

void MigratorTest::aViewThatNoRevisionKnowsComesBack() {
  DATABASE(database);
  const std::vector<Revision> revisions = database.shops();
  migrate(database, revisions, "second");
  database.run("CREATE VIEW titles AS SELECT id, title FROM shop; INSERT INTO shop VALUES (1, 'mine', 'a note')");
  migrate(database, revisions, "third");
  QCOMPARE(database.cell("SELECT title FROM titles"), std::string("mine"));
  migrate(database, revisions, "second");
  QCOMPARE(database.cell("SELECT title FROM titles"), std::string("mine"));
  database.run("DROP VIEW titles");
}

void MigratorTest::aRehearsalChangesNothing() {
  QFETCH(const int, backend);
  RevisedDatabase database(static_cast<Backend>(backend));
  std::vector<Revision> revisions = database.shops();
  migrate(database, revisions, "second");
  database.run("INSERT INTO shop VALUES (1, 'mine', 'a note')");
  const schema::MetaData before = database.reflected();
  const QString file = QString::fromStdString(database.url().database);
  const auto bytes = [&] {
    if (!database.isSqlite()) return QByteArray();
    database.close();
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly)) qFatal("the file is not there");
    const QByteArray hash = QCryptographicHash::hash(opened.readAll(), QCryptographicHash::Sha256);
    opened.close();
    database.open();
    return hash;
  };
  const QByteArray hash = bytes();
  {
    const Migrator migrator(RevisionChain(revisions), database.engine());
    const auto reader = database.engine()->connect(database.isSqlite() ? Engine::Access::Read : Engine::Access::Write);
    QCOMPARE(migrator.rehearse(*reader, migrator.outline(*reader, "head")).to, std::string("third"));
    revisions[2].up.push_back(DataStep{"INSERT INTO good VALUES (1, 4711)"});
    const Migrator failing(RevisionChain(revisions), database.engine());
    const DbError error = errorOf([&] { failing.rehearse(*reader, failing.outline(*reader, "head")); });
    QVERIFY2(error.kind() == ErrorKind::Integrity, error.what());
  }
  QVERIFY(isSame(database, before));
  QCOMPARE(standing(database).id, std::string("second"));
  QCOMPARE(database.cell("SELECT title FROM shop"), std::string("mine"));
  QCOMPARE(bytes(), hash);
  if (database.isSqlite()) QCOMPARE(QDir(database.folder()).entryList(QDir::Files), QStringList{QStringLiteral("shops.db")});
}

void MigratorTest::theScriptDoesTheSame() {
  DATABASE(database);
  const std::vector<Revision> revisions = database.shops();
  const Migrator migrator(RevisionChain(revisions), database.engine());
  const std::string script = migrator.script(database.connection(), migrator.outline(database.connection(), "head"));
  QVERIFY(!standing(database).isKnown);
  database.run(script);
  QVERIFY2(isSame(database, schemaOfRevisions(RevisionChain(revisions), "third", database.dialect())), script.c_str());
  QCOMPARE(standing(database).id, std::string("third"));
  database.run(migrator.script(database.connection(), migrator.outline(database.connection(), "base")));
  QVERIFY(isSame(database, emptySchema(database.dialect())));
  QVERIFY(standing(database).isKnown && standing(database).id.empty());
}

void MigratorTest::whatComesAfterSqlIsPlannedInItsTurn() {
  DATABASE(database);
  const std::string shop = database.isSqlite() ? "main" : "public";
  const std::vector<Revision> revisions{dataRevision("made", "", "CREATE TABLE shop (id INTEGER PRIMARY KEY, title TEXT)", "DROP TABLE shop"),
                                        {"named", "made", "", {RenameColumn{QualifiedName(shop, "shop"), "title", "name"}}, {RenameColumn{QualifiedName(shop, "shop"), "name", "title"}}}};
  const Migrator migrator(RevisionChain(revisions), database.engine());
  const MigrationOutline outline = migrator.outline(database.connection(), "head");
  QVERIFY(!outline.revisions[0].whyUnknown && outline.revisions[1].whyUnknown && outline.revisions[1].steps.empty());
  QCOMPARE(errorOf([&] { migrator.script(database.connection(), outline); }).kind(), ErrorKind::InvalidRequest);
  QCOMPARE(migrator.run(database.connection(), outline).to, std::string("named"));
  QCOMPARE(database.cell("SELECT count(name) FROM shop"), std::string("0"));
}

void MigratorTest::aRevisionWithoutAWayBackIsNotUndone() {
  DATABASE(database);
  std::vector<Revision> revisions = database.shops();
  revisions[0].down.clear();
  migrate(database, revisions, "first");
  const DbError error = errorOf([&] { migrate(database, revisions, "base"); });
  QVERIFY2(error.message() == "revision first (shops) has no way back: its \"down\" is empty", error.what());
  QCOMPARE(standing(database).id, std::string("first"));
}

void MigratorTest::stepsWithDataCantEndTheTransaction() {
  DATABASE(database);
  for (const char* sql : {"COMMIT", "/* so */ commit; SELECT 1", "SELECT 1; ROLLBACK", "BEGIN", "end"}) {
    const DbError error = errorOf([&] { migrate(database, {dataRevision("bad", "", sql)}, "head"); });
    QVERIFY2(error.kind() == ErrorKind::InvalidRequest && error.message().find("can't begin or end one") != std::string::npos, sql);
  }
  QCOMPARE(migrate(database, {dataRevision("good", "", "SAVEPOINT s; ROLLBACK TO s; RELEASE s")}, "head").to, std::string("good"));
}

void MigratorTest::aFileIsCopiedBeforeLosses() {
  const RevisedDatabase database(Backend::Sqlite);
  const std::vector<Revision> revisions = database.shops();
  QVERIFY(migrate(database, revisions, "second").backup.empty());
  database.run("INSERT INTO shop VALUES (1, 'mine', 'a note')");
  const std::string backup = migrate(database, revisions, "third").backup;
  QVERIFY2(backup.starts_with(database.url().database + ".") && backup.ends_with(".backup"), backup.c_str());
  {
    const auto engine = Engine::create(Url::sqliteFile(backup));
    const auto copy = engine->connect(Engine::Access::Read);
    std::string note;
    QVERIFY(copy->readRow("SELECT note FROM shop", {}, [&](auto values) { note = std::string(values[0].bytes()); }));
    QCOMPARE(note, std::string("a note"));
    QCOMPARE(Migrator(RevisionChain(revisions), engine).standing(*copy).id, std::string("second"));
  }
  migrate(database, revisions, "second");
  // In the same second, perhaps: under another name in any case.
  const std::string another = migrate(database, revisions, "third").backup;
  QVERIFY(!another.empty() && another != backup);
  MigrationOptions none;
  none.backup = MigrationOptions::Backup::None;
  const Migrator migrator(RevisionChain(revisions), database.engine());
  QVERIFY(migrator.run(database.connection(), migrator.outline(database.connection(), "base"), none).backup.empty());
}

void MigratorTest::namesMeanTheSameBehindSqlThatMovesThem() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  const RevisedDatabase database(Backend::Postgresql);
  std::vector<Revision> revisions = database.shops();
  // As the files of pg_dump begin.
  revisions[0].up.push_back(DataStep{"SELECT pg_catalog.set_config('search_path', '', false)"});
  QCOMPARE(migrate(database, revisions, "head").to, std::string("third"));
  QCOMPARE(database.cell("SELECT count(*) FROM shop_names"), std::string("0"));
}

/// On its way for good, a label is committed with its revision before the next one uses it.
void MigratorTest::aRehearsalUsesLabelsOfAnEarlierRevision() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  const RevisedDatabase database(Backend::Postgresql);
  database.connection().execute("CREATE TYPE mood AS ENUM ('glad', 'sad')");
  database.connection().execute("CREATE TABLE t (id integer PRIMARY KEY, m mood)");
  database.connection().execute("INSERT INTO t VALUES (1, 'sad')");
  const std::vector<Revision> revisions{{.id = "label", .parent = {}, .message = {}, .up = {AddEnumLabel{QualifiedName("mood"), "calm", "sad"}}, .down = {}}, dataRevision("use", "label", "UPDATE t SET m = 'calm'")};
  const Migrator migrator(RevisionChain(revisions), database.engine());
  QCOMPARE(migrator.rehearse(database.connection(), migrator.outline(database.connection(), "head")).to, std::string("use"));
  QCOMPARE(database.cell("SELECT m FROM t"), std::string("sad"));
  QCOMPARE(migrate(database, revisions, "head").to, std::string("use"));
  QCOMPARE(database.cell("SELECT m FROM t"), std::string("calm"));
}

void MigratorTest::aRehearsalSaysWhatItDidNotTry() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  const RevisedDatabase database(Backend::Postgresql);
  Revision outside = dataRevision("outside", "", "CREATE TABLE t (id integer)");
  outside.up = {DataStep{"CREATE TABLE t (id integer)", {}, false}};
  const Migrator migrator(RevisionChain({outside, dataRevision("inside", "outside", "INSERT INTO t VALUES (1)")}), database.engine());
  const DbError error = errorOf([&] { migrator.rehearse(database.connection(), migrator.outline(database.connection(), "head")); });
  QVERIFY2(error.hint.find("was not tried") != std::string::npos, error.what());
}

JOINERY_TEST(MigratorTest)
#include "tst_migrator.moc"
