// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/value/hex_view.h"
#include "ui/value/text_view.h"
#include "ui/value/value_jobs.h"
#include "ui/value/value_viewer.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

namespace {

constexpr std::size_t kHeadBytes = 64 * 1024;

constexpr const char* kSqliteCells = R"(
CREATE TABLE cells(id INTEGER PRIMARY KEY, body TEXT, picture BLOB);
INSERT INTO cells VALUES (1, printf('%.100000c', 'x') || 'end', x'0102'), (2, printf('%.3000000c', 'y'), CAST(zeroblob(5000000) || x'ff' AS BLOB)), (3, 'short', NULL);
)";
constexpr const char* kPostgresqlCells = R"(
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE TABLE cells(id int PRIMARY KEY, body text, picture bytea);
INSERT INTO cells VALUES (1, repeat('x', 100000) || 'end', '\x0102'), (2, repeat('y', 3000000), decode(repeat('00', 5000000), 'hex') || '\xff'), (3, 'short', NULL);
)";

}  // namespace

class TestValueViewer : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void loadsAShortValueByItself();
  void wrapsLongWordsAnywhere();
  void loadsALongValueWhenItIsAskedFor();
  void editsOnlyWhatIsThereWhole();
  void stopsLoading();
  void tellsThatTheRowIsGone();
  void showsTheBytesOfALargeValueWithoutLoadingIt();
  void savesALargeValueWithoutLoadingIt();
  void takesAValueFromAFile();
  void refusesBytesForAText();
  void keepsWhatIsTypedOverARefresh();
  void keepsWhatIsLoadedOverARefresh();
  void remembersHowAColumnIsShown();
  void showsALongTextInParts();
  void saysWhyALargeValueCanNotBeLoaded();
  void keepsLineEndsOfATextThatIsEdited();
  void editsBytesAsHex();
  void editsALargeValueAsHexOnceItIsLoaded();
  void takesOverEditedBytesWhenAnotherViewIsChosen();
  void onlyReadsAsHexWhatIsNoValueOfBytesOrTooLarge();

 private:
  void run(const std::string& script);
  ShownCell cell(std::int64_t id, const char* attribute);
  QPlainTextEdit* editor() const { return m_viewer->findChild<QPlainTextEdit*>(s("cellEditor")); }
  QPushButton* button(const char* name) const { return m_viewer->findChild<QPushButton*>(s(name)); }
  QPushButton* buttonOf(const QString& text) const {
    for (auto* each : m_viewer->findChildren<QPushButton*>())
      if (each->text() == text) return each;
    return nullptr;
  }
  QByteArray fileBytes(const QString& path) const {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<PendingChanges> m_changes;
  std::unique_ptr<ValueViewer> m_viewer;
};

void TestValueViewer::init() {
  QFETCH_GLOBAL(int, backend);
  const bool isSqlite = backend == static_cast<int>(Backend::Sqlite);
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = isSqlite ? Engine::create(Url::sqliteFile(m_folder->filePath(s("cells.db")).toStdString()), options) : Engine::create(test::ownDatabaseUrl());
  run(isSqlite ? kSqliteCells : kPostgresqlCells);
  m_database = std::make_unique<Database>(m_engine);
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<PendingChanges>(m_database.get());
  m_viewer = std::make_unique<ValueViewer>();
  m_viewer->setDatabase(m_database.get(), m_changes.get());
  m_viewer->resize(900, 400);
  m_viewer->show();
}

