// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"
#include "orm/transfer/row_import.h"
#include "tests/support/test_program.h"

using namespace joinery;

/// Imports into a file with a rollback journal, where whoever writes keeps everybody from reading from some time on.
class ImportBesideReadersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void othersReadUntilItEnds();
  void nothingIsKeptBeyondIt();

 private:
  static constexpr int kRows = 200'000;  // several times what the engine keeps by itself
  std::string url(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }
  std::shared_ptr<Engine> engineOf(const char* name) const;
  std::string rowsOfText() const;

  QTemporaryDir m_folder;
};

std::shared_ptr<Engine> ImportBesideReadersTest::engineOf(const char* name) const {
  Engine::Options options;
  options.createIfMissing = true;
  auto engine = Engine::create(Url::sqliteFile(url(name)), options);
  const auto writer = engine->connect(Engine::Access::Write);
  writer->execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)");
  writer->execute("CREATE TABLE other(a INTEGER)");
  writer->execute("INSERT INTO other VALUES (7)");
  return engine;
}

std::string ImportBesideReadersTest::rowsOfText() const {
  const std::string path = url("in.csv");
  std::ofstream out(path, std::ios::binary);
  out << "a,b\n";
  for (int row = 1; row <= kRows; ++row) out << row << ",the text of a row that is not short " << row << "\n";
  return path;
}

void ImportBesideReadersTest::othersReadUntilItEnds() {
  const auto engine = engineOf("journal.db");
  const auto reader = engine->connect(Engine::Access::Read), writer = engine->connect(Engine::Access::Write);
  fetchAll(*reader->execute("PRAGMA busy_timeout = 0"));
  int reads = 0;
  const auto readBeside = [&](const TransferProgress&) {
    QCOMPARE(fetchAll(*reader->execute("SELECT a FROM other"))->at(0, 0).toInteger(), 7);
    QCOMPARE(fetchAll(*reader->execute("SELECT count(*) FROM t"))->at(0, 0).toInteger(), 0);
    ++reads;
  };
  ImportOptions options;
  options.table = QualifiedName("main", "t");
  InputFile in(rowsOfText());
  QCOMPARE(RowImport(*writer, engine->dialect(), options, {}, readBeside).run(in).rows, kRows);
  QVERIFY2(reads > 10, qPrintable(QString::number(reads)));
  QCOMPARE(fetchAll(*reader->execute("SELECT count(*) FROM t"))->at(0, 0).toInteger(), kRows);
}

/// The connection's next transaction takes no more memory than others.
void ImportBesideReadersTest::nothingIsKeptBeyondIt() {
  const auto engine = engineOf("after.db");
  const auto writer = engine->connect(Engine::Access::Write);
  const auto kept = [&] { return fetchAll(*writer->execute("PRAGMA cache_spill"))->at(0, 0).toInteger(); };
  const auto before = kept();
  writer->keepChanges(64U << 20U);
  QVERIFY2(kept() > before, qPrintable(QString::number(kept())));
  ImportOptions options;
  options.table = QualifiedName("main", "t");
  InputFile in(rowsOfText());
  RowImport(*writer, engine->dialect(), options).run(in);
  QCOMPARE(kept(), before);
}

JOINERY_TEST(ImportBesideReadersTest)
#include "tst_import_beside_readers.moc"
