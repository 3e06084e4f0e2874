// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <random>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/value/hex_digits.h"
#include "ui/value/hex_page.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::s;

/// Bytes edited by keys.
class TestHexEditing : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void readsHexDigits_data();
  void readsHexDigits();
  void overwritesByteByByte();
  void insertsBetweenBytes();
  void startsFromNothing();
  void typesCharacters();
  void deletesWhatIsSelected();
  void cutsCopiesAndPastes();
  void refusesWhatIsNoHex();
  void undoesAndRedoesEveryStep();
  void countsWhatWasTakenBackAsNoChange();
  void undoesTheTwoDigitsOfAByteTogether();
  void changesNothingWhereItOnlyReads();
  void leavesEveryByteThatIsOnlyLookedAt();
  void takesNoMoreThanItMayHold();
  void goesToOffsets();
  void findsBytesOnAndBack();
  void keepsTheKeysOfTheWindowFromWhatIsTyped();

 private:
  void edit(std::string bytes) {
    m_page->setValue(std::make_shared<const Value>(Value::blob(std::move(bytes))), HexPage::Editing::Allowed);
    view()->setFocus();
  }
  HexView* view() const { return m_page->view(); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(view(), key, modifiers); }
  void type(const char* text) { QTest::keyClicks(view(), s(text)); }
  QString hex() const { return hexOf(m_page->bytes()); }
  QString note() const { return m_page->findChild<QLabel*>(s("bytesFound"))->text(); }
  void lookFor(HexSearchBar::By by, const char* text, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    m_page->findChild<QComboBox*>(s("lookFor"))->setCurrentIndex(static_cast<int>(by));
    auto* line = m_page->findChild<QLineEdit*>(s("offsetOrBytes"));
    if (line->text() != s(text)) line->setText(s(text));
    QTest::keyClick(line, Qt::Key_Return, modifiers);
  }
  std::unique_ptr<HexPage> m_page;
};

void TestHexEditing::init() {
  m_page = std::make_unique<HexPage>();
  m_page->resize(900, 300);
  m_page->show();
  QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void TestHexEditing::cleanup() { m_page.reset(); }

void TestHexEditing::readsHexDigits_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("expected");
  QTest::newRow("alone") << s("00Ff") << s("00 ff");
  QTest::newRow("blanks and lines") << s(" 0 0\n f\tf \r\n") << s("00 ff");
  QTest::newRow("literal") << s("x'00FF'") << s("00 ff");
  QTest::newRow("PostgreSQL") << s("\\x00ff") << s("00 ff");
  QTest::newRow("C") << s("0x00ff") << s("00 ff");
  QTest::newRow("half a byte") << s("00f") << s("none");
  QTest::newRow("text") << s("hello") << s("none");
  QTest::newRow("digits of another script") << s("٠٠") << s("none");
  QTest::newRow("nothing") << s("") << s("");
}

void TestHexEditing::readsHexDigits() {
  QFETCH(QString, text);
  const auto bytes = bytesOfHex(text);
  QTEST(bytes ? hexOf(*bytes) : s("none"), "expected");
}

void TestHexEditing::overwritesByteByByte() {
  edit("abcd");
  press(Qt::Key_Right);
  type("0");
  QCOMPARE(hex(), s("61 02 63 64"));
  type("fFE");
  QCOMPARE(hex(), s("61 0f fe 64"));
  QCOMPARE(view()->cursorOffset(), 3U);
  // Behind the last byte it grows.
  type("123");
  QCOMPARE(hex(), s("61 0f fe 12 30"));
}

void TestHexEditing::insertsBetweenBytes() {
  edit("abcd");
  press(Qt::Key_Insert);
  QVERIFY(m_page->findChild<QToolButton*>(s("insertBytes"))->isChecked());
  QVERIFY(m_page->findChild<QLabel*>(s("hexPlace"))->accessibleDescription().endsWith(s("bytes are inserted")));
  press(Qt::Key_Right);
  type("1234");
  QCOMPARE(hex(), s("61 12 34 62 63 64"));
  // Over what is selected.
  press(Qt::Key_Right, Qt::ShiftModifier);
  type("ff");
  QCOMPARE(hex(), s("61 12 34 ff 64"));
  press(Qt::Key_Insert);
  type("00");
  QCOMPARE(hex(), s("61 12 34 ff 00"));
}

