// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_database.h"
#include "ui/value/reference.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

/// Rows looked up by their labels and keys.
class TestRowSearch : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void findsRowsByPartOfTheirLabelInAnyLetterCase();
  void putsTheRowOfThatVeryKeyFirst();
  void takesLettersThatArePatternsElsewhereAsTheyStand();
  void showsDetailsAndTheKeyBesideTheLabel();
  void readsRowsWithLargeTextsOnlyInPart();
  void saysThatThereAreMore();
  void answersOnlyWhatWasAskedLast();
  void findsRowsByKeysOfSeveralColumns();
  void tellsWhyItFailed();
  void findsNothingInAModelWithoutAKey();

 private:
  std::unique_ptr<RowSearch> searchOf(const char* model);
  /// The column's texts after an answer to that text.
  QStringList find(RowSearch& search, const QString& text, int column = RowSearch::LabelColumn);

  std::unique_ptr<test::WindowDatabase> m_open;
};

void TestRowSearch::init() {
  QFETCH_GLOBAL(int, backend);
  const char* const script =
      "CREATE TABLE artist(id INTEGER PRIMARY KEY, name TEXT, country TEXT, notes TEXT);"
      "CREATE TABLE shelf(room VARCHAR(20) NOT NULL, number INTEGER NOT NULL, name TEXT, PRIMARY KEY (room, number));"
      "CREATE TABLE box(id INTEGER PRIMARY KEY, room VARCHAR(20), number INTEGER, FOREIGN KEY (room, number) REFERENCES shelf(room, number));"
      "CREATE TABLE note(words TEXT);"
      "INSERT INTO artist VALUES (1, 'AC/DC', 'AU', NULL), (2, 'Accept', 'DE', 'x'), (3, 'Top 1', NULL, NULL), (10, 'Zappa', 'US', NULL), (11, '100% Under_score', NULL, NULL), (12, NULL, NULL, NULL);"
      "INSERT INTO shelf VALUES ('north', 1, 'Records'), ('north', 2, 'Tapes'), ('south', 1, 'Rest');"
      "INSERT INTO note VALUES ('a');";
  m_open = std::make_unique<test::WindowDatabase>(static_cast<Backend>(backend), script);
}

void TestRowSearch::cleanup() { m_open.reset(); }

std::unique_ptr<RowSearch> TestRowSearch::searchOf(const char* model) {
  auto search = std::make_unique<RowSearch>(m_open->database(), RowSearch::Target::ofModel(m_open->database()->registry(), m_open->database()->registry()->at(model)));
  new QAbstractItemModelTester(search.get(), QAbstractItemModelTester::FailureReportingMode::Fatal, search.get());
  return search;
}

QStringList TestRowSearch::find(RowSearch& search, const QString& text, int column) {
  QSignalSpy found(&search, &RowSearch::found);
  search.ask(text);
  if (!found.wait(kPatience)) return {s("no answer")};
  QStringList texts;
  for (int row = 0; row < search.rowCount(); ++row) texts << search.index(row, column).data().toString();
  return texts;
}

void TestRowSearch::findsRowsByPartOfTheirLabelInAnyLetterCase() {
  const auto search = searchOf("artist");
  QCOMPARE(find(*search, s(" aC ")), (QStringList{s("AC/DC"), s("Accept")}));
  QCOMPARE(find(*search, s("nobody")), QStringList());
  QCOMPARE(find(*search, {}).size(), 6);
}

void TestRowSearch::putsTheRowOfThatVeryKeyFirst() {
  const auto search = searchOf("artist");
  const QStringList keys = find(*search, s("1"), RowSearch::KeyColumn);
  QCOMPARE(keys.first(), s("1"));
  QCOMPARE(QSet<QString>(keys.begin(), keys.end()), (QSet<QString>{s("1"), s("3"), s("10"), s("11"), s("12")}));
}

void TestRowSearch::takesLettersThatArePatternsElsewhereAsTheyStand() {
  const auto search = searchOf("artist");
  QCOMPARE(find(*search, s("r_s"), RowSearch::KeyColumn), QStringList{s("11")});
  QCOMPARE(find(*search, s("%"), RowSearch::KeyColumn), QStringList{s("11")});
  QCOMPARE(find(*search, s("'\\"), RowSearch::KeyColumn), QStringList());
}

