// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/grid/grid_model.h"

using namespace joinery;

namespace {

constexpr const char* kSourceScript =
    "CREATE TABLE number(id INTEGER PRIMARY KEY, part INTEGER NOT NULL);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO number SELECT i, i % 3 FROM n;"
    "CREATE VIEW shown AS SELECT id, part FROM number";

}  // namespace

class TestPageSource : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void readsWhatIsOnScreenAndCountsTheRest_data();
  void readsWhatIsOnScreenAndCountsTheRest();
  void showsRowsThatWereDeletedElsewhere();
  void showsNewRowsOnRefresh();
  void readsWhatIsOnScreenBeforeItsPages();
  void countsOnceTheRowsArePainted();
  void goesOnAfterAStop();
  void countsNoMoreAfterAStopUntilItIsAskedAgain();
  void readsAgainWhatWasReadNearItsPlace();

 private:
  void run(const std::string& script);
  std::shared_ptr<const PagedQuery> query(const char* model, const std::vector<std::string>& sorts = {}) const;
  void show(ui::PageSource& source, std::shared_ptr<const PagedQuery> query, ui::PageSource::Keep keep = ui::PageSource::Keep::Nothing);
  static std::int64_t idAt(const ui::PageSource& source, std::int64_t row);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::Database> m_database;
};

void TestPageSource::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::sqliteFile(m_folder->filePath(QStringLiteral("pages.db")).toStdString()), options);
  run(kSourceScript);
  m_database = std::make_unique<ui::Database>(m_engine);
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  QVERIFY(opened.wait(30'000));
}

void TestPageSource::cleanup() {
  m_database.reset();
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(5)));
}

void TestPageSource::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

std::shared_ptr<const PagedQuery> TestPageSource::query(const char* model, const std::vector<std::string>& sorts) const {
  PagedQuery::Spec spec;
  spec.model = model;
  spec.sorts = sorts;
  return std::make_shared<PagedQuery>(m_database->registry(), m_database->dialect(), std::move(spec));
}

/// Until all keys are scanned.
void TestPageSource::show(ui::PageSource& source, std::shared_ptr<const PagedQuery> query, ui::PageSource::Keep keep) {
  source.setQuery(std::move(query), keep);
  QTRY_VERIFY_WITH_TIMEOUT(source.query()->index().isComplete() && !source.isReading() && !source.isScanning(), 30'000);
}

std::int64_t TestPageSource::idAt(const ui::PageSource& source, std::int64_t row) {
  const auto found = source.row(row);
  return found ? found->batch->at(found->row, 0).toInteger() : -1;
}

void TestPageSource::readsWhatIsOnScreenAndCountsTheRest_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<int>("id");
  QTest::newRow("by key") << QByteArray("number") << QByteArrayList{} << 2'501;
  QTest::newRow("sorted") << QByteArray("number") << QByteArrayList{"-part"} << 1'500;
  QTest::newRow("a view") << QByteArray("shown") << QByteArrayList{} << 2'501;
}

void TestPageSource::readsWhatIsOnScreenAndCountsTheRest() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(int, id);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  ui::PageSource source(m_database.get());
  QSignalSpy failed(&source, &ui::PageSource::failed);
  show(source, query(model.constData(), keys));
  QCOMPARE(source.rowCount(), 3'000);
  QVERIFY(source.isRowCountExact());
  source.request(2'500, 2'530);
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 2'500), id, 30'000);
  QVERIFY(failed.isEmpty());
}