void TestHexEditing::startsFromNothing() {
  m_page->setValue(std::make_shared<const Value>(), HexPage::Editing::Allowed);
  QCOMPARE(view()->lineText(0).trimmed(), s("00000000"));
  press(Qt::Key_Delete);
  press(Qt::Key_Backspace);
  QVERIFY(!m_page->isModified());
  type("ab");
  QCOMPARE(hex(), s("ab"));
  QVERIFY(m_page->isModified());
}

void TestHexEditing::typesCharacters() {
  edit("abcd");
  press(Qt::Key_Right, Qt::ControlModifier);
  type("Xy");
  QCOMPARE(m_page->bytes(), std::string("Xycd"));
  press(Qt::Key_Insert);
  QTest::sendKeyEvent(QTest::Click, view(), Qt::Key_unknown, s("é"), Qt::NoModifier);
  QCOMPARE(m_page->bytes(), std::string("Xy\u00e9cd"));
  press(Qt::Key_Left, Qt::ControlModifier);
  type("00");
  QCOMPARE(m_page->bytes(), std::string("Xy\u00e9\0cd", 7));
}

void TestHexEditing::deletesWhatIsSelected() {
  edit("abcdef");
  press(Qt::Key_Right);
  press(Qt::Key_Right, Qt::ShiftModifier);
  press(Qt::Key_Delete);
  QCOMPARE(m_page->bytes(), std::string("adef"));
  press(Qt::Key_Delete);
  QCOMPARE(m_page->bytes(), std::string("aef"));
  press(Qt::Key_Backspace);
  QCOMPARE(m_page->bytes(), std::string("ef"));
  press(Qt::Key_Backspace);
  press(Qt::Key_End, Qt::ControlModifier);
  press(Qt::Key_Delete);
  QCOMPARE(m_page->bytes(), std::string("ef"));
  press(Qt::Key_A, Qt::ControlModifier);
  press(Qt::Key_Delete);
  QCOMPARE(m_page->bytes(), std::string());
}

void TestHexEditing::cutsCopiesAndPastes() {
  edit("abcdef");
  press(Qt::Key_Right, Qt::ShiftModifier);
  press(Qt::Key_X, Qt::ControlModifier);
  QCOMPARE(QApplication::clipboard()->text(), s("61 62"));
  QCOMPARE(m_page->bytes(), std::string("cdef"));
  // Over the bytes, between them, in the place of some, behind them.
  press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_page->bytes(), std::string("abef"));
  press(Qt::Key_Insert);
  press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_page->bytes(), std::string("ababef"));
  view()->select(1, 4);
  press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_page->bytes(), std::string("aabf"));
  press(Qt::Key_End, Qt::ControlModifier);
  press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_page->bytes(), std::string("aabfab"));
}

void TestHexEditing::refusesWhatIsNoHex() {
  edit("ab");
  QApplication::clipboard()->setText(s("hello"));
  press(Qt::Key_V, Qt::ControlModifier);
  QVERIFY(m_page->findChild<QLabel*>(s("hexPlace"))->text().contains(s("no hex digits")));
  type("g");
  QVERIFY(m_page->findChild<QLabel*>(s("hexPlace"))->text().contains(s("0 to 9")));
  QVERIFY(!m_page->isModified());
  press(Qt::Key_Right, Qt::ControlModifier);
  press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(m_page->bytes(), std::string("hello"));
}

