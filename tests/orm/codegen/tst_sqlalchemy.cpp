// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "orm/codegen/sqlalchemy.h"
#include "orm/codegen/sqlalchemy_names.h"
#include "orm/core/display_text.h"
#include "orm/core/json.h"
#include "orm/engine/inspector.h"
#include "orm/session/session.h"
#include "python_run.h"
#include "tested_databases.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

constexpr int kRows = 60;

/// As str() spells it in Python, of keys that are numbers, texts and dates.
std::string keyText(Record& record) {
  Json parts = Json::array();
  const std::vector<Value> key = record.key();
  const std::vector<std::string> names = record.model().keyAttributes();
  for (std::size_t i = 0; i < key.size(); ++i) parts.push_back(displayText(key[i], record.model().attribute(names[i])->column.type));
  std::string text = "[";
  for (const Json& part : parts) text += (text.size() > 1 ? ", " : "") + part.dump();
  return text + "]";
}

Json relatedKeys(Record& record, const Relationship& relationship) {
  std::vector<std::string> keys;
  if (relationship.isToMany())
    for (Record* each : record.collection(relationship.name)) keys.push_back(keyText(*each));
  else if (Record* one = record.related(relationship.name)) keys.push_back(keyText(*one));
  std::ranges::sort(keys);
  return keys;
}

/// What our own relationships lead to, under the names of the module.
Json traversed(OpenedModels& models) {
  const SqlAlchemyNames names(*models.registry);
  Session session(*models.lease, models.engine->dialect(), models.registry);
  Json classes = Json::object();
  for (const Model* model : names.models()) {
    if (!SqlAlchemyNames::isClass(*model)) continue;
    Json& relationships = classes[names.of(*model)] = Json::object();
    std::vector<std::string> byKey;
    for (const Attribute& attribute : model->attributes)
      if (attribute.isKey) byKey.push_back("+" + attribute.name);
    const std::vector<RecordPtr> records = session.select({.model = model->name, .sorts = byKey, .limit = kRows});
    for (const Relationship& relationship : model->relationships) {
      if (!names.isShown(*model, relationship)) continue;
      Json& related = relationships[names.member(*model, relationship.name)] = Json::object();
      for (const RecordPtr& record : records) related[keyText(*record)] = relatedKeys(*record, relationship);
    }
  }
  return classes;
}

std::size_t relationshipsIn(const Json& classes) {
  std::size_t count = 0;
  for (const Json& each : classes) count += each.size();
  return count;
}

/// Tables with their columns and keys, sorted, as text. Types and names of constraints may differ.
std::string shapeOf(const Registry& registry) {
  std::vector<std::string> lines;
  const auto joined = [](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += name + ",";
    return text;
  };
  for (const auto& table : registry.metadata().tables()) {
    if (table->isView()) continue;
    const std::string& name = table->name.name;
    for (const schema::Column& column : table->columns) {
      const bool isKey = table->isPrimaryKeyColumn(column.name);
      lines.push_back(name + " column " + column.name + (column.nullable && !isKey ? " NULL" : "") + (column.isComputed() ? " computed" : "") + " " + typeKindName(column.type.kind) + " " +
                      column.defaultExpression.value_or("") + (isKey && column.generation == schema::Generation::RowId ? " rowid" : ""));
    }
    if (table->primaryKey) lines.push_back(name + " key " + joined(table->primaryKey->columns));
    for (const auto& key : table->uniqueKeys) lines.push_back(name + " unique " + joined(key.columns));
    for (const auto& key : table->foreignKeys)
      if (registry.modelOf(key.referredTable))
        lines.push_back(name + " refers " + joined(key.columns) + " to " + registry.modelOf(key.referredTable)->name + " " + joined(key.referredColumns) + std::to_string(static_cast<int>(key.onDelete)) +
                        std::to_string(static_cast<int>(key.onUpdate)) + (key.deferrable ? " deferrable" : "") + (key.initiallyDeferred ? " deferred" : ""));
    for (const auto& check : table->checks) lines.push_back(name + " check " + check.expression);
    for (const auto& index : table->indexes) lines.push_back(name + " index " + index.name + " " + std::to_string(index.parts.size()) + (index.unique ? " unique " : " ") + index.predicate);
  }
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// The line in which two texts differ first, for a message.
std::string firstDifference(const std::string& left, const std::string& right) {
  const QStringList one = QString::fromStdString(left).split(QLatin1Char('\n')), other = QString::fromStdString(right).split(QLatin1Char('\n'));
  QStringList lines;
  for (const QString& line : one)
    if (!other.contains(line)) lines << QStringLiteral("-") + line;
  for (const QString& line : other)
    if (!one.contains(line)) lines << QStringLiteral("+") + line;
  return lines.join(QLatin1Char('\n')).toStdString();
}

}  // namespace