void TestPageSource::showsRowsThatWereDeletedElsewhere() {
  ui::PageSource source(m_database.get());
  ui::PendingChanges changes(m_database.get());
  show(source, query("number", {"-part"}));
  ui::GridModel model(&source, &changes);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  run("DELETE FROM number WHERE id = 1500");
  source.request(2'500, 2'530);
  QTRY_VERIFY_WITH_TIMEOUT(source.isGone(2'500), 30'000);
  QVERIFY(!source.row(2'500));
  // Those around it stay where they are; what is on screen is read before its page.
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 2'499), 1'503, 30'000);
  QCOMPARE(idAt(source, 2'501), 1'497);
  QCOMPARE(source.rowCount(), 3'000);
  const auto cell = model.index(2'500, 0);
  QVERIFY(!cell.data().toString().isEmpty());
  QVERIFY(cell.data(ui::GridModel::LoadedRole).toBool());
  QCOMPARE(cell.data(ui::GridModel::RowStateRole).toInt(), static_cast<int>(ui::GridModel::RowState::Deleted));
  QVERIFY(!model.readOnlyReason(cell).isEmpty());
  QVERIFY(model.key(2'500).empty());
  show(source, query("number", {"-part"}), ui::PageSource::Keep::PagesUntilReplaced);
  QTRY_COMPARE_WITH_TIMEOUT(source.rowCount(), 2'999, 30'000);
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 2'500), 1'497, 30'000);
}

void TestPageSource::showsNewRowsOnRefresh() {
  ui::PageSource source(m_database.get());
  show(source, query("number"));
  run("INSERT INTO number VALUES (0, 0), (3001, 1)");
  source.request(2'990, 2'999);
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 2'999), 3'000, 30'000);
  QCOMPARE(source.rowCount(), 3'000);
  show(source, query("number"), ui::PageSource::Keep::PagesUntilReplaced);
  QCOMPARE(source.rowCount(), 3'002);
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 2'999), 2'999, 30'000);
}

void TestPageSource::readsWhatIsOnScreenBeforeItsPages() {
  ui::PageSource source(m_database.get());
  show(source, query("number", {"-part"}));
  run("DELETE FROM number WHERE id = 1500");
  QSignalSpy read(&source, &ui::PageSource::pageRead);
  bool isGone = false;
  std::int64_t before = 0, after = 0, behind = 0;
  connect(&source, &ui::PageSource::pageRead, &source, [&, isFirst = true]() mutable {
    if (!std::exchange(isFirst, false)) return;
    isGone = source.isGone(2'500);
    before = idAt(source, 2'499);
    after = idAt(source, 2'501);
    behind = idAt(source, 2'520);
  });
  source.request(2'490, 2'519);
  QVERIFY(read.wait(30'000));
  QCOMPARE(read.first(), QVariantList({2'490LL, 30LL}));
  QVERIFY(isGone);
  QCOMPARE(before, 1'503);
  QCOMPARE(after, 1'497);
  QCOMPARE(behind, -1);
  // Then the page, and those beside it.
  QTRY_VERIFY_WITH_TIMEOUT(!source.isReading(), 30'000);
  QCOMPARE(idAt(source, 2'520), 1'440);
  QVERIFY(source.isGone(2'500));
  QCOMPARE(idAt(source, 2'304), 2'088);
}

void TestPageSource::countsOnceTheRowsArePainted() {
  ui::PageSource source(m_database.get());
  QSignalSpy read(&source, &ui::PageSource::pageRead);
  source.setQuery(query("number"));
  QVERIFY(read.wait(30'000));
  QCOMPARE(source.query()->index().rowsSeen(), 0);
  // Whoever looks knows that there is more to come.
  QVERIFY(source.isScanning());
  source.stop();
  QVERIFY(!source.isScanning());
  source.setQuery(query("number"));
  QVERIFY(read.wait(30'000));
  source.rowsPainted();
  QTRY_COMPARE_WITH_TIMEOUT(source.query()->index().rowsSeen(), 3'000, 30'000);
}

void TestPageSource::goesOnAfterAStop() {
  ui::PageSource source(m_database.get());
  source.setQuery(query("number", {"-part"}));
  source.stop();
  QTRY_VERIFY_WITH_TIMEOUT(!source.isReading() && !source.isScanning(), 30'000);
  show(source, query("number", {"-part"}));
  QCOMPARE(source.rowCount(), 3'000);
  QCOMPARE(idAt(source, 0), 2'999);
}

void TestPageSource::countsNoMoreAfterAStopUntilItIsAskedAgain() {
  ui::PageSource source(m_database.get());
  QSignalSpy read(&source, &ui::PageSource::pageRead);
  source.setQuery(query("number"));
  QVERIFY(read.wait(30'000));
  source.stop();
  // A page that comes after it, asked for before or now.
  source.request(300, 330);
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 300), 301, 30'000);
  QVERIFY(!source.isScanning());
  QVERIFY(!source.isRowCountExact());
  show(source, query("number"), ui::PageSource::Keep::PagesUntilReplaced);
  QCOMPARE(source.rowCount(), 3'000);
}

void TestPageSource::readsAgainWhatWasReadNearItsPlace() {
  // Keys of the second half are ten apart, so that nobody guesses who stands where.
  run("CREATE TABLE sparse(id INTEGER PRIMARY KEY);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
      " INSERT INTO sparse SELECT CASE WHEN i <= 100000 THEN i ELSE 100000 + (i - 100000) * 10 END FROM n");
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  QVERIFY(opened.wait(30'000));
  ui::PageSource source(m_database.get());
  QSignalSpy shown(&source, &ui::PageSource::pageRead);
  source.setQuery(query("sparse"));
  QVERIFY(shown.wait(30'000));
  source.request(150'000, 150'030);
  QTRY_COMPARE_WITH_TIMEOUT(idAt(source, 150'000), 100'000 + 50'001 * 10, 30'000);
  QTRY_VERIFY_WITH_TIMEOUT(source.isRowCountExact() && !source.isReading(), 30'000);
  QCOMPARE(source.rowCount(), 200'000);
}

JOINERY_TEST(TestPageSource)
#include "tst_page_source.moc"