/// Steps at random; each state comes back, and the first is no change.
void TestHexEditing::undoesAndRedoesEveryStep() {
  std::mt19937 random(5);
  EditedBytes bytes(std::make_shared<const Value>(Value::blob("start")));
  std::vector<std::string> states{"start"};
  for (int step = 0; step < 500; ++step) {
    const std::size_t offset = random() % (bytes.size() + 1);
    const std::size_t count = random() % (bytes.size() - offset + 1) % 4;
    std::string given;
    for (auto left = random() % 5; left > 0; --left) given += static_cast<char>(random());
    QVERIFY(bytes.replace(offset, count, given));
    if (bytes.bytes() != states.back()) states.emplace_back(bytes.bytes());
  }
  for (std::size_t at = states.size() - 1; at > 0; --at) {
    QVERIFY(bytes.undo());
    QCOMPARE(hexOf(bytes.bytes()), hexOf(states[at - 1]));
  }
  QVERIFY(!bytes.undo() && !bytes.isModified());
  for (std::size_t at = 1; at < states.size(); ++at) {
    QVERIFY(bytes.redo());
    QCOMPARE(hexOf(bytes.bytes()), hexOf(states[at]));
  }
  QVERIFY(!bytes.redo());
}

void TestHexEditing::countsWhatWasTakenBackAsNoChange() {
  edit("abcd");
  type("ff");
  QVERIFY(m_page->isModified());
  press(Qt::Key_Home);
  type("61");
  QVERIFY(!m_page->isModified());
  press(Qt::Key_Delete);
  press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(!m_page->isModified());
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(m_page->isModified());
  // Taken over: these bytes are the value's now, and the cursor stays.
  press(Qt::Key_End);
  m_page->setValue(std::make_shared<const Value>(Value::blob(m_page->bytes())), HexPage::Editing::Allowed);
  QVERIFY(!m_page->isModified());
  QCOMPARE(view()->cursorOffset(), 3U);
}

void TestHexEditing::undoesTheTwoDigitsOfAByteTogether() {
  edit("abcd");
  type("1234");
  press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(hex(), s("12 62 63 64"));
  press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(hex(), s("61 62 63 64"));
  press(Qt::Key_Insert);
  type("98");
  press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(hex(), s("61 62 63 64"));
}

void TestHexEditing::changesNothingWhereItOnlyReads() {
  const auto value = std::make_shared<const Value>(Value::blob("abcd"));
  m_page->setValue(value, HexPage::Editing::Refused);
  view()->setFocus();
  QApplication::clipboard()->setText(s("00"));
  type("12");
  for (const auto key : {Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_Insert}) press(key);
  for (const auto key : {Qt::Key_X, Qt::Key_V, Qt::Key_Z}) press(key, Qt::ControlModifier);
  QVERIFY(!m_page->isEditable() && !m_page->isModified());
  QVERIFY(!m_page->findChild<QToolButton*>(s("insertBytes"))->isVisible());
  QVERIFY(view()->lineText(0).contains(s("61 62 63 64")));
}