void TestValueViewer::cleanup() {
  m_viewer.reset();
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

void TestValueViewer::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

/// As a page has it.
ShownCell TestValueViewer::cell(std::int64_t id, const char* attribute) {
  ShownCell shown;
  shown.registry = m_database->registry();
  const Model& model = shown.registry->at("cells");
  shown.attribute = model.attribute(attribute);
  shown.place = {model.name, {Value::integer(id)}, attribute, {}};
  auto reader = m_engine->connect(Engine::Access::Read);
  const auto batch = reader->execute("SELECT " + std::string(attribute) + " FROM cells WHERE id = " + std::to_string(id))->fetch(1, kHeadBytes);
  shown.value = Value(batch->at(0, 0));
  shown.fullSize = batch->fullSize(0, 0);
  return shown;
}

void TestValueViewer::loadsAShortValueByItself() {
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->setCell(cell(1, "body"));
  QVERIFY(m_viewer->cell()->isCut());
  QVERIFY(editor()->isReadOnly());
  QVERIFY(loaded.wait(kPatience));
  QVERIFY(!m_viewer->cell()->isCut());
  QVERIFY(!editor()->isReadOnly());
  QVERIFY(editor()->toPlainText().endsWith(s("xend")));
  QCOMPARE(editor()->toPlainText().size(), 100'003);
}

/// The layout would look through the rest of a long word for each of its lines.
void TestValueViewer::wrapsLongWordsAnywhere() {
  m_viewer->setCell(cell(2, "body"));
  QCOMPARE(editor()->wordWrapMode(), QTextOption::WrapAnywhere);
  m_viewer->setCell(cell(3, "body"));
  QCOMPARE(editor()->toPlainText(), s("short"));
  QCOMPARE(editor()->wordWrapMode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
}

void TestValueViewer::loadsALongValueWhenItIsAskedFor() {
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->setCell(cell(2, "picture"));
  QVERIFY(m_viewer->kind() == ValueKind::Hex);
  QVERIFY(button("loadAll")->isVisible());
  button("loadAll")->click();
  QVERIFY(loaded.count() == 1 || loaded.wait(kPatience));
  QCOMPARE(m_viewer->cell()->value.view().bytes().size(), 5'000'001U);
  QVERIFY(m_viewer->cell()->value.view().bytes().ends_with('\xff'));
  QVERIFY(!button("loadAll")->isVisible());
}

void TestValueViewer::editsOnlyWhatIsThereWhole() {
  m_viewer->setCell(cell(2, "body"));
  QVERIFY(editor()->isReadOnly());
  QVERIFY(!buttonOf(s("Set &NULL"))->isEnabled());
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->loadAll();
  QVERIFY(loaded.wait(kPatience));
  QVERIFY(!editor()->isReadOnly());
  buttonOf(s("Set &NULL"))->click();
  const Change* change = m_changes->changeOf("cells", test::key(2));
  QVERIFY(change);
  // What it is compared with when it is written is all of it.
  QCOMPARE(change->beforeValue("body")->view().bytes().size(), 3'000'000U);
  QVERIFY(change->value("body")->value().isNull());
}

void TestValueViewer::stopsLoading() {
  m_viewer->setCell(cell(2, "picture"));
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->loadAll();
  QVERIFY(button("stopValue")->isVisible());
  button("stopValue")->click();
  QTRY_VERIFY_WITH_TIMEOUT(!button("stopValue")->isVisible(), kPatience);
  QVERIFY(loaded.count() == 1 || m_viewer->cell()->isCut());
  QVERIFY(loaded.count() == 1 || button("loadAll")->isVisible());
}

void TestValueViewer::tellsThatTheRowIsGone() {
  m_viewer->setCell(cell(2, "body"));
  run("DELETE FROM cells WHERE id = 2");
  m_viewer->loadAll();
  const auto isTold = [this] {
    for (const auto* label : m_viewer->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(s("no longer there"))) return true;
    return false;
  };
  QTRY_VERIFY_WITH_TIMEOUT(isTold(), kPatience);
  QVERIFY(m_viewer->cell()->isCut());
}

void TestValueViewer::showsTheBytesOfALargeValueWithoutLoadingIt() {
  m_viewer->setCell(cell(2, "picture"));
  auto* hex = m_viewer->findChild<HexView*>(s("hexView"));
  QTRY_VERIFY_WITH_TIMEOUT(hex->lineText(0).contains(s(" 00 00 00 ")), kPatience);
  hex->setCursorOffset(5'000'000);
  QTRY_VERIFY_WITH_TIMEOUT(hex->lineText(312'500).startsWith(s("004c4b40  ff")), kPatience);
  QVERIFY(m_viewer->cell()->isCut());
}

void TestValueViewer::savesALargeValueWithoutLoadingIt() {
  const QString path = m_folder->filePath(s("saved.bin"));
  m_viewer->setCell(cell(2, "picture"));
  QSignalSpy saved(m_viewer.get(), &ValueViewer::saved);
  m_viewer->save(path);
  QVERIFY(saved.wait(kPatience));
  QCOMPARE(fileBytes(path), QByteArray(5'000'000, '\0') + '\xff');
  QVERIFY(m_viewer->cell()->isCut());
  // What is pending is saved as it is shown.
  auto changed = cell(3, "body");
  changed.value = Value::text("changed");
  m_viewer->setCell(changed);
  m_viewer->save(path);
  QVERIFY(saved.wait(kPatience));
  QCOMPARE(fileBytes(path), QByteArray("changed"));
}

void TestValueViewer::takesAValueFromAFile() {
  const QString path = m_folder->filePath(s("given.bin"));
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(QByteArray("\0\x01\xff", 3));
  file.close();
  m_viewer->setCell(cell(3, "picture"));
  m_viewer->readFile(path);
  QTRY_VERIFY_WITH_TIMEOUT(m_changes->changeOf("cells", test::key(3)), kPatience);
  QVERIFY(m_changes->changeOf("cells", test::key(3))->value("picture")->value() == Value::blob(std::string("\0\x01\xff", 3)));
  // Nothing takes the place of what was not read.
  m_viewer->setCell(cell(2, "picture"));
  m_viewer->readFile(path);
  QVERIFY(!m_changes->changeOf("cells", test::key(2)));
}

void TestValueViewer::refusesBytesForAText() {
  const QString path = m_folder->filePath(s("given.bin"));
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("\xff\xfe");
  file.close();
  m_viewer->setCell(cell(3, "body"));
  QSignalSpy shown(m_viewer.get(), &ValueViewer::saved);
  m_viewer->readFile(path);
  const auto isTold = [this] {
    for (const auto* label : m_viewer->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(s("UTF-8"))) return true;
    return false;
  };
  QTRY_VERIFY_WITH_TIMEOUT(isTold(), kPatience);
  QVERIFY(m_changes->isEmpty());
}

void TestValueViewer::keepsWhatIsTypedOverARefresh() {
  m_viewer->setCell(cell(3, "body"));
  editor()->setFocus();
  QTest::keyClicks(editor(), s("very "));
  m_viewer->setCell(cell(3, "body"));
  QCOMPARE(editor()->toPlainText(), s("very short"));
  buttonOf(s("&Apply"))->click();
  QVERIFY(m_changes->changeOf("cells", test::key(3))->value("body")->value() == Value::text("very short"));
  m_viewer->setCell(cell(1, "picture"));
  m_viewer->setCell(cell(3, "body"));
  QCOMPARE(editor()->toPlainText(), s("short"));
}

void TestValueViewer::keepsWhatIsLoadedOverARefresh() {
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->setCell(cell(1, "body"));
  QVERIFY(loaded.wait(kPatience));
  m_viewer->setCell(cell(1, "body"));
  QVERIFY(!m_viewer->cell()->isCut());
  QCOMPARE(editor()->toPlainText().size(), 100'003);
}

void TestValueViewer::remembersHowAColumnIsShown() {
  m_viewer->setCell(cell(3, "body"));
  QVERIFY(m_viewer->kind() == ValueKind::Text);
  m_viewer->findChild<QTabBar*>(s("valueKinds"))->setCurrentIndex(static_cast<int>(ValueKind::Hex));
  QVERIFY(m_viewer->kind() == ValueKind::Hex);
  m_viewer->setCell(cell(1, "picture"));
  m_viewer->setCell(cell(1, "body"));
  QVERIFY(m_viewer->kind() == ValueKind::Hex);
}

void TestValueViewer::showsALongTextInParts() {
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->setCell(cell(2, "body"));
  m_viewer->loadAll();
  QVERIFY(loaded.wait(kPatience));
  auto* text = m_viewer->findChild<TextView*>();
  QCOMPARE(text->partCount(), 23);
  text->showPart(22);
  QCOMPARE(editor()->toPlainText().size(), 3'000'000 - 22 * 131'072);
  // What is typed in one part stays while others are shown.
  editor()->insertPlainText(s("last:"));
  text->showPart(1);
  editor()->insertPlainText(s("second\u00e9:"));
  text->showPart(22);
  QVERIFY(editor()->toPlainText().startsWith(s("last:yyy")));
  QVERIFY(text->isModified());
  buttonOf(s("&Apply"))->click();
  const Change* change = m_changes->changeOf("cells", test::key(2));
  QVERIFY(change);
  const std::string whole(131'072, 'y');
  QVERIFY(change->value("body")->value() == Value::text(whole + "second\u00e9:" + std::string(21U * 131'072U, 'y') + "last:" + std::string(3'000'000U - 22U * 131'072U, 'y')));
}

void TestValueViewer::saysWhyALargeValueCanNotBeLoaded() {
  auto shown = cell(2, "body");
  shown.place.key.clear();
  m_viewer->setCell(shown);
  QVERIFY(!button("loadAll")->isVisible());
  m_viewer->loadAll();
  QVERIFY(m_viewer->cell()->isCut());
  const auto labels = m_viewer->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->isVisible() && label->text().contains(s("no key")); }));
}

void TestValueViewer::keepsLineEndsOfATextThatIsEdited() {
  for (const char* text : {"one\r\ntwo\r\n", "one\rtwo\n", "a\u00a0b", "esc\x1b[0m\r"}) {
    auto shown = cell(3, "body");
    shown.value = Value::text(text);
    m_viewer->setCell(shown);
    QVERIFY2(!editor()->isReadOnly(), text);
    QTest::keyClick(editor(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(editor(), s("x"));
    buttonOf(s("&Apply"))->click();
    const Change* change = m_changes->changeOf("cells", test::key(3));
    QVERIFY2(change && change->value("body")->value() == Value::text(std::string(text) + "x"), text);
  }
}

void TestValueViewer::editsBytesAsHex() {
  m_viewer->setCell(cell(1, "picture"));
  QVERIFY(m_viewer->kind() == ValueKind::Hex);
  QVERIFY(!buttonOf(s("&Apply"))->isEnabled());
  auto* hex = m_viewer->findChild<HexView*>(s("hexView"));
  QTest::keyClicks(hex, s("01"));
  // The same bytes are no change.
  QVERIFY(!buttonOf(s("&Apply"))->isEnabled());
  QTest::keyClicks(hex, s("00ff"));
  m_viewer->setCell(cell(1, "picture"));
  buttonOf(s("&Apply"))->click();
  const Change* change = m_changes->changeOf("cells", test::key(1));
  QVERIFY(change && change->value("picture")->value() == Value::blob(std::string("\x01\0\xff", 3)));
  QVERIFY(*change->beforeValue("picture") == Value::blob("\x01\x02"));
  // As the page shows it now: the cursor stays, and the step can be undone.
  auto shown = cell(1, "picture");
  shown.value = change->value("picture")->value();
  m_viewer->setCell(shown);
  QCOMPARE(hex->cursorOffset(), 3U);
  QVERIFY(!buttonOf(s("&Apply"))->isEnabled());
  QTest::keyClick(hex, Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(buttonOf(s("&Apply"))->isEnabled());
  // Another cell has nothing of it.
  m_viewer->setCell(cell(3, "picture"));
  QVERIFY(!buttonOf(s("&Apply"))->isEnabled() && m_viewer->cell()->value.isNull());
  m_viewer->setKind(ValueKind::Hex);
  QTest::keyClicks(hex, s("7"));
  buttonOf(s("&Apply"))->click();
  QVERIFY(m_changes->changeOf("cells", test::key(3))->value("picture")->value() == Value::blob("\x70"));
}

void TestValueViewer::editsALargeValueAsHexOnceItIsLoaded() {
  m_viewer->setCell(cell(2, "picture"));
  auto* hex = m_viewer->findChild<HexView*>(s("hexView"));
  QTest::keyClicks(hex, s("11"));
  QVERIFY(!hex->edited() && m_changes->isEmpty());
  const auto labels = m_viewer->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->isVisible() && label->text().contains(s("edited once all of it is loaded")); }));
  QSignalSpy loaded(m_viewer.get(), &ValueViewer::loadedWhole);
  m_viewer->loadAll();
  QVERIFY(loaded.wait(kPatience));
  QVERIFY(hex->edited());
  hex->setCursorOffset(5'000'000);
  QTest::keyClick(hex, Qt::Key_Insert);
  QTest::keyClicks(hex, s("ab"));
  buttonOf(s("&Apply"))->click();
  const Change* change = m_changes->changeOf("cells", test::key(2));
  QVERIFY(change && change->value("picture")->value() == Value::blob(std::string(5'000'000, '\0') + "\xab\xff"));
  QSignalSpy committed(m_changes.get(), &PendingChanges::committed);
  m_changes->commit();
  QVERIFY(committed.wait(kPatience));
  const auto digest = fetchAll(*m_engine->connect(Engine::Access::Read)->execute("SELECT picture FROM cells WHERE id = 2"));
  QVERIFY(digest->at(0, 0).bytes() == std::string(5'000'000, '\0') + "\xab\xff");
}

void TestValueViewer::takesOverEditedBytesWhenAnotherViewIsChosen() {
  m_viewer->setCell(cell(1, "picture"));
  QTest::keyClicks(m_viewer->findChild<HexView*>(s("hexView")), s("ee"));
  m_viewer->findChild<QTabBar*>(s("valueKinds"))->setCurrentIndex(static_cast<int>(ValueKind::Picture));
  const Change* change = m_changes->changeOf("cells", test::key(1));
  QVERIFY(change && change->value("picture")->value() == Value::blob("\xee\x02"));
}

void TestValueViewer::onlyReadsAsHexWhatIsNoValueOfBytesOrTooLarge() {
  auto* hex = m_viewer->findChild<HexView*>(s("hexView"));
  m_viewer->setCell(cell(3, "body"));
  m_viewer->setKind(ValueKind::Hex);
  QVERIFY(hex->source() && !hex->edited());
  auto shown = cell(1, "picture");
  shown.value = Value::blob(std::string(EditedBytes::kMostBytes + 1, 'x'));
  m_viewer->setCell(shown);
  QVERIFY(hex->source() && !hex->edited());
  const auto labels = m_viewer->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->isVisible() && label->text().contains(s("16 MiB")); }));
  shown.value = Value::blob("x");
  shown.readOnlyReason = s("The row has no key.");
  m_viewer->setCell(shown);
  QVERIFY(hex->source() && !hex->edited());
}

JOINERY_TEST(TestValueViewer)
#include "tst_value_viewer.moc"