/// What is generated for SQLAlchemy 1.4 is imported, configured without a warning and queried; for 2.0 it is read by Python.
class SqlAlchemyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void relationshipsLeadWhereOursLead_data() { TestedDatabases::addRows(); }
  void relationshipsLeadWhereOursLead();
  void itsTablesAreTheSame_data() { TestedDatabases::addRows(); }
  void itsTablesAreTheSame();
  void pythonReadsTheNewerVersion_data() { TestedDatabases::addRows(); }
  void pythonReadsTheNewerVersion();
  void whatDoesNotFitIsAsItIsStored();
  void everyTypeIsWrittenAndRead();
  void linesAreShort_data() { TestedDatabases::addRows(); }
  void linesAreShort();

 private:
  Url urlOf(const QString& database);
  QString write(const Registry& registry, SqlAlchemyVersion version);
  ProgramRun useModule(const char* command, const QString& module, const QStringList& arguments = {});
  /// An empty database of the same kind.
  Url emptyDatabase(const Url& like);

  QTemporaryDir m_folder;
  TestedDatabases m_databases;
};

void SqlAlchemyTest::initTestCase() {
  if (!hasPythonModule("sqlalchemy")) QSKIP("Python has no SQLAlchemy: install python3-sqlalchemy");
}

Url SqlAlchemyTest::urlOf(const QString& database) { return m_databases.urlOf(database); }

QString SqlAlchemyTest::write(const Registry& registry, SqlAlchemyVersion version) {
  const QString path = m_folder.filePath(QStringLiteral("models.py"));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
  file.write(QByteArray::fromStdString(sqlAlchemyModels(registry, version)));
  return path;
}

ProgramRun SqlAlchemyTest::useModule(const char* command, const QString& module, const QStringList& arguments) {
  return runPython(QStringList{QStringLiteral("-B"), QStringLiteral(JOINERY_SOURCE_DIR "/tests/orm/codegen/sqlalchemy_module.py"), QLatin1String(command), module} + arguments);
}

void SqlAlchemyTest::relationshipsLeadWhereOursLead() {
  QFETCH(QString, database);
  const Url url = urlOf(database);
  if (!url.isSqlite() && !hasPythonModule("psycopg2")) QSKIP("Python has no psycopg2: install python3-psycopg2");
  OpenedModels models(url);
  const ProgramRun run = useModule("traverse", write(*models.registry, SqlAlchemyVersion::V1_4), {QString::fromStdString(AwkwardDatabase::pythonUrl(url)), QString::number(kRows)});
  QVERIFY2(run.code == 0, run.errors.c_str());
  const Json theirs = parseJson(run.output);
  const Json ours = traversed(models);
  QVERIFY(relationshipsIn(ours) > 5);
  QVERIFY2(nlohmann::json::parse(theirs["classes"].dump()) == nlohmann::json::parse(ours.dump()), firstDifference(ours.dump(1), theirs["classes"].dump(1)).c_str());
  std::size_t tables = 0;
  for (const auto& model : models.registry->models()) tables += SqlAlchemyNames::isClass(*model) ? 0 : 1;
  QCOMPARE(theirs["tables"].size(), tables);
}

Url SqlAlchemyTest::emptyDatabase(const Url& like) {
  const Url url = m_databases.makeEmpty(like);
  // The module makes neither.
  if (!url.isSqlite()) runScript(url, "CREATE SCHEMA \"other place\"; CREATE DOMAIN positive AS integer CHECK (VALUE > 0)");
  return url;
}

void SqlAlchemyTest::itsTablesAreTheSame() {
  QFETCH(QString, database);
  const Url url = urlOf(database);
  if (!url.isSqlite() && !hasPythonModule("psycopg2")) QSKIP("Python has no psycopg2: install python3-psycopg2");
  std::string before;
  QString module;
  {
    const OpenedModels models(url);
    before = shapeOf(*models.registry);
    module = write(*models.registry, SqlAlchemyVersion::V1_4);
  }
  const Url created = emptyDatabase(url);
  const ProgramRun run = useModule("create", module, {QString::fromStdString(AwkwardDatabase::pythonUrl(created))});
  QVERIFY2(run.code == 0, run.errors.c_str());
  const std::string after = shapeOf(*OpenedModels(created).registry);
  QVERIFY2(after == before, firstDifference(before, after).c_str());
}

void SqlAlchemyTest::pythonReadsTheNewerVersion() {
  QFETCH(QString, database);
  const OpenedModels models(urlOf(database));
  const ProgramRun run = useModule("parse", write(*models.registry, SqlAlchemyVersion::V2_0));
  QVERIFY2(run.code == 0, run.errors.c_str());
  const auto classes = std::ranges::count_if(models.registry->models(), [](const auto& model) { return SqlAlchemyNames::isClass(*model); });
  QCOMPARE(QString::fromStdString(run.output).toInt(), static_cast<int>(classes));
}