void TestRowSearch::showsDetailsAndTheKeyBesideTheLabel() {
  const auto search = searchOf("artist");
  QCOMPARE(find(*search, s("accept"), RowSearch::DetailsColumn), QStringList{s("country DE · notes x")});
  QCOMPARE(search->index(0, RowSearch::LabelColumn).data(Qt::EditRole).toString(), s("2 · Accept"));
  QVERIFY(search->row(0).key == std::vector<Value>{Value::integer(2)});
  QCOMPARE(search->shape().attributes.size(), search->row(0).values.size());
  // Where the label is NULL the key says which row it is.
  QCOMPARE(find(*search, s("12"), RowSearch::KeyColumn), QStringList{s("12")});
  QVERIFY(search->index(0, RowSearch::LabelColumn).data(Qt::EditRole).toString().startsWith(s("12")));
}

void TestRowSearch::readsRowsWithLargeTextsOnlyInPart() {
  m_open->run(m_open->isSqlite() ? "UPDATE artist SET notes = printf('%.3000000c', 'x') WHERE id = 2" : "UPDATE artist SET notes = repeat('x', 3000000) WHERE id = 2");
  const auto search = searchOf("artist");
  QCOMPARE(find(*search, s("accept"), RowSearch::KeyColumn), QStringList{s("2")});
  const RelatedRow& row = search->row(0);
  const auto notes = static_cast<std::size_t>(search->shape().indexOfAttribute("notes"));
  QVERIFY(!row.cut.empty() && row.cut[notes]);
  QVERIFY(row.values[notes].bytes().size() < 10'000);
}

void TestRowSearch::saysThatThereAreMore() {
  const auto search = searchOf("artist");
  find(*search, {});
  QVERIFY(!search->hasMore());
  m_open->run("INSERT INTO artist(id, name) WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 199) SELECT i, 'Band' FROM n");
  QCOMPARE(find(*search, s("band"), RowSearch::KeyColumn).size(), RowSearch::kMostRows);
  QVERIFY(search->hasMore());
  QCOMPARE(search->index(0, RowSearch::KeyColumn).data().toString(), s("100"));
}

void TestRowSearch::answersOnlyWhatWasAskedLast() {
  const auto search = searchOf("artist");
  QSignalSpy found(search.get(), &RowSearch::found);
  search->ask(s("ac"));
  search->ask(s("zap"));
  QVERIFY(search->isBusy());
  QVERIFY(found.wait(kPatience));
  QVERIFY(!search->isBusy());
  QCOMPARE(found.size(), 1);
  QCOMPARE(search->index(0, RowSearch::LabelColumn).data().toString(), s("Zappa"));
}

void TestRowSearch::findsRowsByKeysOfSeveralColumns() {
  const Model& box = m_open->database()->registry()->at("box");
  const auto reference = referenceOf(m_open->database()->registry(), box, *box.attribute("number"));
  QVERIFY(reference);
  QCOMPARE(reference->attributes.size(), std::size_t{2});
  RowSearch search(m_open->database(), reference->target);
  QCOMPARE(find(search, s("north"), RowSearch::KeyColumn), (QStringList{s("north, 1"), s("north, 2")}));
  QCOMPARE(find(search, s("re"), RowSearch::KeyColumn), (QStringList{s("north, 1"), s("south, 1")}));
  QVERIFY(search.row(1).key == (std::vector<Value>{Value::text("south"), Value::integer(1)}));
  QVERIFY(!referenceOf(m_open->database()->registry(), box, *box.attribute("id")));
}

void TestRowSearch::tellsWhyItFailed() {
  const auto search = searchOf("artist");
  m_open->run("DROP TABLE artist");
  QString reason;
  connect(search.get(), &RowSearch::failed, this, [&](const DbError& error) { reason = QString::fromStdString(error.message()); });
  search->ask(s("ac"));
  QTRY_VERIFY_WITH_TIMEOUT(reason.contains(s("artist")), kPatience);
}

void TestRowSearch::findsNothingInAModelWithoutAKey() {
  const auto search = searchOf("note");
  // A bare rowid tells the rows of SQLite apart.
  QCOMPARE(find(*search, {}).size(), m_open->isSqlite() && !search->shape().key.empty() ? 1 : 0);
}

JOINERY_TEST(TestRowSearch)
#include "tst_row_search.moc"