/// Goes about, selects, copies, types and takes back.
void TestHexEditing::leavesEveryByteThatIsOnlyLookedAt() {
  std::mt19937 random(59);
  for (const std::size_t size : {0U, 1U, 8U, 15U, 16U, 17U, 256U, 70'001U}) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 7 % 256);
    edit(bytes);
    for (int step = 0; step < 60; ++step) {
      constexpr Qt::Key kWays[]{Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_PageDown};
      constexpr Qt::KeyboardModifier kWith[]{Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier};
      press(kWays[random() % std::size(kWays)], kWith[random() % std::size(kWith)]);
      if (random() % 5 == 0) press(Qt::Key_Insert);
      press(random() % 2 == 0 ? Qt::Key_C : Qt::Key_A, Qt::ControlModifier);
      const char* const typed[]{"f", "0", "Z"};
      type(typed[random() % std::size(typed)]);
      press(Qt::Key_Z, Qt::ControlModifier);
      QVERIFY(!m_page->isModified());
    }
    QVERIFY(m_page->bytes() == bytes);
  }
}

void TestHexEditing::takesNoMoreThanItMayHold() {
  edit(std::string(EditedBytes::kMostBytes - 1, 'x'));
  press(Qt::Key_Insert);
  press(Qt::Key_End, Qt::ControlModifier);
  type("ff");
  QVERIFY(m_page->isModified());
  type("0");
  QVERIFY(m_page->findChild<QLabel*>(s("hexPlace"))->text().contains(s("file")));
  QCOMPARE(m_page->bytes().size(), EditedBytes::kMostBytes);
}

void TestHexEditing::goesToOffsets() {
  edit(std::string(1'000'000, 'x'));
  press(Qt::Key_G, Qt::ControlModifier);
  QVERIFY(m_page->findChild<QLineEdit*>(s("offsetOrBytes"))->hasFocus());
  lookFor(HexSearchBar::By::HexOffset, "ff0");
  QCOMPARE(view()->cursorOffset(), 0xff0U);
  QVERIFY(view()->hasFocus());
  lookFor(HexSearchBar::By::DecimalOffset, "500,000");
  QCOMPARE(view()->cursorOffset(), 500'000U);
  lookFor(HexSearchBar::By::DecimalOffset, "0x10");
  QCOMPARE(view()->cursorOffset(), 16U);
  lookFor(HexSearchBar::By::HexOffset, "ffffffff");
  QCOMPARE(view()->cursorOffset(), 1'000'000U);
  QVERIFY(note().contains(s("not so many")));
  lookFor(HexSearchBar::By::HexOffset, "here");
  QVERIFY(note().contains(s("hex digits")));
  QTest::keyClick(m_page->findChild<QLineEdit*>(s("offsetOrBytes")), Qt::Key_Escape);
  QVERIFY(view()->hasFocus() && !m_page->findChild<HexSearchBar*>()->isVisible());
}

void TestHexEditing::findsBytesOnAndBack() {
  edit("\x01" "abc\x01" "abc" + std::string(100, '\0') + "\x01" "ab");
  press(Qt::Key_F, Qt::ControlModifier);
  lookFor(HexSearchBar::By::Bytes, "01 61 62");
  QCOMPARE(view()->cursorOffset(), 0U);
  QCOMPARE(view()->selectedHex(), s("01 61 62"));
  lookFor(HexSearchBar::By::Bytes, "01 61 62");
  QCOMPARE(view()->cursorOffset(), 4U);
  press(Qt::Key_F3);
  QCOMPARE(view()->cursorOffset(), 108U);
  press(Qt::Key_F3);
  QCOMPARE(view()->cursorOffset(), 0U);
  QVERIFY(note().contains(s("from the start")));
  press(Qt::Key_F3, Qt::ShiftModifier);
  QCOMPARE(view()->cursorOffset(), 108U);
  press(Qt::Key_F3, Qt::ShiftModifier);
  QCOMPARE(view()->cursorOffset(), 4U);
  lookFor(HexSearchBar::By::Text, "bc");
  QCOMPARE(view()->cursorOffset(), 6U);
  lookFor(HexSearchBar::By::Text, "zebra");
  QVERIFY(note().contains(s("not there")));
  lookFor(HexSearchBar::By::Bytes, "0");
  QVERIFY(note().contains(s("two hex digits")));
}

/// An action of the window has Ctrl+Z and Delete.
void TestHexEditing::keepsTheKeysOfTheWindowFromWhatIsTyped() {
  edit("abcd");
  QAction undo, remove;
  undo.setShortcut(QKeySequence::Undo);
  remove.setShortcut(QKeySequence(Qt::Key_Delete));
  m_page->addAction(&undo);
  m_page->addAction(&remove);
  QSignalSpy undone(&undo, &QAction::triggered), removed(&remove, &QAction::triggered);
  press(Qt::Key_Delete);
  QCOMPARE(m_page->bytes(), std::string("bcd"));
  press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(m_page->bytes(), std::string("abcd"));
  QCOMPARE(undone.count() + removed.count(), 0);
}

JOINERY_TEST(TestHexEditing)
#include "tst_hex_editing.moc"