void SqlAlchemyTest::whatDoesNotFitIsAsItIsStored() {
  const OpenedModels models(urlOf(QStringLiteral("awkward")));
  const QString module = write(*models.registry, SqlAlchemyVersion::V1_4);
  const std::string script = R"(
import sys, datetime, decimal
sys.path.insert(0, sys.argv[1])
import models, sqlalchemy
from sqlalchemy.orm import Session
with Session(sqlalchemy.create_engine(sys.argv[2])) as session:
    fine, wild = session.query(models.Loose).order_by(models.Loose.k).all()
    assert (fine.b, fine.d, fine.t) == (True, datetime.date(2024, 2, 29), datetime.time(9, 30)), fine.t
    assert fine.ts == datetime.datetime(2024, 2, 29, 10, 11, 12, 500000)
    assert (fine.n, fine.exact, fine.j, fine.x) == (decimal.Decimal("1.5"), decimal.Decimal("0.1234567890"), {"a": 1}, b"\0")
    assert (wild.b, wild.d, wild.t, wild.ts, wild.n, wild.exact, wild.j, wild.x) == ("maybe", 12, "noon", "yesterday", "much", "x", "{", 7), wild.d
    fine.ts = datetime.datetime(2020, 1, 2); fine.d = datetime.date(2020, 1, 2); fine.b = False; fine.exact = decimal.Decimal("0.3000000001"); fine.j = [1]
    session.flush()
    assert list(session.execute(sqlalchemy.text("SELECT ts, d, b, exact, j FROM loose WHERE k = 'fine'")).one()) == ["2020-01-02 00:00:00", "2020-01-02", 0, "0.3000000001", "[1]"]
    odd = session.query(models.Base_2).filter_by(id=1).one()
    assert (odd.metadata_, odd.registry_) == ("m", "a:b")
)";
  const ProgramRun run = runPython({QStringLiteral("-B"), QStringLiteral("-c"), QString::fromStdString(script), m_folder.path(), QString::fromStdString(m_databases.awkward(Backend::Sqlite).pythonUrl())});
  QVERIFY2(run.code == 0, run.errors.c_str());
}

void SqlAlchemyTest::everyTypeIsWrittenAndRead() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("there is no server");
  if (!hasPythonModule("psycopg2")) QSKIP("Python has no psycopg2: install python3-psycopg2");
  const Url url = urlOf(QStringLiteral("pg:"));
  const OpenedModels models(url);
  write(*models.registry, SqlAlchemyVersion::V1_4);
  const std::string script = R"(
import sys, datetime, decimal, uuid
sys.path.insert(0, sys.argv[1])
import models, sqlalchemy
from sqlalchemy.orm import Session
with Session(sqlalchemy.create_engine(sys.argv[2])) as session:
    row = session.query(models.Kinds).one()
    assert (row.id, row.b, row.np, row.si, row.doubled) == (5, True, decimal.Decimal("1.500"), 2, 4), row.id
    assert isinstance(row.u, uuid.UUID) and row.jb == {"a": ":b"} and row.ia == [1, 2] and row.ma2 == ["sad"]
    assert row.mo == "sad" and row.od == "x" and row.po == 3 and row.tz.tzinfo and row.iv == datetime.timedelta(days=1)
    session.add(models.Kinds(**{c.key: getattr(row, c.key) for c in sqlalchemy.inspect(models.Kinds).columns
                                if c.key not in ("id", "doubled", "counted", "by_default", "i4", "si", "u")}, si=3))
    session.flush()
    assert [r.id for r in session.query(models.Kinds).order_by(models.Kinds.id)] == [5, 7]
)";
  const ProgramRun run = runPython({QStringLiteral("-B"), QStringLiteral("-c"), QString::fromStdString(script), m_folder.path(), QString::fromStdString(AwkwardDatabase::pythonUrl(url))});
  QVERIFY2(run.code == 0, run.errors.c_str());
}

void SqlAlchemyTest::linesAreShort() {
  QFETCH(QString, database);
  const OpenedModels models(urlOf(database));
  for (const SqlAlchemyVersion version : {SqlAlchemyVersion::V1_4, SqlAlchemyVersion::V2_0}) {
    const std::string module = sqlAlchemyModels(*models.registry, version);
    QCOMPARE(module, sqlAlchemyModels(*models.registry, version));
    for (const QString& line : QString::fromStdString(module).split(QLatin1Char('\n'))) QVERIFY2(line.size() <= 100, qPrintable(line));
  }
}

JOINERY_TEST(SqlAlchemyTest)
#include "tst_sqlalchemy.moc"
